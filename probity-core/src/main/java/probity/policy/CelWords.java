package probity.policy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import probity.yaml.Nearest;

/// Says what the CEL compiler objects to in the words of our other messages.
final class CelWords {
  private static final int MESSAGE_MAX = 200;
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '\\(?([^']*?)\\)?'.*");

  private static final Pattern SYNTAX =
      Pattern.compile("(?:mismatched|extraneous) input '(.*?)'(?: expecting .*)?");

  private CelWords() {}

  static String plain(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    Matcher undeclared = UNDECLARED.matcher(line);
    if (undeclared.matches()) {
      String word = undeclared.group(1);
      return "there is no fact `" + word + "`" + Nearest.hint(word, Fact.WORDS);
    }
    Matcher overload = OVERLOAD.matcher(line);
    if (overload.matches()) {
      return "`" + operator(overload.group(1)) + "` does not take (" + overload.group(2) + ")";
    }
    Matcher syntax = SYNTAX.matcher(line);
    if (syntax.matches()) {
      return syntax.group(1).equals("<EOF>")
          ? "the condition ends early"
          : "`" + syntax.group(1) + "` was not expected here";
    }
    String quoted = line.replace('\'', '`');
    String lower = quoted.substring(0, 1).toLowerCase(Locale.ROOT) + quoted.substring(1);
    return lower.length() <= MESSAGE_MAX ? lower : lower.substring(0, MESSAGE_MAX) + "…";
  }

  /// `_==_` as people write it.
  private static String operator(String function) {
    return function.startsWith("_") || function.endsWith("_") || function.startsWith("@")
        ? function.replaceAll("[_@]", "")
        : function;
  }
}
