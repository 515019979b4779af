package probity.policy;

/// A text of disclosure that answers bear.
///
/// @param text what people read; printable ASCII where a header bears it
/// @param header the header's name in lower case; empty where the answer's text bears it
public record Notice(String id, String text, String header) {
  /// Whether it is added to the text of the answer.
  public boolean inAnswer() {
    return header.isEmpty();
  }
}
