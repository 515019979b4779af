package probity.console.aims.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import probity.aims.register.Field;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.ledger.Json;

/// The description of the API (OpenAPI 3.1), made from the descriptions of registers.
public final class OpenApi {
  private static final String SCHEMAS = "#/components/schemas/";

  private OpenApi() {}

  public static Json.Obj of(Registers registers) {
    var paths = new LinkedHashMap<String, Json.Builder>();
    add(paths, Operation.REGISTERS, "get", listing());
    add(paths, Operation.DESCRIPTION, "get", description());
    for (Register register : registers.all()) {
      for (Operation operation : Operation.of(register)) {
        add(
            paths,
            operation.path(register),
            operation.verb().name().toLowerCase(Locale.ROOT),
            operation(register, operation));
      }
    }
    return Json.object()
        .put("components", components(registers))
        .put("info", info())
        .put("openapi", "3.1.0")
        .put("paths", built(paths))
        .put("security", new Json.Arr(List.of(Json.object().put("token", List.of()).build())))
        .put("tags", tags(registers))
        .build();
  }

  private static void add(
      Map<String, Json.Builder> paths, String path, String verb, Json.Obj operation) {
    paths
        .computeIfAbsent(
            path,
            _ ->
                path.contains("{record}")
                    ? Json.object().put("parameters", new Json.Arr(List.of(Schemas.record())))
                    : Json.object())
        .put(verb, operation);
  }

  private static Json.Obj built(Map<String, Json.Builder> paths) {
    var object = Json.object();
    paths.forEach((path, item) -> object.put(path, item.build()));
    return object.build();
  }

  private static Json.Obj info() {
    return Json.object()
        .put(
            "description",
            "What people do with the registers in the console, for programs. A token acts with the"
                + " duties that its owner has now. Values are texts in the canonical form of their"
                + " field; several values of one field stand in lines of their own.")
        .put("title", "Registers of Probity")
        .put("version", "1")
        .build();
  }

  private static Json.Arr tags(Registers registers) {
    return new Json.Arr(
        registers.all().stream()
            .<Json>map(
                one -> Json.object().put("description", one.about()).put("name", one.id()).build())
            .toList());
  }

  private static Json.Obj components(Registers registers) {
    var schemas = Schemas.shared();
    var fields = new FieldSchemas(registers);
    for (Register register : registers.all()) {
      String name = name(register);
      schemas
          .put(name + "Fields", fields.fields(register))
          .put(name + "Values", fields.needed(register, SCHEMAS + name + "Fields"))
          .put(name + "Record", Schemas.record(SCHEMAS + name + "Fields"))
          .put(name + "Whole", Schemas.whole(SCHEMAS + name + "Fields"))
          .put(name + "List", Schemas.list(SCHEMAS + name + "Record"))
          .put(name + "Rows", Schemas.rows(SCHEMAS + name + "Fields"));
    }
    return Json.object()
        .put("responses", Json.object().put("Refused", refused()).build())
        .put("schemas", schemas.build())
        .put(
            "securitySchemes",
            Json.object()
                .put("token", Json.object().put("scheme", "bearer").put("type", "http").build())
                .build())
        .build();
  }

  /// `impact-assessments` becomes `ImpactAssessments`.
  private static String name(Register register) {
    var name = new StringBuilder();
    for (String word : register.id().split("-", -1)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  private static Json.Obj listing() {
    return Json.object()
        .put("operationId", "registers")
        .put("responses", responses("200", content(ref("Registers"))))
        .put("summary", "All registers")
        .build();
  }

  private static Json.Obj description() {
    return Json.object()
        .put("operationId", "description")
        .put("responses", responses("200", content(Json.object().put("type", "object").build())))
        .put("summary", "This description")
        .build();
  }

  private static Json.Obj operation(Register register, Operation operation) {
    var described =
        Json.object()
            .put("operationId", operation.word() + name(register))
            .put("responses", answers(register, operation))
            .put("summary", operation.summary())
            .put("tags", List.of(register.id()));
    var parameters = parameters(register, operation);
    if (!parameters.isEmpty()) described.put("parameters", new Json.Arr(parameters));
    if (operation.bodyBytes() > 0) {
      described.put(
          "requestBody",
          Json.object().putAll(content(body(register, operation))).put("required", true).build());
    }
    return described.build();
  }

  private static List<Json> parameters(Register register, Operation operation) {
    var parameters = new ArrayList<Json>();
    if (operation == Operation.LIST) {
      parameters.add(
          Schemas.parameter(Query.WORDS, "words, all of which a record has", Schemas.text()));
      parameters.add(
          Schemas.parameter(
              Query.STANDING,
              "how the newest revision stands; without it all but archived ones",
              Schemas.oneOf(Query.standings())));
      parameters.add(Schemas.parameter(Query.DAY, "as of the end of a day, UTC", Schemas.day()));
      parameters.add(
          Schemas.parameter(
              Query.AFTER,
              "the number after which the page begins: `next` of the page before",
              Schemas.number(0, Query.NUMBER_MAX)));
      parameters.add(
          Schemas.parameter(
              Query.LIMIT,
              "records in a page, without it " + Query.LIMIT_STANDARD,
              Schemas.number(1, Query.LIMIT_MAX)));
      for (Field field : Query.filters(register)) {
        parameters.add(
            Schemas.parameter(field.id(), "a value of `" + field.title() + "`", Schemas.text()));
      }
    }
    if (operation == Operation.SHOW) {
      parameters.add(Schemas.parameter(Query.DAY, "as of the end of a day, UTC", Schemas.day()));
      parameters.add(
          Schemas.parameter(
              Query.HISTORY,
              "the newest of the history, without it " + Query.HISTORY_STANDARD,
              Schemas.number(0, Query.HISTORY_MAX)));
    }
    return parameters;
  }

  private static Json.Obj body(Register register, Operation operation) {
    String name = name(register);
    return switch (operation) {
      case CREATE -> Schemas.object(Map.of("values", ref(name + "Values")), List.of("values"));
      case REPLACE ->
          Schemas.object(
              Map.of("base", ref("Revision"), "values", ref(name + "Values")),
              List.of("base", "values"));
      case COMMENT ->
          Schemas.object(
              Map.of("comment", Schemas.text(), "revision", ref("Revision")),
              List.of("comment", "revision"));
      case PROPOSE, ARCHIVE, RESTORE ->
          Schemas.object(Map.of("revision", ref("Revision")), List.of("revision"));
      case DECIDE -> Json.object().put("type", "object").build();
      case IMPORT -> ref(name + "Rows");
      case UNDO -> Schemas.object(Map.of("batch", Schemas.text()), List.of("batch"));
      case LIST, SHOW -> throw new IllegalStateException("`" + operation + "` has no body");
    };
  }

  private static Json.Obj answers(Register register, Operation operation) {
    String name = name(register);
    return switch (operation) {
      case LIST -> responses("200", content(ref(name + "List")));
      case SHOW -> responses("200", content(ref(name + "Whole")));
      case CREATE, COMMENT -> responses("201", content(ref(name + "Record")));
      case REPLACE, PROPOSE, ARCHIVE, RESTORE -> responses("200", content(ref(name + "Record")));
      case IMPORT -> responses("200", content(ref("Imported")));
      case UNDO -> responses("200", content(ref("Undone")));
      case DECIDE ->
          Json.object()
              .put("403", refused())
              .put("default", Json.object().put("$ref", "#/components/responses/Refused").build())
              .build();
    };
  }

  private static Json.Obj refused() {
    return Json.object()
        .putAll(content(ref("Refusal")))
        .put("description", "Why not, with every objection")
        .build();
  }

  private static Json.Obj responses(String status, Json.Obj content) {
    return Json.object()
        .put(status, Json.object().putAll(content).put("description", "Done").build())
        .put("default", Json.object().put("$ref", "#/components/responses/Refused").build())
        .build();
  }

  private static Json.Obj content(Json.Obj schema) {
    var media = Json.object().put("schema", schema).build();
    return Json.object()
        .put("content", Json.object().put("application/json", media).build())
        .build();
  }

  private static Json.Obj ref(String schema) {
    return Json.object().put("$ref", SCHEMAS + schema).build();
  }
}
