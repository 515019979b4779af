package probity.policy.render;

/// Words of a condition as they stand in a sentence.
final class Literals {
  private Literals() {}

  static Words word(String text) {
    return text.isEmpty() ? Words.plain("the empty word") : Words.code(text);
  }
}
