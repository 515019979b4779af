package probity.console;

/// How a tag or notice stands out. Its words say the same, since colour alone says nothing to many.
public enum Tone {
  PLAIN("plain"),
  GOOD("good"),
  CARE("care"),
  BAD("bad");

  private final String word;

  Tone(String word) {
    this.word = word;
  }

  /// As class names have it.
  public String word() {
    return word;
  }
}
