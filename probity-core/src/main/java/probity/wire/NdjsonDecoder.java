package probity.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

/// Cuts a stream of JSON texts, one a line (`application/x-ndjson`), into its lines. Chunks may end
/// anywhere, and the last line may lack its line feed. The raw bytes of all units, joined, are the
/// stream. A line of blanks holds no data.
public final class NdjsonDecoder implements Framing {
  public static final int LINE_BYTES_MAX = RawUnit.BYTES_MAX;

  private final RawUnit line = new RawUnit();
  private Optional<BodyFault> fault = Optional.empty();

  /// Why nothing more is read: a line larger than [#LINE_BYTES_MAX]. What a line holds is left to
  /// whoever reads it.
  @Override
  public Optional<BodyFault> fault() {
    return fault;
  }

  @Override
  public List<Frame> feed(Bytes chunk) {
    var units = new ArrayList<Frame>();
    for (byte b : chunk.array()) {
      if (!line.add(b)) {
        fault = Optional.of(BodyFault.TOO_LARGE);
        break;
      }
      if (b == '\n') units.add(unit());
    }
    return units;
  }

  @Override
  public List<Frame> end() {
    return line.length() == 0 || fault.isPresent() ? List.of() : List.of(unit());
  }

  private Frame unit() {
    Bytes raw = line.take();
    int end = raw.length();
    while (end > 0 && blank(raw.array()[end - 1])) end--;
    if (end == 0) return new Frame(raw, "", Bytes.EMPTY, List.of(), List.of());
    var data = Bytes.wrap(Arrays.copyOf(raw.array(), end));
    return new Frame(raw, "", data, List.of(new Frame.Line(0, 0)), List.of());
  }

  private static boolean blank(byte b) {
    return b == '\n' || b == '\r' || b == ' ' || b == '\t';
  }
}
