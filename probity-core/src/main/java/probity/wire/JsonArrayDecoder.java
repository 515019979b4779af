package probity.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

/// Cuts one JSON array of objects, which comes in pieces, into its items. Chunks may end anywhere.
///
/// A unit is an item with all that stands before it (`[`, `,`, blanks), or the closing bracket with
/// what stands before that. The raw bytes of all units, joined, are the stream.
public final class JsonArrayDecoder implements Framing {
  public static final int ITEM_BYTES_MAX = RawUnit.BYTES_MAX;

  private enum At {
    START,
    FIRST,
    ITEM,
    AFTER_ITEM,
    NEXT,
    CLOSED
  }

  private final RawUnit unit = new RawUnit();
  private Optional<BodyFault> fault = Optional.empty();
  private At at = At.START;

  /// Where the item begins in its unit.
  private int item;

  private int depth;
  private boolean inString;
  private boolean escaped;

  /// Why nothing more is read: an item larger than [#ITEM_BYTES_MAX], what is no array of objects,
  /// or a stream that ended before its array. What an item holds is left to whoever reads it.
  @Override
  public Optional<BodyFault> fault() {
    return fault;
  }

  @Override
  public List<Frame> feed(Bytes chunk) {
    var units = new ArrayList<Frame>();
    for (byte b : chunk.array()) {
      if (fault.isPresent()) break;
      if (!unit.add(b)) fault = Optional.of(BodyFault.TOO_LARGE);
      else if (at == At.ITEM) inside(b, units);
      else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') between(b, units);
    }
    return units;
  }

  @Override
  public List<Frame> end() {
    if (fault.isPresent()) return List.of();
    if (at != At.CLOSED) {
      fault = Optional.of(BodyFault.CUT_SHORT);
      return List.of();
    }
    return unit.length() == 0 ? List.of() : List.of(punctuation());
  }

  private void between(byte b, List<Frame> units) {
    switch (at) {
      case START -> {
        if (b == '[') at = At.FIRST;
        else fault = Optional.of(BodyFault.WRONG_SHAPE);
      }
      case FIRST, NEXT -> {
        if (b == '{') begin();
        else if (b == ']' && at == At.FIRST) close(units);
        else fault = Optional.of(BodyFault.WRONG_SHAPE);
      }
      case AFTER_ITEM -> {
        if (b == ',') at = At.NEXT;
        else if (b == ']') close(units);
        else fault = Optional.of(BodyFault.NOT_JSON);
      }
      case ITEM, CLOSED -> fault = Optional.of(BodyFault.NOT_JSON);
    }
  }

  private void begin() {
    at = At.ITEM;
    item = unit.length() - 1;
    depth = 1;
  }

  private void close(List<Frame> units) {
    at = At.CLOSED;
    units.add(punctuation());
  }

  /// Braces and strings tell where an item ends; whether it is JSON otherwise, its reader says.
  private void inside(byte b, List<Frame> units) {
    if (inString) {
      if (escaped) escaped = false;
      else if (b == '\\') escaped = true;
      else if (b == '"') inString = false;
      return;
    }
    switch (b) {
      case '"' -> inString = true;
      case '{' -> depth++;
      case '}' -> {
        if (--depth == 0) {
          at = At.AFTER_ITEM;
          Bytes raw = unit.take();
          var data = Bytes.wrap(Arrays.copyOfRange(raw.array(), item, raw.length()));
          units.add(new Frame(raw, "", data, List.of(new Frame.Line(0, item)), List.of()));
        }
      }
      default -> {}
    }
  }

  private Frame punctuation() {
    return new Frame(unit.take(), "", Bytes.EMPTY, List.of(), List.of());
  }
}
