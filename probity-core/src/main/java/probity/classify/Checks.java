package probity.classify;

final class Checks {
  private Checks() {}

  static Check named(String name) {
    if (name.equals("digit")) return value -> value.chars().anyMatch(Ascii::digit);
    if (name.equals("key-after-id")) {
      return value ->
          value.toString().indexOf('_', 4) >= 4
              && value.toString().lastIndexOf('_', value.length() - 44) >= 4;
    }
    throw new IllegalArgumentException("there is no check `" + name + "`");
  }
}
