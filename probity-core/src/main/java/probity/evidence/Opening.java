package probity.evidence;

/// What became of an intent.
public sealed interface Opening {
  record Done(Opened opened) implements Opening {}

  /// No record, so no exchange; `reason` is a word of the product.
  record Failed(String reason) implements Opening {}
}
