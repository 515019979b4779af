package probity.aims.register;

import static probity.aims.register.PlainText.quoted;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which records of the gateway are meant: those that have all of these words, as `find` and the
/// page of records know them. Written `label=payment.card verdict=permit`.
///
/// @param words by what they are of, at least one
public record RecordQuery(Map<String, String> words) {
  /// What records can be asked for.
  public static final List<String> FIELDS =
      List.of(
          "bundle", "caller", "ending", "label", "model", "purpose", "queue", "route", "rule",
          "system", "verdict");

  /// Letters that mean nothing to a shell, since a command with them is shown.
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._~:/@+-]{1,200}");

  private static final int HEX = 16;
  private static final Pattern ESCAPED = Pattern.compile("%([0-7][0-9A-Fa-f])");
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._~:/@-]");

  public RecordQuery {
    words = Map.copyOf(words);
  }

  /// What a text comes to as the value of a field of this kind.
  static FieldValue read(String text) {
    String asked = text.replaceFirst("^[^?=]*[?]", "");
    var words = new TreeMap<String, String>();
    for (String part : asked.split("[\\s&;]+", -1)) {
      if (part.isEmpty()) continue;
      int equals = part.indexOf('=');
      String field = equals < 0 ? part : part.substring(0, equals);
      String word = equals < 0 ? "" : decoded(part.substring(equals + 1));
      if (!FIELDS.contains(field)) {
        return new FieldValue.Wrong(
            "records are asked for by "
                + String.join(", ", FIELDS)
                + ", not by "
                + quoted(field)
                + "; `label=payment.card verdict=permit` was expected");
      }
      if (!WORD.matcher(word).matches()) {
        return new FieldValue.Wrong(
            quoted(field) + " was expected with one word behind `=`, not " + quoted(word));
      }
      if (words.put(field, word) != null) {
        return new FieldValue.Wrong(quoted(field) + " was expected once");
      }
    }
    return words.isEmpty() ? FieldValue.NONE : new FieldValue.Canonical(text(words));
  }

  /// As it stands in an address; what is wrongly escaped keeps its `%`, and is no word.
  private static String decoded(String word) {
    return ESCAPED
        .matcher(word)
        .replaceAll(escape ->
            Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), HEX))));
  }

  private static String encoded(String word) {
    return NOT_PLAIN
        .matcher(word)
        .replaceAll(one -> "%%%02X".formatted((int) one.group().charAt(0)));
  }

  private static String text(Map<String, String> words) {
    return words.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(" "));
  }

  /// That of a field.
  ///
  /// @param canonical a value that the field has
  public static RecordQuery of(String canonical) {
    return new RecordQuery(
        List.of(canonical.split(" ", -1)).stream()
            .map(part -> part.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1])));
  }

  /// As a query of the page of records has it.
  public String address() {
    return new TreeMap<>(words)
        .entrySet().stream()
            .map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
  }

  /// As options of `./probity find`.
  public String options() {
    return new TreeMap<>(words)
        .entrySet().stream()
            .map(one -> "--" + one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(" "));
  }
}
