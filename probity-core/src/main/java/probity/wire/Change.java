package probity.wire;

import probity.exchange.Bytes;

/// A part of a text that is to be replaced, in UTF-16 units of the text.
///
/// @param with UTF-8, with the escapes that the text's spelling needs
public record Change(int start, int end, Bytes with) {
  public Change {
    if (start < 0 || end < start) throw new IllegalArgumentException("change runs backwards");
  }

  public static Change cut(int start, int end) {
    return new Change(start, end, Bytes.EMPTY);
  }
}
