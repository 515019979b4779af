package probity.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Entries as they lie in a bundle file (C2SP tlog-tiles): each a 16-bit big-endian length and its
/// bytes.
public final class EntryBundle {
  private EntryBundle() {}

  public static byte[] encode(List<byte[]> entries) {
    int length = 0;
    for (byte[] entry : entries) {
      if (entry.length > 0xffff) throw new IllegalArgumentException("entry over 65,535 bytes");
      length += 2 + entry.length;
    }
    byte[] bundle = new byte[length];
    int at = 0;
    for (byte[] entry : entries) {
      bundle[at++] = (byte) (entry.length >> 8);
      bundle[at++] = (byte) entry.length;
      System.arraycopy(entry, 0, bundle, at, entry.length);
      at += entry.length;
    }
    return bundle;
  }

  /// Reads a bundle that must hold exactly `count` entries and nothing after them.
  public static Checked<List<byte[]>> decode(byte[] bundle, int count) {
    var entries = new ArrayList<byte[]>();
    int at = 0;
    while (at < bundle.length) {
      if (entries.size() == count) {
        return Checked.invalid(
            Fault.MALFORMED,
            "bundle goes on at byte " + at + " after the " + count + " entries expected");
      }
      if (at + 2 > bundle.length) {
        return Checked.invalid(Fault.MALFORMED, "bundle ends inside a length at byte " + at);
      }
      int length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
      if (at + 2 + length > bundle.length) {
        return Checked.invalid(Fault.MALFORMED, "bundle ends inside an entry at byte " + at);
      }
      entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return entries.size() == count
        ? Checked.valid(List.copyOf(entries))
        : Checked.invalid(
            Fault.MALFORMED, "bundle holds " + entries.size() + " entries, " + count + " expected");
  }
}
