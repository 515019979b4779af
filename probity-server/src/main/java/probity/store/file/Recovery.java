package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.TilePath;

/// Finds where an earlier process ended and brings the folder to a published state.
///
/// The journal holds every entry from the published size on. So whatever a crash left half done is
/// thrown away and done again from the journal, by the sealer's own steps: first exactly up to a
/// head that was committed, whose root must come out the same, then the rest. Dying in here leaves
/// nothing but another crash of the same kind.
final class Recovery {
  private final Disk disk;
  private final Path dir;
  private final Logs logs;
  private final Segments segments;
  private final Backlog backlog;
  private final Sealer sealer;

  private final Map<String, Left> left = new HashMap<>();
  private final Map<String, Entry> intents = new LinkedHashMap<>();

  Recovery(Disk disk, Path dir, Logs logs, Segments segments, Backlog backlog, Sealer sealer) {
    this.disk = disk;
    this.dir = dir;
    this.logs = logs;
    this.segments = segments;
    this.backlog = backlog;
    this.sealer = sealer;
  }

  /// What was left of one log.
  private static final class Left {
    private final Log log;
    private final long published;
    private final Optional<Checkpoint> head;
    private final List<Placed> unpublished = new ArrayList<>();

    /// The smallest index that the journal still holds; partial tiles of that time may be left.
    private long oldest;

    private List<Hash> tile = List.of();
    private long tileIndex = -1;

    private Left(Log log, long published, Optional<Checkpoint> head) {
      this.log = log;
      this.published = published;
      this.head = head;
      this.oldest = published;
    }
  }

  /// Publishes everything durable; gives the intents that have no outcome.
  List<Entry> run() throws IOException, Sealer.Retry {
    segments.discardSpare();
    for (String folder : folders()) restore(folder);
    JournalScan.read(disk, dir.resolve("segments"), new Reader());
    for (Left log : left.values()) tidy(log);
    for (Left log : left.values()) {
      backlog.add(log.unpublished);
    }
    // Heads first: a committed size is published before anything is added to it.
    for (Left log : left.values()) finishHead(log);
    sealer.sealAll();
    segments.release(logs::published, true);
    return intents.entrySet().stream()
        .filter(intent -> segments.isOpen(intent.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private Set<String> folders() throws IOException {
    var names = new TreeSet<String>();
    for (String parent : List.of("ledger", "heads")) {
      try (var listed = Files.list(dir.resolve(parent))) {
        listed.forEach(path -> names.add(path.getFileName().toString()));
      }
    }
    return names;
  }

  private Left restore(String folder) throws IOException {
    var name = LogName.parse(folder);
    if (name.isEmpty()) throw damaged("`" + folder + "` is not the name of a log");
    Log log = logs.restore(name.get());
    var head = log.folder().head();
    var published = log.folder().publishedCheckpoint();
    long size = published.map(Checkpoint::size).orElse(0L);
    long committed = head.map(Checkpoint::size).orElse(0L);
    if (size > committed) {
      throw damaged(
          "log `"
              + folder
              + "` is published with "
              + size
              + " entries, its head has "
              + committed
              + "; `heads/` was put back to an earlier state");
    }
    if (size == committed && !published.equals(head)) {
      throw damaged(
          "log `"
              + folder
              + "` of "
              + size
              + " entries is published with another root than its head");
    }
    if (published.isPresent()) {
      sealer.adopt(log, log.folder().tiles().edge(published.get()));
      log.published(published.get());
    }
    var found = new Left(log, size, head);
    left.put(folder, found);
    return found;
  }

  private final class Reader implements JournalScan.Reader {
    @Override
    public void file(long ordinal, Path file) {
      segments.adopt(ordinal, file);
    }

    @Override
    public void entry(Frame.Item item) {
      try {
        read(item);
      } catch (IOException e) {
        throw new StoreException(
            StoreException.Kind.FAILED, "log `" + item.log() + "` cannot be read", e);
      }
    }
  }

  private void read(Frame.Item item) throws IOException {
    Left log = left.get(item.log());
    if (log == null) log = restore(item.log());
    var placed = placed(item);
    if (item.index() < log.published) {
      compare(log, placed);
    } else {
      if (item.index() != log.published + log.unpublished.size()) {
        throw damaged(
            "journal has entry "
                + item.index()
                + " of log `"
                + item.log()
                + "` where "
                + (log.published + log.unpublished.size())
                + " is next; a journal file is missing");
      }
      log.unpublished.add(placed);
    }
    log.oldest = Math.min(log.oldest, item.index());
    segments.durable(List.of(placed));
  }

  private Placed placed(Frame.Item item) {
    Bytes bytes = item.entry();
    return switch (Entry.parse(bytes.array())) {
      case Checked.Valid<Entry>(var entry) -> {
        if (entry.kind().equals("intent")) intents.put(entry.leaf().hex(), entry);
        yield Placed.of(item.log(), item.index(), bytes, entry.leaf(), entry.kind(), entry.body());
      }
      case Checked.Invalid<Entry>(var fault, var detail) ->
          throw damaged("entry " + item.index() + " of log `" + item.log() + "`: " + detail);
    };
  }

  /// An entry that is published must be the one of the journal.
  private void compare(Left log, Placed placed) {
    long tile = placed.index() / TilePath.FULL;
    if (tile != log.tileIndex) {
      log.tile = log.log.folder().tiles().leaves(placed.index(), log.published);
      log.tileIndex = tile;
    }
    int at = (int) (placed.index() % TilePath.FULL);
    if (!log.tile.get(at).equals(placed.leaf())) {
      throw damaged(
          "entry "
              + placed.index()
              + " of log `"
              + placed.log()
              + "` is published with other bytes");
    }
  }

  private void tidy(Left log) throws IOException {
    var blobs =
        log.unpublished.stream()
            .flatMap(entry -> entry.blobs().stream())
            .collect(Collectors.toSet());
    log.log.folder().clearStaging(blobs);
    if (log.published > 0) {
      log.log.folder().perform(new Effect.DropPartials(log.oldest, log.published));
    }
  }

  private void finishHead(Left log) throws IOException, Sealer.Retry {
    long missing = log.head.map(Checkpoint::size).orElse(0L) - log.published;
    if (missing == 0) return;
    if (missing > log.unpublished.size()) {
      throw damaged(
          "head of log `"
              + log.log.name().folder()
              + "` has "
              + (log.published + missing)
              + " entries, the journal holds "
              + (log.published + log.unpublished.size()));
    }
    sealer.stepTo(log.log, log.unpublished.subList(0, (int) missing), log.head.orElseThrow());
  }

  private static StoreException damaged(String detail) {
    return new StoreException(StoreException.Kind.DAMAGED, detail);
  }
}
