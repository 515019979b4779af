package probity.wire;

import probity.exchange.Bytes;

/// Bytes put in the place of others.
///
/// @param from the first byte that goes, `to` the first that stays
public record Edit(int from, int to, Bytes with) {
  public Edit {
    if (from < 0 || to < from) throw new IllegalArgumentException("edit runs backwards");
  }
}
