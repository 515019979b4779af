package probity.timestamp;

/// Leaves the steps of a check at the first flaw; never leaves [TimestampCheck].
final class Flawed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Flaw flaw;
  private final String detail;

  Flawed(Flaw flaw, String detail) {
    super(detail, null, false, false);
    this.flaw = flaw;
    this.detail = detail;
  }

  Flaw flaw() {
    return flaw;
  }

  String detail() {
    return detail;
  }
}
