package probity.aims.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import probity.aims.Catalogue;
import probity.yaml.Mapping;
import probity.yaml.Nearest;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads descriptions of registers. What they say of each other is checked at the end, when all are
/// known.
final class RegisterReader {
  static final int FIELDS_MAX = 40;

  private static final int TITLE_MAX = 60;
  private static final int ABOUT_MAX = 400;
  private static final int CLAUSES_MAX = 40;
  private static final int MONTHS_MAX = 120;
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern PREFIX = Pattern.compile("[a-z]{2,20}");

  /// Who comes from outside to look.
  private static final Duty READER = Duty.EXTERNAL_AUDITOR;

  private final Map<String, Text> ids = new LinkedHashMap<>();
  private final Map<String, Text> prefixes = new HashMap<>();
  private final Map<String, Text> titles = new HashMap<>();
  private final List<Text> links = new ArrayList<>();

  /// The register of one file; nothing where there is too little to go on with.
  ///
  /// @param file the file's name, which is the register's id with `.yaml`
  Optional<Register> read(String file, Value description) {
    return description.mapping(mapping -> register(file, mapping));
  }

  /// Checks what registers say of each other.
  void finish() {
    links.forEach(link -> link.isOneOf(ids.keySet(), "register"));
  }

  private Register register(String file, Mapping from) {
    var id = from.required("id").name(ID, "an id (`[a-z][a-z0-9-]*`, at most 40 characters)");
    id.filter(text -> !file.equals(text.value() + ".yaml"))
        .ifPresent(text ->
            text.mistake("the file of `" + text.value() + "` is `" + text.value() + ".yaml`"));
    var prefix = from.required("prefix").name(PREFIX, "a prefix (`[a-z]`, 2 to 20 letters)");
    var title = from.required("title").text(TITLE_MAX);
    return new Register(
        first(ids, id, "register"),
        first(titles, title, "title"),
        value(from.required("about").text(ABOUT_MAX)),
        first(prefixes, prefix, "prefix"),
        value(from.required("group").text(TITLE_MAX)),
        clauses(from.required("clauses")),
        fields(from.required("fields")),
        edits(from.required("edits")),
        duties(from.optional("approves").items(Duty.values().length)),
        (int) from.optional("review_months").integer(1, MONTHS_MAX).orElse(0));
  }

  private static List<String> clauses(Value list) {
    var clauses = new LinkedHashSet<String>();
    for (Value item : list.some(CLAUSES_MAX, "a number of a clause or control")) {
      item.asWritten(TITLE_MAX)
          .ifPresent(text -> {
            boolean known =
                Catalogue.find(text.value())
                    .filter(found ->
                        found.number().equals(text.value())
                            && !(found instanceof Catalogue.Objective))
                    .isPresent();
            if (!known) {
              text.mistake(
                  "`" + text.value() + "` is no clause and no control of ISO/IEC 42001:2023");
            } else if (!clauses.add(text.value())) {
              text.mistake("`" + text.value() + "` is already in the list");
            }
          });
    }
    return List.copyOf(clauses);
  }

  private static Set<Duty> edits(Value list) {
    var items = list.some(Duty.values().length, "a duty");
    for (Value item : items) {
      item.asWritten(TITLE_MAX)
          .filter(text -> text.value().equals(READER.word()))
          .ifPresent(text -> text.mistake("`" + text.value() + "` reads and never writes"));
    }
    return duties(items);
  }

  private static Set<Duty> duties(List<Value> items) {
    var duties = new LinkedHashSet<Duty>();
    for (Value item : items) {
      item.choice(List.of(Duty.values()), Duty::word)
          .filter(duty -> !duties.add(duty))
          .ifPresent(duty -> item.mistake("`" + duty.word() + "` is already in the list"));
    }
    return duties;
  }

  private List<Field> fields(Value list) {
    var reader = new FieldReader(links);
    var fields =
        list.some(FIELDS_MAX, "a field").stream()
            .flatMap(item -> item.mapping(reader::field).stream())
            .toList();
    if (!fields.isEmpty()) {
      var first = fields.getFirst();
      if (!first.required() || !(first.type() instanceof FieldType.Line)) {
        list.items(FIELDS_MAX)
            .getFirst()
            .mistake(
                "the first field names the record: a required field of type `line` was expected");
      }
    }
    reader.finish(fields);
    return fields;
  }

  /// The word, noted as taken; the second that takes it is a mistake.
  static String first(Map<String, Text> taken, Optional<Text> word, String what) {
    if (word.isEmpty()) return "";
    Text earlier = taken.putIfAbsent(word.get().value(), word.get());
    if (earlier != null) {
      word.get()
          .mistake(
              what
                  + " `"
                  + word.get().value()
                  + "` is already at "
                  + earlier.file()
                  + ":"
                  + earlier.line());
    }
    return word.get().value();
  }

  /// A text to go on with after a mistake; descriptions with a mistake are never loaded.
  static String value(Optional<Text> text) {
    return text.map(Text::value).orElse("");
  }

  static String unknown(String what, String word, List<String> known) {
    return "unknown " + what + " `" + word + "`" + Nearest.hint(word, known);
  }
}
