package probity.console.aims.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.console.Call;
import probity.console.Reply;
import probity.json.ForeignJson;
import probity.ledger.Checked;
import probity.ledger.Json;

/// The members of an object that came, and every objection to them at once.
final class Members {
  private static final Pattern JSON =
      Pattern.compile(
          "application/json *(; *charset *= *\"?utf-8\"? *)?", Pattern.CASE_INSENSITIVE);

  /// The most that a revision, or a number of a record, can be.
  private static final long NUMBER_MAX = 999_999_999;

  /// The most that are named, so that no answer is much larger than what was asked.
  static final int OBJECTIONS_MAX = 1_000;

  private final Json.Obj object;
  private final List<Json> objections = new ArrayList<>();

  private Members(Json.Obj object) {
    this.object = object;
  }

  /// Reads the body of a call, which has these members and no others.
  static Reply read(Call call, List<String> known, Function<Members, Reply> then) {
    if (!JSON.matcher(call.contentType()).matches()) {
      return Reply.refused(415, "malformed", "a `content-type` of `application/json` was expected");
    }
    var text = utf8(call.body().get());
    if (text.isEmpty()) return Reply.refused(400, "malformed", "the body is not UTF-8");
    return switch (ForeignJson.parseIntegers(text.get())) {
      case Checked.Invalid<Json>(var _, var detail) -> Reply.refused(400, "malformed", detail);
      case Checked.Valid<Json>(var json) when json instanceof Json.Obj body ->
          of(body, known).answer(then);
      case Checked.Valid<Json> _ ->
          Reply.refused(400, "malformed", "a json object was expected as the body");
    };
  }

  /// Of an object within a body.
  static Members of(Json.Obj object, List<String> known) {
    var members = new Members(object);
    object.names().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> members.object(name, "it has no place here"));
    return members;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Reply answer(Function<Members, Reply> then) {
    return then.apply(this);
  }

  boolean has(String name) {
    return object.get(name).isPresent();
  }

  /// A whole number from 1; any where there is an objection.
  int number(String name) {
    var number = object.number(name).filter(one -> one >= 1 && one <= NUMBER_MAX);
    if (number.isEmpty()) object(name, "a whole number from 1 to " + NUMBER_MAX + " was expected");
    return number.map(Long::intValue).orElse(1);
  }

  String text(String name) {
    var text = object.text(name);
    if (text.isEmpty()) object(name, "a text was expected");
    return text.orElse("");
  }

  /// True or false; false where it is not there.
  boolean flag(String name) {
    return switch (object.get(name).orElse(new Json.Bool(false))) {
      case Json.Bool(boolean value) -> value;
      default -> {
        object(name, "`true` or `false` was expected");
        yield false;
      }
    };
  }

  List<Json> items(String name, int most) {
    if (!(object.get(name).orElse(new Json.Null()) instanceof Json.Arr(var items))) {
      object(name, "a list was expected");
      return List.of();
    }
    if (items.size() <= most) return items;
    object(name, items.size() + " items, at most " + most + " were expected");
    return List.of();
  }

  /// The texts of fields.
  Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    var given = object.object("values");
    if (given.isEmpty()) object("values", "an object of texts by field was expected");
    given.ifPresent(fields ->
        fields
            .members()
            .forEach(member -> {
              if (member.value() instanceof Json.Str(var text)) {
                values.put(member.name(), text);
              } else {
                object(member.name(), "a text was expected");
              }
            }));
    return values;
  }

  private void object(String field, String sentence) {
    objections.add(objection(field, sentence));
  }

  /// With the row that it is about.
  List<Json> objections(int row) {
    return objections.stream()
        .<Json>map(one -> Json.object().put("row", row).putAll((Json.Obj) one).build())
        .toList();
  }

  /// What to answer: that there are objections, or what `then` says.
  Reply orElse(java.util.function.Supplier<Reply> then) {
    return objections.isEmpty() ? then.get() : refused(objections);
  }

  static Reply refused(List<Json> objections) {
    int shown = Math.min(objections.size(), OBJECTIONS_MAX);
    String all =
        objections.size() > shown ? ", the first " + shown + " of " + objections.size() : "";
    return Reply.refused(
        422,
        "invalid",
        "what was sent is not what was expected: see `objections`" + all,
        objections.subList(0, shown));
  }

  static Json.Obj objection(String field, String sentence) {
    return Json.object().put("field", field).put("sentence", sentence).build();
  }
}
