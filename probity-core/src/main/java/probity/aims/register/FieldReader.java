package probity.aims.register;

import static probity.aims.register.RegisterReader.first;
import static probity.aims.register.RegisterReader.unknown;
import static probity.aims.register.RegisterReader.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads the fields of one register.
final class FieldReader {
  private static final int TITLE_MAX = 60;
  private static final int HINT_MAX = 300;
  private static final int LINE_MAX = 500;
  private static final int TEXT_MAX = 20_000;

  /// SHA-256 in hex, a blank, and a length of nine digits.
  private static final int DIGEST_MIN = 74;

  private static final int OPTIONS_MAX = 60;
  private static final int REGISTERS_MAX = 20;
  private static final long NUMBER_MAX = 1_000_000_000_000L;
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final Pattern OPTION = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  static final List<String> TYPES =
      List.of(
          "line",
          "text",
          "choice",
          "number",
          "day",
          "yes-no",
          "person",
          "personal",
          "link",
          "controls",
          "words",
          "exchange",
          "query",
          "address");
  private static final List<String> WORDS =
      List.of("rules", "requirements", "routes", "systems", "uses", "labels", "roles");

  /// Columns of exports, and what an entry withholds of an act, have these names.
  private static final List<String> TAKEN =
      List.of(
          "id",
          "record",
          "register",
          "revision",
          "change",
          "state",
          "author",
          "approver",
          "comment",
          "reason",
          "sentence",
          "assertion");

  /// One field's wish for another, checked when all fields are known.
  private record Wish(Text field, List<Text> values) {}

  private final List<Text> links;
  private final Map<String, Text> ids = new HashMap<>();
  private final Map<String, Text> titles = new HashMap<>();
  private final Map<String, Text> filled = new HashMap<>();
  private final List<Wish> wishes = new ArrayList<>();

  /// @param links takes the names of registers, which the caller checks when it knows all
  FieldReader(List<Text> links) {
    this.links = links;
  }

  Field field(Mapping from) {
    var id = from.required("id").name(ID, "an id (`[a-z][a-z0-9_]*`, at most 40 characters)");
    id.filter(text -> TAKEN.contains(text.value()))
        .ifPresent(text -> text.mistake("`" + text.value() + "` is a name of the product's own"));
    var title = from.required("title").text(TITLE_MAX);
    var kind = from.required("type").word(TYPES);
    var type = kind.map(text -> type(text.value(), from)).orElseGet(() -> new FieldType.Line(1));
    var required = from.optional("required").bool().orElse(false);
    var filtered = from.optional("filtered").bool().orElse(false);
    if (filtered && unfiltered(type)) {
      from.optional("filtered").mistake("lists are not narrowed by a `" + value(kind) + "`");
    }
    shared(id, kind);
    var needed = need(from.optional("needed"));
    if (required && needed.isPresent()) {
      from.optional("needed").mistake("what is required is needed always");
    }
    titles(title);
    return new Field(
        first(ids, id, "field"),
        value(title),
        value(from.optional("hint").text(HINT_MAX)),
        type,
        required,
        from.optional("listed").bool().orElse(false),
        filtered,
        needed,
        byAnother(from.optional("by_another"), type),
        filled(from.optional("filled"), kind, type, required));
  }

  /// Values that another person gives the field.
  private static List<String> byAnother(Value list, FieldType type) {
    if (!list.present()) return List.of();
    var answers = answers(type);
    if (answers.isEmpty()) {
      list.mistake("a field of type `choice` or `yes-no` was expected");
      return List.of();
    }
    var values = new ArrayList<String>();
    for (Value item : list.some(OPTIONS_MAX, "a value")) {
      item.asWritten(TITLE_MAX)
          .filter(text -> text.isOneOf(answers, "answer"))
          .ifPresent(text -> values.add(text.value()));
    }
    return values;
  }

  /// What the product writes into the field, each of it into one field of a register.
  private Optional<Filled> filled(
      Value filled, Optional<Text> kind, FieldType type, boolean required) {
    var word = filled.word(Arrays.stream(Filled.values()).map(Filled::word).toList());
    if (word.isEmpty()) return Optional.empty();
    var what = Filled.of(first(this.filled, word, "filled"));
    String expected = what.equals(Optional.of(Filled.FILE_DAY)) ? "day" : "line";
    if (!value(kind).equals(expected)) {
      filled.mistake("a field of type `" + expected + "` is filled so");
    }
    if (what.equals(Optional.of(Filled.FILE_DIGEST))
        && type instanceof FieldType.Line(int max)
        && max < DIGEST_MIN) {
      filled.mistake("a line of at least " + DIGEST_MIN + " characters was expected");
    }
    if (required) filled.mistake("a record may have no file, so the field cannot be required");
    return what;
  }

  /// Checks what fields say of each other.
  void finish(List<Field> fields) {
    filled.forEach((word, text) -> {
      boolean whole =
          filled.containsKey(Filled.FILE_NAME.word())
              && filled.containsKey(Filled.FILE_DIGEST.word());
      if (!whole) text.mistake("a file needs a field for its name and one for its digest");
    });
    for (Wish wish : wishes) {
      var of = fields.stream().filter(f -> f.id().equals(wish.field().value())).findFirst();
      if (of.isEmpty()) {
        var known = fields.stream().map(Field::id).toList();
        wish.field().mistake(unknown("field", wish.field().value(), known));
        continue;
      }
      var answers = answers(of.get().type());
      if (answers.isEmpty()) {
        wish.field().mistake("a field of type `choice` or `yes-no` was expected");
      } else {
        wish.values().forEach(text -> text.isOneOf(answers, "answer"));
      }
    }
  }

  private static List<String> answers(FieldType type) {
    return switch (type) {
      case FieldType.Choice(var options, _) -> options.stream().map(Option::id).toList();
      case FieldType.YesNo() -> List.of("yes", "no");
      default -> List.of();
    };
  }

  /// Every register means the same by these two names.
  private static void shared(Optional<Text> id, Optional<Text> kind) {
    String expected =
        switch (value(id)) {
          case "owner" -> "person";
          case "review" -> "day";
          default -> value(kind);
        };
    if (kind.isPresent() && !expected.equals(value(kind))) {
      kind.get().mistake("`" + value(id) + "` is a `" + expected + "` in every register");
    }
  }

  /// Titles head the columns of a table, where letters of either case are alike.
  private void titles(Optional<Text> title) {
    if (title.isEmpty()) return;
    Text earlier = titles.putIfAbsent(title.get().value().toLowerCase(Locale.ROOT), title.get());
    if (earlier != null) {
      title
          .get()
          .mistake("title `" + title.get().value() + "` is already on line " + earlier.line());
    }
  }

  private Optional<Need> need(Value needed) {
    var entries = needed.entries(1);
    if (needed.present() && entries.isEmpty()) {
      needed.mistake("a field with its values was expected, such as `included: [no]`");
    }
    return entries.stream().map(this::need).findFirst();
  }

  private Need need(Value.Entry entry) {
    var values =
        entry.value().some(OPTIONS_MAX, "a value").stream()
            .flatMap(item -> item.asWritten(TITLE_MAX).stream())
            .toList();
    wishes.add(new Wish(entry.name(), values));
    return new Need(entry.name().value(), values.stream().map(Text::value).toList());
  }

  private static boolean unfiltered(FieldType type) {
    return switch (type) {
      case FieldType.Line _, FieldType.Text _, FieldType.Personal _, FieldType.Address _ -> true;
      case FieldType.Exchange _, FieldType.Query _ -> true;
      case FieldType.Choice _, FieldType.WholeNumber _, FieldType.Day _, FieldType.YesNo _ -> false;
      case FieldType.Person _, FieldType.Link _, FieldType.Controls _, FieldType.Words _ -> false;
    };
  }

  private FieldType type(String type, Mapping from) {
    return switch (type) {
      case "line" -> new FieldType.Line(max(from, LINE_MAX, 200));
      case "text" -> new FieldType.Text(max(from, TEXT_MAX, 4000));
      case "personal" -> new FieldType.Personal(max(from, LINE_MAX, 200));
      case "choice" -> new FieldType.Choice(options(from.required("options")), many(from));
      case "number" -> number(from);
      case "day" -> new FieldType.Day();
      case "yes-no" -> new FieldType.YesNo();
      case "person" -> new FieldType.Person();
      case "link" -> new FieldType.Link(registers(from.required("to")), many(from));
      case "controls" -> new FieldType.Controls(many(from));
      case "words" -> new FieldType.Words(value(from.required("of").word(WORDS)), many(from));
      case "exchange" -> new FieldType.Exchange();
      case "query" -> new FieldType.Query();
      case "address" -> new FieldType.Address();
      default -> throw new IllegalStateException("no type `" + type + "`");
    };
  }

  private static int max(Mapping from, int most, int usual) {
    return (int) from.optional("max").integer(1, most).orElse(usual);
  }

  private static boolean many(Mapping from) {
    return from.optional("many").bool().orElse(false);
  }

  private static FieldType number(Mapping from) {
    var least = from.required("from");
    var most = from.required("to");
    long min = least.integer(-NUMBER_MAX, NUMBER_MAX).orElse(0);
    long max = most.integer(-NUMBER_MAX, NUMBER_MAX).orElse(min);
    if (max < min) most.mistake("`to` is smaller than `from`");
    return new FieldType.WholeNumber(min, max);
  }

  private List<String> registers(Value to) {
    var names =
        to.some(REGISTERS_MAX, "a register").stream()
            .flatMap(item -> item.asWritten(TITLE_MAX).stream())
            .toList();
    for (Text name : names) {
      links.add(name);
      if (name.value().equals("people")) {
        name.mistake("a person is a field of type `person`, which is under that person's key");
      }
    }
    return names.stream().map(Text::value).distinct().toList();
  }

  private static List<Option> options(Value options) {
    var entries = options.entries(OPTIONS_MAX);
    if (options.present() && entries.size() < 2) {
      options.mistake("at least two options were expected, as `id: title`");
    }
    var taken = new HashMap<String, String>();
    var read = new ArrayList<Option>();
    for (Value.Entry entry : entries) {
      String id = entry.name().value();
      if (!OPTION.matcher(id).matches()) {
        entry.name().mistake("an option (`[a-z0-9-]+`, at most 40 characters) was expected");
      }
      var title = entry.value().text(TITLE_MAX);
      title.ifPresent(text -> checked(text, id, taken));
      read.add(new Option(id, value(title)));
    }
    return read;
  }

  /// What people write for an option, its id or its title, tells which one is meant.
  private static void checked(Text title, String id, Map<String, String> taken) {
    if (title.value().contains(";")) title.mistake("a title without `;` was expected");
    for (String word : List.of(id, title.value().toLowerCase(Locale.ROOT))) {
      String other = taken.putIfAbsent(word, id);
      if (other != null && !other.equals(id)) {
        title.mistake("`" + word + "` already means the option `" + other + "`");
      }
    }
  }
}
