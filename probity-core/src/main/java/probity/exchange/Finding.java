package probity.exchange;

/// What a detector found: a label and where, never the text.
///
/// @param place index into the list of places that was inspected
/// @param start offset in UTF-16 units of the decoded text, inclusive
/// @param end offset, exclusive
/// @param detector name and version, `payment.card@1`
/// @param confidence 0 to 100
public record Finding(
    String label, int place, int start, int end, String detector, int confidence) {
  public Finding {
    if (start < 0 || end <= start) throw new IllegalArgumentException("empty finding");
    if (confidence < 0 || confidence > 100) throw new IllegalArgumentException("confidence");
  }
}
