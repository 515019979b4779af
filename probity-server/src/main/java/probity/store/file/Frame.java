package probity.store.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import probity.exchange.Bytes;

/// One batch as it lies in a segment: magic, length, CRC32C of length and payload, and the payload:
/// for each entry the log's folder, the index in the log, and the bytes.
///
/// A batch is one frame, so that a crash leaves all of it or none: entries that only make sense
/// together (the first `key` and the `genesis` of a log) cannot be parted. Nobody was told of a
/// torn batch.
final class Frame {
  static final int HEADER = 12;

  /// What an entry takes beside its bytes: the folder and its length, the index, its own length.
  static final int ITEM_BYTES_MAX = 1 + 255 + 8 + 2;

  private static final int MAGIC = 0x50424a31;

  private final ByteBuffer buffer;

  Frame(int capacity) {
    this.buffer = ByteBuffer.allocateDirect(capacity);
    clear();
  }

  void clear() {
    buffer.clear().position(HEADER);
  }

  boolean isEmpty() {
    return buffer.position() == HEADER;
  }

  int remaining() {
    return buffer.remaining();
  }

  void add(String log, long index, byte[] entry) {
    byte[] folder = log.getBytes(StandardCharsets.US_ASCII);
    buffer.put((byte) folder.length).put(folder);
    buffer.putLong(index).putChar((char) entry.length).put(entry);
  }

  /// The whole frame, header filled in, ready to be written.
  ByteBuffer seal() {
    int length = buffer.position() - HEADER;
    buffer.putInt(0, MAGIC).putInt(4, length).putInt(8, crc(buffer, 0, length));
    return buffer.flip();
  }

  private static int crc(ByteBuffer bytes, int at, int length) {
    var crc = new CRC32C();
    crc.update(bytes.slice(at + 4, 4));
    crc.update(bytes.slice(at + HEADER, length));
    return (int) crc.getValue();
  }

  /// An entry as read back.
  record Item(String log, long index, Bytes entry) {}

  /// The length of the whole frame at `at`, or 0 where there is none.
  static int lengthAt(ByteBuffer segment, int at) {
    if (segment.limit() - at < HEADER || segment.getInt(at) != MAGIC) return 0;
    int length = segment.getInt(at + 4);
    if (length <= 0 || length > segment.limit() - at - HEADER) return 0;
    return crc(segment, at, length) == segment.getInt(at + 8) ? HEADER + length : 0;
  }

  /// The entries of a frame that [#lengthAt] found whole.
  static List<Item> read(ByteBuffer segment, int at, int length) {
    var payload = segment.slice(at + HEADER, length - HEADER);
    var items = new ArrayList<Item>();
    while (payload.hasRemaining()) {
      byte[] folder = new byte[payload.get() & 0xff];
      payload.get(folder);
      long index = payload.getLong();
      byte[] entry = new byte[payload.getChar()];
      payload.get(entry);
      items.add(new Item(new String(folder, StandardCharsets.US_ASCII), index, Bytes.wrap(entry)));
    }
    return items;
  }
}
