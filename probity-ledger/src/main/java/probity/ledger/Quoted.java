package probity.ledger;

/// Text from outside as it stands in a message: in backticks, and cut, because a file may hold a
/// line of any length.
final class Quoted {
  private static final int MAX = 80;

  private Quoted() {}

  static String of(String text) {
    return "`" + (text.length() <= MAX ? text : text.substring(0, MAX) + "...") + "`";
  }
}
