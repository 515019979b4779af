package probity.ledger.statement;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import probity.ledger.Checked;
import probity.ledger.Fault;

/// The lines of a statement: a head, then `name value` lines whose names and order are fixed.
final class Lines {
  /// A statement is a dozen short lines; a key is the longest value.
  private static final int TEXT_MAX = 4096;

  /// In place of a value that is not there.
  private static final String NONE = "-";

  private Lines() {}

  /// The values by name, or what differs from the form.
  static Checked<Map<String, String>> read(String head, List<String> names, String text) {
    if (text.length() > TEXT_MAX || !text.endsWith("\n")) {
      return malformed("a statement of at most " + TEXT_MAX + " characters in lines was expected");
    }
    Iterator<String> lines =
        List.of(text.substring(0, text.length() - 1).split("\n", -1)).iterator();
    if (!lines.next().equals(head)) return malformed("the first line is not `" + head + "`");
    var values = new LinkedHashMap<String, String>();
    for (String name : names) {
      String line = lines.hasNext() ? lines.next() : "";
      if (!line.startsWith(name + " ") || line.length() == name.length() + 1) {
        return malformed("a line `" + name + " …` was expected after `" + head + "`");
      }
      values.put(name, line.substring(name.length() + 1));
    }
    if (lines.hasNext())
      return malformed("nothing was expected after the line `" + names.getLast() + "`");
    return Checked.valid(values);
  }

  /// The text that [#read] takes apart.
  static String write(String head, Map<String, String> values) {
    var out = new StringBuilder(head).append('\n');
    values.forEach((name, value) -> out.append(name).append(' ').append(value).append('\n'));
    return out.toString();
  }

  static String orNone(String value) {
    return value.isEmpty() ? NONE : value;
  }

  static String noneAsEmpty(String value) {
    return value.equals(NONE) ? "" : value;
  }

  static <T> Checked<T> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }

  /// The first value that has not its form, by its name; empty text where all have.
  static String wrong(Map<String, String> values, Map<String, Predicate<String>> forms) {
    for (var form : forms.entrySet()) {
      if (!form.getValue().test(values.getOrDefault(form.getKey(), ""))) return form.getKey();
    }
    return "";
  }
}
