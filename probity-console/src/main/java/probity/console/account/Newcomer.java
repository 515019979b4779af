package probity.console.account;

import java.util.ArrayList;
import java.util.List;
import probity.console.Values;

/// What forms ask about a person who is not in the register yet: fields `name` and `email`.
final class Newcomer {
  private static final int NAME_MAX = 200;
  private static final String EMAIL = "[^@\\s]{1,100}@[^@\\s]{1,150}";

  private Newcomer() {}

  /// Names of fields and what is wrong with them, in turn.
  static List<String> mistakes(Values said) {
    var mistakes = new ArrayList<String>();
    if (said.text("name").isEmpty() || said.text("name").length() > NAME_MAX) {
      mistakes.addAll(List.of("name", "is empty or longer than " + NAME_MAX + " characters"));
    }
    if (!said.text("email").matches(EMAIL)) {
      mistakes.addAll(List.of("email", "is not an e-mail address such as ada@example.org"));
    }
    return mistakes;
  }
}
