package probity.token;

import probity.token.TokenReader.Sighting;

/// How many bytes it adds to the strings of an answer to put values in the places of its tokens.
/// Where the value is no longer than its token, nothing. Not for use by two threads at once.
public final class Growth {
  private long bytes;

  /// A token stands in a string of JSON, and its value may go on in its place.
  public void add(Sighting seen) {
    bytes += Math.max(0, seen.length(true) - (seen.end() - seen.start()));
  }

  public long bytes() {
    return bytes;
  }
}
