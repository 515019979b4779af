package probity.ledger;

/// Names of keys, and so of logs, series, writers and witnesses.
public final class KeyName {
  private static final int LENGTH_MAX = 200;

  private KeyName() {}

  /// Whether a ledger may bear the name: 1 to 200 of `[a-z0-9./_-]`.
  ///
  /// Narrower than C2SP signed-note allows, because readers in different languages disagree on what
  /// a Unicode space is.
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > LENGTH_MAX) return false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      // Between `-` and `9` stand `.`, `/` and the digits.
      boolean allowed = (c >= 'a' && c <= 'z') || (c >= '-' && c <= '9') || c == '_';
      if (!allowed) return false;
    }
    return true;
  }

  /// Whether other people's keys may bear the name (C2SP signed-note): not empty, no Unicode space,
  /// no control character, no `+`.
  public static boolean isForeign(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c ->
                c == '+'
                    || Character.isSpaceChar(c)
                    || Character.isWhitespace(c)
                    || Character.isISOControl(c));
  }
}
