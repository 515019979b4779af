package probity.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// Cuts a stream of bytes into units of `text/event-stream`, as the WHATWG HTML standard (section
/// 9.2.6) reads it. Chunks may end anywhere. The raw bytes of all units, joined, are the stream.
public final class SseDecoder implements Framing {
  /// The type of content whose bytes it cuts.
  public static final String CONTENT_TYPE = "text/event-stream";

  public static final int EVENT_BYTES_MAX = 1 << 20;

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private byte[] raw = new byte[4096];
  private int length;
  private int lineStart;
  private boolean firstLine = true;

  /// The last byte was a carriage return: a line feed after it belongs to it.
  private boolean afterReturn;

  /// The unit is complete but for a line feed that may follow.
  private boolean complete;

  /// Lines of this stream end with a carriage return and a line feed.
  private boolean pairs;

  private Optional<BodyFault> fault = Optional.empty();

  private String type = "";
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final List<Frame.Line> lines = new ArrayList<>();
  private final List<Place> asides = new ArrayList<>();

  /// Why nothing more is read: an event larger than [#EVENT_BYTES_MAX], or a comment or field that
  /// is not UTF-8. Data is left to whoever reads it.
  @Override
  public Optional<BodyFault> fault() {
    return fault;
  }

  /// The units that `chunk` completes.
  @Override
  public List<Frame> feed(Bytes chunk) {
    var units = new ArrayList<Frame>();
    byte[] bytes = chunk.array();
    for (int i = 0; i < bytes.length && fault.isEmpty(); i++) {
      byte b = bytes[i];
      if (afterReturn && b == '\n') {
        pairs = true;
        append(b);
        lineStart = length;
      } else {
        if (complete) units.add(unit());
        append(b);
        if (b == '\n' || b == '\r') line();
      }
      afterReturn = b == '\r';
      // Without waiting for a line feed that most streams with bare returns never send.
      if (complete && !(afterReturn && pairs)) units.add(unit());
    }
    return units;
  }

  /// What is left when the stream ends: at most one unit, which lacks its blank line.
  @Override
  public List<Frame> end() {
    if (length > lineStart && fault.isEmpty()) line(length);
    return length == 0 || fault.isPresent() ? List.of() : List.of(unit());
  }

  private void append(byte b) {
    if (length == EVENT_BYTES_MAX) {
      fault = Optional.of(BodyFault.TOO_LARGE);
      return;
    }
    if (length == raw.length) raw = Arrays.copyOf(raw, Math.min(2 * length, EVENT_BYTES_MAX));
    raw[length++] = b;
  }

  private void line() {
    line(length - 1);
    lineStart = length;
  }

  private void line(int end) {
    int start = lineStart;
    if (firstLine && Arrays.equals(raw, start, Math.min(end, start + 3), MARK, 0, 3)) start += 3;
    firstLine = false;
    if (start == end) {
      complete = true;
      return;
    }
    int colon = start;
    while (colon < end && raw[colon] != ':') colon++;
    int value = Math.min(end, colon + (colon + 1 < end && raw[colon + 1] == ' ' ? 2 : 1));
    String field = new String(raw, start, colon - start, StandardCharsets.ISO_8859_1);
    if (field.equals("data")) {
      if (!lines.isEmpty()) data.write('\n');
      lines.add(new Frame.Line(data.size(), value));
      data.write(raw, value, end - value);
      return;
    }
    if (!Utf8.valid(raw, start, end)) fault = Optional.of(BodyFault.INVALID_UTF8);
    if (field.equals("event")) {
      type = new String(raw, value, end - value, StandardCharsets.UTF_8);
    }
    // A comment before any field belongs to no event: it keeps a connection alive, and must not
    // wait.
    complete = field.isEmpty() && lines.isEmpty() && asides.isEmpty();
    asides.add(new Place(Place.Kind.OTHER, "", start, end));
  }

  private Frame unit() {
    var unit =
        new Frame(
            Bytes.wrap(Arrays.copyOf(raw, length)),
            type,
            Bytes.wrap(data.toByteArray()),
            lines,
            asides);
    length = 0;
    lineStart = 0;
    complete = false;
    type = "";
    data.reset();
    lines.clear();
    asides.clear();
    return unit;
  }
}
