package probity.review;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.ledger.Json;

/// Writes changes of items to their file, many at once, on an executor of its own. Changes are
/// written in the order in which they were told.
final class Journaling {
  private static final Logger LOG = Logger.getLogger(Journaling.class.getName());

  /// Changes that wait for the disk; over it, the newest are lost.
  private static final int WAITING_MAX = 20_000;

  /// The file is written anew when it has so many times the lines that are needed.
  private static final int STALE = 4;

  private static final int LINES_MIN = 1_000;

  private final ItemFile file;
  private final Executor disk;

  /// Gives all that is needed, and holds whoever changes it meanwhile.
  private final Supplier<List<Json.Obj>> all;

  /// Guarded by itself.
  private final ArrayDeque<Change> waiting = new ArrayDeque<>();

  /// Guarded by `waiting`.
  private boolean writing;

  /// Owned by the executor's thread.
  private long lines;

  private record Change(Json.Obj line, Consumer<Boolean> then) {}

  Journaling(ItemFile file, Executor disk, long lines, Supplier<List<Json.Obj>> all) {
    this.file = file;
    this.disk = disk;
    this.lines = lines;
    this.all = all;
  }

  /// Writes a line some time soon.
  void write(Json.Obj line) {
    write(line, _ -> {});
  }

  /// `then` hears whether the line is on stable storage, on the executor's thread, or at once where
  /// it has no room.
  void write(Json.Obj line, Consumer<Boolean> then) {
    boolean room;
    boolean first;
    synchronized (waiting) {
      room = waiting.size() < WAITING_MAX;
      if (room) waiting.add(new Change(line, then));
      first = room && !writing;
      writing |= first;
    }
    if (!room) {
      LOG.warning("too many changes of review items wait for the disk; one is lost");
      then.accept(false);
    }
    if (first) start();
  }

  private void start() {
    try {
      disk.execute(this::writeAll);
    } catch (RejectedExecutionException closing) {
      List<Change> lost;
      synchronized (waiting) {
        lost = List.copyOf(waiting);
        waiting.clear();
        writing = false;
      }
      lost.forEach(change -> change.then().accept(false));
    }
  }

  private void writeAll() {
    while (true) {
      List<Change> changes;
      synchronized (waiting) {
        if (waiting.isEmpty()) {
          writing = false;
          return;
        }
        changes = new ArrayList<>(waiting);
        waiting.clear();
      }
      boolean written = append(changes.stream().map(Change::line).toList());
      for (Change change : changes) tell(change, written);
    }
  }

  private boolean append(List<Json.Obj> changes) {
    try {
      file.append(changes);
      lines += changes.size();
      shorten();
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "review items cannot be written: {0}", e.getClass().getSimpleName());
      return false;
    }
  }

  /// Lines that wait are among `all` already, or come after.
  private void shorten() {
    if (lines < LINES_MIN) return;
    var needed = all.get();
    if (lines < (long) STALE * needed.size()) return;
    file.replace(needed);
    lines = needed.size();
  }

  private static void tell(Change change, boolean written) {
    try {
      change.then().accept(written);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a request that waited for its grant could not go on", e);
    }
  }
}
