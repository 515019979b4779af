package probity.prove;

/// Says that an expression has no translation. The condition around it is then taken for one that
/// may be true, false or not to be evaluated, so that nothing is shown by it.
final class Untranslated extends RuntimeException {
  private static final long serialVersionUID = 1;

  Untranslated(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
