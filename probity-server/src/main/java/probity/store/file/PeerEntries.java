package probity.store.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Entry;

/// What the entries of another process must show before they are offered to the sequencer: that
/// each is an entry, of the log in which it wants to stand, signed by the key of its series.
///
/// One connection has one of these, used by its thread; the work of a batch is shared with a pool.
final class PeerEntries {
  private static final System.Logger LOG = System.getLogger(PeerEntries.class.getName());

  /// Entries that one task of the pool checks.
  private static final int SHARE = 32;

  private final Intake intake;
  private final UnaryOperator<String> origin;
  private final EntrySignatures signatures;
  private final ExecutorService pool;

  /// The key of each series that this connection opened, by its name, once it announced it. The
  /// first announcement counts.
  private final Map<String, EntrySignatures.Key> keys = new HashMap<>();

  /// The series that this connection may write, by folder.
  private final Map<String, String> series = new HashMap<>();

  /// @param origin the origin of the log in a folder
  PeerEntries(
      Intake intake,
      UnaryOperator<String> origin,
      EntrySignatures signatures,
      ExecutorService pool) {
    this.intake = intake;
    this.origin = origin;
    this.signatures = signatures;
    this.pool = pool;
  }

  /// An entry as it came.
  record Raw(String folder, Bytes entry, List<Bytes> blobs) {
    Raw {
      blobs = List.copyOf(blobs);
    }
  }

  /// Notes a series that was just opened.
  void opened(String folder, String name) {
    Optional.ofNullable(series.put(folder, name)).ifPresent(keys::remove);
  }

  /// Appends those that are good; says of each what became of it.
  List<Appended> append(List<Raw> batch) throws Intake.Gone {
    var read = inShares(batch, PeerEntries::read);
    for (Checked<Entry> one : read) {
      if (one instanceof Checked.Valid<Entry>(var entry)) learnKey(entry);
    }
    var faults = inShares(together(batch, read), this::fault);
    var offers = new ArrayList<Offer>();
    var refused = new HashMap<Integer, Appended>();
    var torn = new HashSet<String>();
    for (int i = 0; i < batch.size(); i++) {
      Raw raw = batch.get(i);
      if (torn.contains(raw.folder)) {
        var why = new Appended.Unwritable(Intake.FOLLOWS, "an entry before it was refused");
        refused.put(i, why);
      } else if (faults.get(i).isPresent()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "an entry for log {0} was refused: {1}",
            raw.folder,
            faults.get(i).get());
        refused.put(i, new Appended.Unwritable("malformed", faults.get(i).get()));
        torn.add(raw.folder);
      } else {
        offers.add(Offer.of(raw.folder, raw.entry, read.get(i).orThrow(), raw.blobs));
      }
    }
    var taken = intake.append(offers).iterator();
    var ends = new ArrayList<Appended>();
    for (int i = 0; i < batch.size(); i++) {
      var why = Optional.ofNullable(refused.get(i));
      ends.add(why.isPresent() ? why.get() : taken.next());
    }
    return ends;
  }

  private record Pair(Raw raw, Checked<Entry> read) {}

  private static List<Pair> together(List<Raw> batch, List<Checked<Entry>> read) {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < batch.size(); i++) pairs.add(new Pair(batch.get(i), read.get(i)));
    return pairs;
  }

  private static Checked<Entry> read(Raw raw) {
    return Entry.parse(raw.entry.array());
  }

  private void learnKey(Entry entry) {
    if (entry.seq() != 0 || !series.containsValue(entry.series())) return;
    if (signatures.key(entry) instanceof Checked.Valid<EntrySignatures.Key>(var key)) {
      keys.putIfAbsent(entry.series(), key);
    }
  }

  /// What is wrong with an entry; of many at once.
  private Optional<String> fault(Pair pair) {
    return switch (pair.read) {
      case Checked.Invalid<Entry>(_, var detail) -> Optional.of(detail);
      case Checked.Valid<Entry>(var entry) -> {
        String folder = pair.raw.folder;
        var key = Optional.ofNullable(keys.get(entry.series()));
        if (!Optional.of(entry.series()).equals(Optional.ofNullable(series.get(folder)))) {
          yield Optional.of("the series was not opened by this connection");
        }
        if (!entry.log().equals(origin.apply(folder))) {
          yield Optional.of("the entry is of another log");
        }
        if (key.isEmpty()) yield Optional.of("the series has no key");
        yield signatures.verifies(entry, key.get())
            ? Optional.empty()
            : Optional.of("the signature does not verify");
      }
    };
  }

  private <A, B> List<B> inShares(List<A> items, Function<A, B> work) {
    var tasks = new ArrayList<Callable<List<B>>>();
    for (int from = 0; from < items.size(); from += SHARE) {
      var share = items.subList(from, Math.min(from + SHARE, items.size()));
      tasks.add(() -> share.stream().map(work).toList());
    }
    if (tasks.size() <= 1) return items.stream().map(work).toList();
    var done = new ArrayList<B>();
    try {
      for (var task : pool.invokeAll(tasks)) done.addAll(task.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while checking entries", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("checking entries failed", e);
    }
    return done;
  }
}
