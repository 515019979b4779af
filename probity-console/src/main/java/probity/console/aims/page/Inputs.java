package probity.console.aims.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import probity.aims.register.Content;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.Filled;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.console.Input;
import probity.console.Input.Kind;
import probity.console.Values;
import probity.console.Visit;
import probity.console.aims.RecordFile;
import probity.console.aims.RegisterBook;
import probity.console.aims.Written;
import probity.exchange.Bytes;

/// Inputs of forms for fields of registers, and what forms say for them.
final class Inputs {
  /// Before the id of a field in the name of its input, so that no field is taken for another part
  /// of the form.
  static final String PREFIX = "f_";

  /// The most records that are offered as boxes to tick; more are named by their ids.
  private static final int BOXES_MAX = 24;

  private Inputs() {}

  /// The inputs of a form.
  ///
  /// @param values by field
  /// @param mistakes by field, sentences
  static List<Input> of(
      RegisterBook book,
      Register register,
      Map<String, String> values,
      Map<String, String> mistakes) {
    return register.fields().stream()
        .filter(Inputs::isAsked)
        .map(field -> {
          var input = of(book, field, values.getOrDefault(field.id(), ""));
          var hinted = input.hint(hint(field, input.hint()));
          var told = hinted.mistake(mistakes.getOrDefault(field.id(), ""));
          return field.required() ? told.mustHave() : told;
        })
        .toList();
  }

  /// A form asks for a file, and for nothing that the file fills.
  private static boolean isAsked(Field field) {
    return field.filled().isEmpty() || isFile(field);
  }

  private static boolean isFile(Field field) {
    return field.filled().equals(Optional.of(Filled.FILE_NAME));
  }

  /// The file that a form brings.
  static Optional<RecordFile> file(Register register, Visit visit) {
    return register
        .filled(Filled.FILE_NAME)
        .flatMap(field -> visit.files(PREFIX + field.id()).stream().findFirst())
        .map(upload -> new RecordFile(upload.fileName(), Bytes.wrap(upload.bytes())));
  }

  /// Why nothing was written, and that a file that came along was not kept either.
  static Written.Refused again(
      Register register, Optional<RecordFile> file, Written.Refused refused) {
    String field = register.filled(Filled.FILE_NAME).map(Field::id).orElse("");
    if (file.isEmpty() || refused.objections().stream().anyMatch(one -> one.field().equals(field)))
      return refused;
    var all = new ArrayList<>(refused.objections());
    all.add(new Content.Fault(field, "nothing was written, so choose the file again"));
    return new Written.Refused(refused.why(), all);
  }

  /// What a form says, by field. A field that the form lacks is not there.
  static Map<String, String> read(Register register, Values form) {
    var values = new HashMap<String, String>();
    for (Field field : register.fields()) {
      if (field.filled().isPresent()) continue;
      values.put(field.id(), String.join("\n", form.texts(PREFIX + field.id())));
    }
    return values;
  }

  private static String hint(Field field, String more) {
    if (more.isEmpty()) return field.hint();
    return field.hint().isEmpty() ? more : field.hint() + " " + more;
  }

  private static Input of(RegisterBook book, Field field, String value) {
    String name = PREFIX + field.id();
    if (isFile(field)) return file(field, name, value);
    return switch (field.type()) {
      case FieldType.Line _,
          FieldType.Personal _,
          FieldType.Exchange(),
          FieldType.Query(),
          FieldType.Address() ->
          Input.text(name, field.title()).value(value);
      case FieldType.Text _ -> Input.of(Kind.LONG, name, field.title()).value(value);
      case FieldType.WholeNumber(long min, long max) ->
          Input.of(Kind.NUMBER, name, field.title())
              .value(value)
              .hint("A whole number from " + min + " to " + max + ".");
      case FieldType.Day() -> Input.of(Kind.DATE, name, field.title()).value(value);
      case FieldType.Choice(var _, boolean many) when many -> boxes(book, field, name, value);
      case FieldType.Link(var _, boolean many) when many ->
          records(book, field).size() <= BOXES_MAX
              ? boxes(book, field, name, value)
              : lines(field, name, value, "Ids of records, one a line.");
      case FieldType.Choice _, FieldType.YesNo(), FieldType.Person(), FieldType.Link _ ->
          choice(book, field, name, value, "Not said");
      case FieldType.Controls(boolean many) ->
          words(field, name, value, many, "Numbers of controls, such as A.6.2.8");
      case FieldType.Words(var of, boolean many) ->
          words(field, name, value, many, "Ids of " + of + " of the bundle");
    };
  }

  private static Input file(Field field, String name, String value) {
    String now =
        value.isEmpty()
            ? ""
            : " There is `"
                + value
                + "` now; another file takes its place, and the old one stays with its revision.";
    return Input.of(Kind.FILE, name, field.title())
        .hint("Choose it, or drop it here; at most 10 MB." + now);
  }

  private static Input words(Field field, String name, String value, boolean many, String what) {
    return many
        ? lines(field, name, value, what + ", one a line.")
        : Input.text(name, field.title()).value(value).hint(what + ".");
  }

  private static Input lines(Field field, String name, String value, String hint) {
    return Input.of(Kind.LONG, name, field.title()).value(value).hint(hint);
  }

  /// One of the values that a field can have, or none.
  ///
  /// @param none what no value is called
  static Input choice(RegisterBook book, Field field, String name, String value, String none) {
    var choices = new ArrayList<Input.Choice>();
    choices.add(new Input.Choice("", none, value.isEmpty()));
    options(book, field)
        .forEach((id, title) -> choices.add(new Input.Choice(id, title, value.equals(id))));
    return Input.of(Kind.ONE_OF, name, field.title()).options(choices);
  }

  private static Input boxes(RegisterBook book, Field field, String name, String value) {
    var chosen = value.lines().toList();
    var choices = new ArrayList<Input.Choice>();
    options(book, field)
        .forEach((id, title) -> choices.add(new Input.Choice(id, title, chosen.contains(id))));
    return Input.of(Kind.ANY_OF, name, field.title()).options(choices);
  }

  private static Map<String, String> options(RegisterBook book, Field field) {
    var options = new java.util.LinkedHashMap<String, String>();
    switch (field.type()) {
      case FieldType.Choice(var all, var _) ->
          all.forEach(one -> options.put(one.id(), one.title()));
      case FieldType.YesNo() -> {
        options.put("yes", "Yes");
        options.put("no", "No");
      }
      case FieldType.Person(), FieldType.Link _ ->
          records(book, field).forEach(one -> options.put(one.id(), label(one)));
      case FieldType.Line _,
          FieldType.Text _,
          FieldType.WholeNumber _,
          FieldType.Day _,
          FieldType.Personal _,
          FieldType.Controls _,
          FieldType.Words _,
          FieldType.Exchange _,
          FieldType.Query _,
          FieldType.Address _ -> {}
    }
    return options;
  }

  private static String label(History record) {
    return record.register().id().equals("people")
        ? record.title()
        : record.id() + " " + record.title();
  }

  private static List<History> records(RegisterBook book, Field field) {
    var registers =
        switch (field.type()) {
          case FieldType.Person() -> List.of("people");
          case FieldType.Link(var named, var _) -> named;
          default -> List.<String>of();
        };
    return registers.stream()
        .flatMap(register -> book.records(register).stream())
        .filter(record -> !record.archived() && !record.title().isEmpty())
        .toList();
  }

  /// A query as it was, to go on with elsewhere; empty for an empty one.
  static String query(Values query) {
    String all =
        query.all().entrySet().stream()
            .filter(one -> !one.getKey().equals("page"))
            .flatMap(one ->
                one.getValue().stream().map(text -> encoded(one.getKey()) + "=" + encoded(text)))
            .collect(Collectors.joining("&"));
    return all.isEmpty() ? "" : "?" + all;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
