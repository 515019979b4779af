package probity.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The entries of one frame of the journal, placed and not yet durable.
///
/// Guarded by the sequencer's lock.
final class Batch {
  static final int BYTES_MAX = 1 << 20;

  private final Segments segments;
  private final Backlog backlog;
  private final Frame frame;
  private final List<Placed> placed = new ArrayList<>();

  Batch(Segments segments, Backlog backlog, int segmentBytes) {
    this.segments = segments;
    this.backlog = backlog;
    this.frame = new Frame(bytesMax(segmentBytes));
  }

  /// The bytes of a batch that is sure to be one frame.
  static int bytesMax(int segmentBytes) {
    return Math.min(BYTES_MAX, segmentBytes / 4);
  }

  boolean isEmpty() {
    return frame.isEmpty();
  }

  boolean holds(int entryBytes) {
    return frame.remaining() >= entryBytes + Frame.ITEM_BYTES_MAX;
  }

  /// Sees to it that the journal has room for a whole frame; before the first entry.
  void room() throws IOException {
    segments.room(frame.remaining() + Frame.HEADER);
  }

  boolean isBacklogFull(Settings settings) {
    return backlog.isOver(settings.backlogEntriesMax() - placed.size(), settings.backlogBytesMax());
  }

  void put(String folder, long index, String kind, Json.Obj body, Bytes entry, Hash leaf) {
    frame.add(folder, index, entry.array());
    placed.add(Placed.of(folder, index, entry, leaf, kind, body));
  }

  /// Makes all of it durable, and begins anew.
  void commit() throws IOException {
    if (frame.isEmpty()) return;
    segments.append(frame.seal());
    segments.durable(placed);
    backlog.add(placed);
    clear();
  }

  void clear() {
    placed.clear();
    frame.clear();
  }
}
