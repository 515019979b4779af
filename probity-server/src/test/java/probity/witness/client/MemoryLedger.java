package probity.witness.client;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.witness.TestLog;

/// A ledger of one log in memory, whose published size is set, and which keeps every `cosigned`
/// that it was given.
final class MemoryLedger implements WitnessedLedger {
  static final String LOG = "traffic-standard-2026h2";
  static final String ORIGIN = "probity.example/acme/" + LOG;

  private final Map<String, Bytes> cosigned = new ConcurrentHashMap<>();
  final List<Checkpoint> published = new CopyOnWriteArrayList<>();
  private volatile TestLog log;
  private volatile int size;
  volatile boolean full;

  MemoryLedger(TestLog log, int size) {
    this.log = log;
    this.size = size;
  }

  void grow(int size) {
    this.size = size;
  }

  /// Other entries from now on.
  void become(TestLog other, int size) {
    this.size = size;
    this.log = other;
  }

  @Override
  public List<String> logs() {
    return List.of(LOG);
  }

  @Override
  public Optional<Bytes> checkpoint(String name) {
    return size == 0 ? Optional.empty() : Optional.of(Bytes.wrap(log.note(size)));
  }

  @Override
  public Optional<Bytes> cosigned(String name) {
    return Optional.ofNullable(cosigned.get(name));
  }

  Note note() {
    return Note.parse(cosigned(LOG).orElseThrow().array()).orThrow();
  }

  long cosignedSize() {
    return published.isEmpty() ? 0 : published.getLast().size();
  }

  @Override
  public byte[] tile(String name, TilePath path) throws IOException {
    if (path.level() > 1) throw new NoSuchFileException(path.path());
    var hashes = new ArrayList<Hash>();
    for (int i = 0; i < path.width(); i++) {
      int first = (int) (path.index() * TilePath.FULL) + i;
      hashes.add(path.level() == 0 ? log.leaf(first) : full(first));
    }
    byte[] tile = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) hashes.get(i).copyTo(tile, i * Hash.BYTES);
    return tile;
  }

  private Hash full(int tile) {
    var leaves = new ArrayList<Hash>();
    for (int i = 0; i < TilePath.FULL; i++) leaves.add(log.leaf(tile * TilePath.FULL + i));
    return MerkleTree.root(leaves);
  }

  @Override
  public void publish(String name, Bytes note) throws IOException {
    if (full) throw new IOException("No space left on device");
    cosigned.put(name, note);
    if (Note.parse(note.array()).then(Checkpoint::parse)
        instanceof Checked.Valid<Checkpoint>(var checkpoint)) {
      published.add(checkpoint);
    }
  }
}
