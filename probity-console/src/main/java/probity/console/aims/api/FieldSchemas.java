package probity.console.aims.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.Need;
import probity.aims.register.Option;
import probity.aims.register.RecordQuery;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.ledger.Json;

/// What values of fields look like, as JSON Schema: texts in the canonical form of their type
/// (docs/registers.md). What begins with `x-` says more to programs that look for it.
record FieldSchemas(Registers registers) {
  private static final String NUMBER = "[1-9][0-9]{0,8}";
  private static final String WORD = "[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}";

  /// All that records of a register can say.
  Json.Obj fields(Register register) {
    var properties = Json.object();
    register.fields().forEach(field -> properties.put(field.id(), of(field)));
    return Json.object()
        .put("additionalProperties", false)
        .put("properties", properties.build())
        .put("type", "object")
        .build();
  }

  /// What they must say: always, and where another field has some value.
  Json.Obj needed(Register register, String fields) {
    var all = new ArrayList<Json>();
    all.add(Json.object().put("$ref", fields).build());
    all.add(required(register.fields().stream().filter(Field::required).map(Field::id).toList()));
    for (Field field : register.fields()) {
      boolean ours = field.filled().isPresent();
      field.needed().ifPresent(need -> all.add(ours ? never(need) : where(need, field)));
    }
    return Json.object().put("allOf", new Json.Arr(all)).build();
  }

  private static Json.Obj required(List<String> names) {
    return Json.object().put("required", names).build();
  }

  private static Json.Obj where(Need need, Field field) {
    return Json.object().put("if", has(need)).put("then", required(List.of(field.id()))).build();
  }

  /// What a field needs that the product alone fills, as with a file, a call cannot bring.
  private static Json.Obj never(Need need) {
    return Json.object().put("not", has(need)).build();
  }

  private static Json.Obj has(Need need) {
    var value = pattern("(^|\\n)(" + String.join("|", need.values()) + ")(\\n|$)").build();
    return Json.object()
        .put("properties", Json.object().put(need.field(), value).build())
        .put("required", List.of(need.field()))
        .build();
  }

  private Json.Obj of(Field field) {
    var schema = form(field.type()).put("title", field.title()).put("x-type", word(field.type()));
    if (!field.hint().isEmpty()) schema.put("description", field.hint());
    if (field.filled().isPresent()) schema.put("readOnly", true);
    return schema.build();
  }

  private Json.Builder form(FieldType type) {
    return switch (type) {
      case FieldType.Line(int max) -> line(max);
      case FieldType.Personal(int max) -> line(max);
      case FieldType.Text(int max) -> text().put("maxLength", max).put("minLength", 1);
      case FieldType.Choice(var options, boolean many) ->
          (many
                  ? many(options.stream().map(Option::id).collect(Collectors.joining("|")))
                  : text().put("enum", options.stream().map(Option::id).toList()))
              .put("x-titles", titles(options));
      case FieldType.WholeNumber(long min, long max) ->
          pattern("^(0|-?[1-9][0-9]{0,17})$").put("x-maximum", max).put("x-minimum", min);
      case FieldType.Day() -> text().put("format", "date");
      case FieldType.YesNo() -> text().put("enum", List.of("yes", "no"));
      case FieldType.Person() -> links(List.of("people"), false);
      case FieldType.Link(var to, boolean many) -> links(to, many);
      case FieldType.Controls(boolean many) -> some("[^\\s;,]+:[^\\s;,]+", many);
      case FieldType.Words(var of, boolean many) -> some(WORD, many).put("x-words", of);
      case FieldType.Exchange() -> pattern("^[0-7][0-9A-HJKMNP-TV-Z]{25}$");
      case FieldType.Query() ->
          pattern("^[a-z]+=[^\\s=]+( [a-z]+=[^\\s=]+)*$").put("x-asks-for", RecordQuery.FIELDS);
      case FieldType.Address() -> pattern("^https://").put("format", "uri");
    };
  }

  private static Json.Builder text() {
    return Json.object().put("type", "string");
  }

  private static Json.Builder pattern(String pattern) {
    return text().put("pattern", pattern);
  }

  private static Json.Builder line(int max) {
    return pattern("^[^\\n]*$").put("maxLength", max).put("minLength", 1);
  }

  /// Several values, each in a line of its own.
  private static Json.Builder many(String one) {
    return pattern("^(" + one + ")(\\n(" + one + "))*$");
  }

  private static Json.Builder some(String one, boolean many) {
    return many ? many(one) : pattern("^(" + one + ")$");
  }

  private Json.Builder links(List<String> to, boolean many) {
    String prefixes =
        to.stream()
            .flatMap(id -> registers.find(id).stream())
            .map(Register::prefix)
            .collect(Collectors.joining("|"));
    return some("(" + prefixes + ")-" + NUMBER, many).put("x-registers", to);
  }

  private static Json.Obj titles(List<Option> options) {
    var titles = Json.object();
    options.forEach(option -> titles.put(option.id(), option.title()));
    return titles.build();
  }

  /// As descriptions of registers name it.
  private static String word(FieldType type) {
    return switch (type) {
      case FieldType.Line _ -> "line";
      case FieldType.Text _ -> "text";
      case FieldType.Choice _ -> "choice";
      case FieldType.WholeNumber _ -> "number";
      case FieldType.Day _ -> "day";
      case FieldType.YesNo _ -> "yes-no";
      case FieldType.Person _ -> "person";
      case FieldType.Personal _ -> "personal";
      case FieldType.Link _ -> "link";
      case FieldType.Controls _ -> "controls";
      case FieldType.Words _ -> "words";
      case FieldType.Exchange _ -> "exchange";
      case FieldType.Query _ -> "query";
      case FieldType.Address _ -> "address";
    };
  }
}
