package probity.console.aims.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import probity.ledger.Json;

/// Shapes that the API has for every register, as JSON Schema.
final class Schemas {
  private Schemas() {}

  static Json.Builder shared() {
    return Json.object()
        .put("Revision", number(1, Query.NUMBER_MAX))
        .put("Link", texts("field", "record"))
        .put("LinkedFrom", texts("record", "register", "title"))
        .put("NotShown", byField(oneOf(List.of("hidden", "erased", "missing", "altered"))))
        .put("Objection", objection())
        .put("Clash", texts("before", "field", "mine", "theirs"))
        .put("Refusal", refusal())
        .put("Register", register())
        .put("Registers", object(Map.of("registers", listOf("Register")), List.of("registers")))
        .put("Imported", imported())
        .put("Undone", undone());
  }

  static Json.Obj record(String fields) {
    var members = brief(fields);
    return object(members, List.copyOf(members.keySet()));
  }

  static Json.Obj whole(String fields) {
    var members = brief(fields);
    members.put("events", number(1, Integer.MAX_VALUE));
    members.put("history", items(event(fields)));
    members.put("linked_from", listOf("LinkedFrom"));
    members.put("links_to", listOf("Link"));
    return object(members, List.copyOf(members.keySet()));
  }

  private static Map<String, Json.Obj> brief(String fields) {
    var members = new TreeMap<String, Json.Obj>();
    for (String name :
        List.of("author", "change", "entry", "record", "register", "standing", "time")) {
      members.put(name, text());
    }
    members.put("not_shown", shared("NotShown"));
    members.put("revision", shared("Revision"));
    members.put("standing", oneOf(Query.standings()));
    members.put("values", Json.object().put("$ref", fields).build());
    return members;
  }

  /// A revision has values; what was said about one has words.
  private static Json.Obj event(String fields) {
    var members = new TreeMap<String, Json.Obj>();
    for (String name : List.of("change", "entry", "person", "role", "time")) {
      members.put(name, text());
    }
    members.put("revision", shared("Revision"));
    var always = List.copyOf(members.keySet());
    for (String name :
        List.of(
            "authenticated", "authentication", "comment", "for", "mandate", "reason", "sentence")) {
      members.put(name, text());
    }
    members.put("not_shown", shared("NotShown"));
    members.put("values", Json.object().put("$ref", fields).build());
    return object(members, always);
  }

  static Json.Obj list(String record) {
    return object(
        Map.of(
            "next", number(1, Query.NUMBER_MAX),
            "records", items(Json.object().put("$ref", record).build()),
            "register", text(),
            "total", number(0, Integer.MAX_VALUE)),
        List.of("records", "register", "total"));
  }

  static Json.Obj rows(String fields) {
    var row =
        object(
            Map.of(
                "record", text(),
                "revision", shared("Revision"),
                "values", Json.object().put("$ref", fields).build()),
            List.of("values"));
    return object(Map.of("dry_run", flag(), "rows", items(row)), List.of("rows"));
  }

  private static Json.Obj objection() {
    return object(
        Map.of("field", text(), "row", number(0, Integer.MAX_VALUE), "sentence", text()),
        List.of("field", "sentence"));
  }

  private static Json.Obj refusal() {
    return object(
        Map.of(
            "batch", text(),
            "clashes", listOf("Clash"),
            "objections", listOf("Objection"),
            "records", items(text()),
            "rest", byField(text()),
            "revision", shared("Revision"),
            "sentence", text(),
            "status", number(400, 599),
            "why", text()),
        List.of("objections", "sentence", "status", "why"));
  }

  private static Json.Obj register() {
    var members = new TreeMap<String, Json.Obj>();
    for (String name : List.of("about", "group", "prefix", "register", "title")) {
      members.put(name, text());
    }
    for (String name : List.of("approves", "clauses", "edits")) members.put(name, items(text()));
    members.put("may_write", flag());
    members.put("records", number(0, Integer.MAX_VALUE));
    members.put("review_months", number(0, Integer.MAX_VALUE));
    return object(members, List.copyOf(members.keySet()));
  }

  private static Json.Obj imported() {
    var step =
        object(
            Map.of("record", text(), "step", oneOf(List.of("create", "edit", "same", "wrong"))),
            List.of("record", "step"));
    return object(
        Map.of(
            "batch", text(),
            "dry_run", flag(),
            "objections", listOf("Objection"),
            "records", items(text()),
            "rows", items(step)),
        List.of("dry_run", "objections", "rows"));
  }

  private static Json.Obj undone() {
    return object(
        Map.of("batch", text(), "records", items(text()), "refusals", items(text())),
        List.of("batch", "records", "refusals"));
  }

  static Json.Obj record() {
    return Json.object()
        .put("description", "The id of a record, such as `risk-7`")
        .put("in", "path")
        .put("name", "record")
        .put("required", true)
        .put("schema", text())
        .build();
  }

  static Json.Obj parameter(String name, String description, Json.Obj schema) {
    return Json.object()
        .put("description", description)
        .put("in", "query")
        .put("name", name)
        .put("schema", schema)
        .build();
  }

  static Json.Obj text() {
    return Json.object().put("type", "string").build();
  }

  static Json.Obj day() {
    return Json.object().put("format", "date").put("type", "string").build();
  }

  static Json.Obj flag() {
    return Json.object().put("type", "boolean").build();
  }

  static Json.Obj oneOf(List<String> words) {
    return Json.object().put("enum", words).put("type", "string").build();
  }

  static Json.Obj number(long least, long most) {
    return Json.object().put("maximum", most).put("minimum", least).put("type", "integer").build();
  }

  /// An object with these members and no others.
  static Json.Obj object(Map<String, Json.Obj> members, List<String> required) {
    var properties = Json.object();
    members.forEach(properties::put);
    return Json.object()
        .put("additionalProperties", false)
        .put("properties", properties.build())
        .put("required", required)
        .put("type", "object")
        .build();
  }

  private static Json.Obj texts(String... names) {
    var members = new TreeMap<String, Json.Obj>();
    for (String name : names) members.put(name, text());
    return object(members, List.of(names));
  }

  private static Json.Obj byField(Json.Obj value) {
    return Json.object().put("additionalProperties", value).put("type", "object").build();
  }

  private static Json.Obj items(Json.Obj item) {
    return Json.object().put("items", item).put("type", "array").build();
  }

  private static Json.Obj listOf(String shared) {
    return items(shared(shared));
  }

  private static Json.Obj shared(String name) {
    return Json.object().put("$ref", "#/components/schemas/" + name).build();
  }
}
