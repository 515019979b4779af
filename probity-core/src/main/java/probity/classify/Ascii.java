package probity.classify;

/// Letters and digits of ASCII.
final class Ascii {
  private Ascii() {}

  static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean letter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean word(int c) {
    return letter(c) || digit(c);
  }

  static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }
}
