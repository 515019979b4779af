package probity.aims.register;

import static probity.aims.register.PlainText.quoted;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Forms of types that may have several values: each once, each in a line, in an order of their
/// own, so that the same set is the same text.
final class ManyValues {
  private static final int WORD_MAX = 128;
  private static final int OPTIONS_NAMED_MAX = 12;
  private static final Pattern LINES = Pattern.compile("[\n;]");
  private static final Pattern BLANKS = Pattern.compile("[\\s,;]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");

  private ManyValues() {}

  private interface Form {
    /// The canonical form of one value; nothing where it has none.
    Optional<String> of(String value);
  }

  /// How several values stand in one text, and how they are ordered.
  private record Several(boolean many, Pattern between, Comparator<String> order, String what) {}

  static FieldValue choices(List<Option> options, boolean many, String raw) {
    var ids = options.stream().map(Option::id).toList();
    var several = new Several(many, LINES, Comparator.comparingInt(ids::indexOf), named(options));
    return read(raw, several, value -> option(options, value));
  }

  static FieldValue links(Registers registers, List<String> to, boolean many, String raw) {
    var prefixes =
        to.stream().flatMap(id -> registers.find(id).stream()).map(Register::prefix).toList();
    var example = prefixes.isEmpty() ? "" : ", such as `" + prefixes.getFirst() + "-7`,";
    var several =
        new Several(
            many,
            BLANKS,
            Comparator.<String>comparingInt(id -> prefixes.indexOf(prefix(id)))
                .thenComparingInt(String::length)
                .thenComparing(Comparator.naturalOrder()),
            "the id of a record of " + listed(to) + example);
    return read(
        raw,
        several,
        value ->
            Optional.of(value.toLowerCase(Locale.ROOT))
                .filter(id ->
                    registers
                        .ofRecord(id)
                        .map(register -> to.contains(register.id()))
                        .orElse(false)));
  }

  static FieldValue controls(boolean many, String raw) {
    var what =
        "a control of Annex A, such as `A.6.2.8`, or `<scheme>:<ref>` with `own:` for your own,";
    return read(
        raw, new Several(many, BLANKS, ControlNumbers.ORDER, what), ControlNumbers::published);
  }

  static FieldValue words(String of, boolean many, String raw) {
    var what = "a word of the bundle's `" + of + "`";
    return read(
        raw,
        new Several(many, BLANKS, Comparator.naturalOrder(), what),
        value -> Optional.of(value).filter(word -> WORD.matcher(word).matches()));
  }

  private static FieldValue read(String raw, Several several, Form form) {
    int max = (several.many() ? FieldType.VALUES_MAX : 1) * (WORD_MAX + 2);
    return switch (PlainText.paragraphs(raw, max)) {
      case FieldValue.Canonical(var text) -> values(text, several, form);
      case FieldValue.Wrong wrong -> wrong;
    };
  }

  private static FieldValue values(String text, Several several, Form form) {
    var values = new TreeSet<String>(several.order());
    for (String part : parts(text, several.between())) {
      var value = form.of(part);
      if (value.isEmpty()) {
        return new FieldValue.Wrong(several.what() + " was expected, not " + quoted(part));
      }
      values.add(value.get());
    }
    int most = several.many() ? FieldType.VALUES_MAX : 1;
    if (values.size() > most) {
      return new FieldValue.Wrong(
          values.size()
              + " values, "
              + (most == 1 ? "one was" : "at most " + most + " were")
              + " expected");
    }
    return new FieldValue.Canonical(String.join("\n", values));
  }

  private static List<String> parts(String text, Pattern between) {
    return Arrays.stream(between.split(text))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Optional<String> option(List<Option> options, String value) {
    return options.stream()
        .filter(
            option -> option.id().equalsIgnoreCase(value) || option.title().equalsIgnoreCase(value))
        .map(Option::id)
        .findFirst();
  }

  private static String prefix(String id) {
    return id.substring(0, id.indexOf('-'));
  }

  private static String named(List<Option> options) {
    if (options.size() > OPTIONS_NAMED_MAX) return "an option of this field";
    return "one of " + listed(options.stream().map(Option::title).toList());
  }

  private static String listed(List<String> words) {
    return String.join(", ", words.stream().map(word -> "`" + word + "`").toList());
  }
}
