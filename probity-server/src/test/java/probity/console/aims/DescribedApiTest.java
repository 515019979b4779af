package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Duty;
import probity.aims.register.Registers;
import probity.console.Call;
import probity.console.Handler;
import probity.console.Routes;
import probity.console.aims.api.OpenApi;
import probity.console.aims.api.RegisterApi;
import probity.ledger.Json;

/// A client that knows of registers only what the description of the API says.
class DescribedApiTest {
  private static final String CREATE = "create";

  @TempDir Path folder;
  private Books books;
  private ApiServer api;
  private String mara;
  private Json.Obj description;

  @BeforeEach
  void begin() throws IOException {
    books = new Books(folder);
    api = new ApiServer(books, 10_000);
    mara = api.token(books.person("Mara Manager"));
    description = api.get(mara, "/api/v1/openapi.json").body();
  }

  @AfterEach
  void end() {
    api.close();
    books.close();
  }

  private static List<String> faults(String schema, Json value) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema, InputFormat.JSON)
        .validate(value.canonical(), InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void the_description_is_one_of_openapi_and_its_schemas_are_json_schema() throws IOException {
    try (var published = DescribedApiTest.class.getResourceAsStream("/openapi/schema-3.1.json");
        var meta = SchemaRegistry.class.getResourceAsStream("/draft/2020-12/schema")) {
      String openApi = new String(published.readAllBytes(), StandardCharsets.UTF_8);
      String schemas = new String(meta.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(description).isEqualTo(OpenApi.of(Registers.ofProduct()));
      assertThat(faults(openApi, description)).isEmpty();
      schemas().members().forEach(member -> assertThat(faults(schemas, member.value())).isEmpty());
      assertThat(references(description))
          .allSatisfy(name -> assertThat(schemas().get(name)).isPresent());
    }
  }

  @Test
  void a_document_that_is_no_openapi_is_told_from_one_that_is() throws IOException {
    try (var published = DescribedApiTest.class.getResourceAsStream("/openapi/schema-3.1.json")) {
      String openApi = new String(published.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(faults(openApi, Json.object().put("openapi", "3.1.0").build())).isNotEmpty();
    }
  }

  private Json.Obj schemas() {
    return description.object("components").orElseThrow().object("schemas").orElseThrow();
  }

  private static Set<String> references(Json json) {
    var names = new HashSet<String>();
    switch (json) {
      case Json.Obj object ->
          object
              .members()
              .forEach(member -> {
                if (member.name().equals("$ref") && member.value() instanceof Json.Str(var to)) {
                  if (to.startsWith("#/components/schemas/")) names.add(name(to));
                } else {
                  names.addAll(references(member.value()));
                }
              });
      case Json.Arr(var items) -> items.forEach(item -> names.addAll(references(item)));
      default -> {}
    }
    return names;
  }

  private static String name(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  @Test
  void what_is_served_is_described_and_the_other_way_round() {
    var served = new TreeSet<String>();
    var imports = new Imports(books.book(), books.clock(), RandomGenerator.getDefault());
    new RegisterApi(books.book(), imports, _ -> Optional.empty(), books.clock(), 1)
        .add(new Served(served));
    var described = new TreeSet<String>();
    var paths = description.object("paths").orElseThrow();
    for (String path : paths.names()) {
      for (String verb : paths.object(path).orElseThrow().names()) {
        if (!verb.equals("parameters")) described.add(verb + " " + path);
      }
    }

    assertThat(described).isEqualTo(served).hasSizeGreaterThan(100);
  }

  /// Notes what the API serves.
  private record Served(Set<String> calls) implements Routes {
    @Override
    public void get(String path, Handler handler) {
      throw new AssertionError("a page");
    }

    @Override
    public void post(String path, Handler handler) {
      throw new AssertionError("a page");
    }

    @Override
    public void upload(String path, Handler handler) {
      throw new AssertionError("a page");
    }

    @Override
    public void call(Call.Verb verb, String path, int bodyBytes, Call.Handler handler) {
      calls.add(verb.name().toLowerCase(java.util.Locale.ROOT) + " " + path);
    }

    @Override
    public Routes open() {
      return this;
    }

    @Override
    public Routes only(Duty... duties) {
      return this;
    }

    @Override
    public void link(String group, String label, String path) {}
  }

  @Test
  void a_record_of_every_register_is_made_changed_merged_and_read_back() {
    var waiting = creations();
    var made = new TreeMap<String, String>();
    made.put("people", "person-1");
    while (!waiting.isEmpty()) {
      int before = waiting.size();
      waiting
          .entrySet()
          .removeIf(one -> {
            var values = values(one.getValue(), made, "Word");
            if (values.isEmpty()) return false;
            made.put(register(one.getKey()), liveOn(one.getKey(), one.getValue(), made));
            return true;
          });
      assertThat(waiting.size())
          .as("registers that need each other: " + waiting)
          .isLessThan(before);
    }

    assertThat(made).hasSameSizeAs(Registers.ofProduct().all());
  }

  /// The schema of values by the path under which a record is made.
  private Map<String, String> creations() {
    var creations = new TreeMap<String, String>();
    var paths = description.object("paths").orElseThrow();
    for (String path : paths.names()) {
      paths
          .object(path)
          .flatMap(item -> item.object("post"))
          .filter(post -> post.text("operationId").orElse("").startsWith(CREATE))
          .flatMap(post -> post.text("operationId"))
          .ifPresent(id -> creations.put(path, id.substring(CREATE.length())));
    }
    return creations;
  }

  private static String register(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Values for all fields; none where a record that has to be linked is not there yet.
  private Map<String, String> values(String name, Map<String, String> made, String word) {
    var properties =
        schemas().object(name + "Fields").orElseThrow().object("properties").orElseThrow();
    var values = new TreeMap<String, String>();
    for (Json.Member field : properties.members()) {
      // The product fills it, from a file that no call brings.
      if (((Json.Obj) field.value()).get("readOnly").isPresent()) continue;
      String value = value((Json.Obj) field.value(), made, word);
      if (!value.isEmpty() && !field.name().equals("duties")) values.put(field.name(), value);
    }
    var schema = root(name + "Values");
    return faults(schema, texts(values)).isEmpty() ? values : Map.of();
  }

  private static String value(Json.Obj schema, Map<String, String> made, String word) {
    return switch (schema.text("x-type").orElse("")) {
      case "line", "text", "personal" -> word;
      case "choice" ->
          schema.object("x-titles").orElseThrow().names().stream()
              .filter(option -> !option.equals("upload"))
              .findFirst()
              .orElseThrow();
      case "exchange" -> "01KB0000000000000000000000";
      case "number" -> Long.toString(schema.number("x-minimum").orElseThrow());
      case "day" -> "2026-11-27";
      case "yes-no" -> "yes";
      case "person", "link" ->
          schema.items("x-registers").stream()
              .map(one -> made.getOrDefault(((Json.Str) one).value(), ""))
              .filter(one -> !one.isEmpty())
              .findFirst()
              .orElse("");
      case "controls" -> "42001:A.6.2.8";
      case "words" -> "word";
      case "query" -> ((Json.Str) schema.items("x-asks-for").getFirst()).value() + "=" + word;
      case "address" -> "https://example.org/x";
      default -> throw new AssertionError("a type that the client does not know: " + schema);
    };
  }

  private String root(String schema) {
    return Json.object()
        .put("$ref", "#/components/schemas/" + schema)
        .put("components", Json.object().put("schemas", schemas()).build())
        .build()
        .canonical();
  }

  private static Json.Obj texts(Map<String, String> texts) {
    var object = Json.object();
    texts.forEach(object::put);
    return object.build();
  }

  private static String body(Map<String, String> values) {
    return Json.object().put("values", texts(values)).build().canonical();
  }

  private static String body(int base, Map<String, String> values) {
    return Json.object().put("base", base).put("values", texts(values)).build().canonical();
  }

  /// Makes, changes, merges and reads a record; its id.
  private String liveOn(String path, String name, Map<String, String> made) {
    var values = values(name, made, "Word");
    var free = new ArrayList<String>();
    values.forEach((field, value) -> {
      if (value.equals("Word")) free.add(field);
    });
    assertThat(free).as(name).hasSizeGreaterThan(1);

    var created = api.post(mara, path, body(values));
    String id = created.text("record");
    String one = path + "/" + id;
    var mine = new TreeMap<>(values);
    mine.put(free.get(0), "Mine");
    var theirs = new TreeMap<>(values);
    theirs.put(free.get(1), "Theirs");
    var edited = api.call("PUT", one, mara, body(1, mine));
    var merged = api.call("PUT", one, mara, body(1, theirs));
    var whole = api.get(mara, one);
    var list = api.get(mara, path + "?limit=200");

    assertThat(created.status()).as(created.body().canonical()).isEqualTo(201);
    assertThat(edited.status()).isEqualTo(200);
    assertThat(merged.status()).isEqualTo(200);
    mine.put(free.get(1), "Theirs");
    assertThat(whole.body().object("values")).contains(texts(mine));
    assertThat(faults(root(name + "Record"), created.body())).isEmpty();
    assertThat(faults(root(name + "Record"), merged.body())).isEmpty();
    assertThat(faults(root(name + "Whole"), whole.body())).isEmpty();
    assertThat(faults(root(name + "List"), list.body())).isEmpty();
    mine.put(free.get(0), "Again");
    assertThat(faults(root("Refusal"), api.call("PUT", one, mara, body(1, mine)).body())).isEmpty();
    return id;
  }

  @Test
  void other_answers_have_the_form_that_is_described() {
    var registers = api.get(mara, "/api/v1/registers");
    var dry =
        api.post(
            mara,
            "/api/v1/registers/risks/import",
            "{\"dry_run\":true,\"rows\":[{\"values\":{\"name\":\"x\"}}]}");

    assertThat(faults(root("Registers"), registers.body())).isEmpty();
    assertThat(faults(root("Imported"), dry.body())).isEmpty();
    assertThat(faults(root("Refusal"), api.get("unknown", "/api/v1/registers").body())).isEmpty();
  }
}
