package probity.evidence;

/// How an exchange ended.
public enum Ending {
  /// The whole answer went to the client as it came.
  DELIVERED("delivered"),
  /// The whole answer went to the client, with parts of it masked.
  ALTERED("altered"),
  /// The request was refused; nothing went to the provider.
  REFUSED("refused"),
  /// The answer, or the rest of it, was kept from the client.
  CUT("cut"),
  CLIENT_GONE("client-gone"),
  UPSTREAM_FAILED("upstream-failed"),
  /// We died: how much was delivered is not known.
  INTERRUPTED("interrupted");

  private final String word;

  Ending(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
