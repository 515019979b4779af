package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.KeyType;
import probity.ledger.MerkleTree;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.ledger.TrustPolicy;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;

/// A log that a test writes: entries in memory, published as a whole in the order in which a
/// gateway does it (tiles, checkpoint, removal of what is no longer part of it).
final class LogFixture {
  private static final long NOON = 1_795_600_800_000L;

  /// 2026-11-25T09:00:00Z, when the first entry is written.
  private static final long NINE = 1_795_597_200_000L;

  private record Series(TestKey key, long seq, String prev) {}

  /// Sign the checkpoint, in this order.
  List<TestKey> keys;

  /// All of them are the quorum.
  List<TestKey> witnesses = List.of();

  final List<byte[]> entries = new ArrayList<>();
  private final TestKey.Maker maker;
  private final String origin;
  private final Path folder;
  private final Map<String, Series> series = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private Optional<byte[]> cosigned = Optional.empty();
  private long millis;

  /// A log with a key of each of `types`.
  LogFixture(Path ledger, String name, TestKey.Maker maker, List<KeyType> types) {
    this.origin = "probity.example/acme/" + name;
    this.folder = ledger.resolve(name);
    this.maker = maker;
    this.keys = types.stream().map(type -> maker.make(type, origin)).toList();
  }

  /// The first key, an Ed25519 one.
  TestKey key() {
    return keys.getFirst();
  }

  String origin() {
    return origin;
  }

  Path folder() {
    return folder;
  }

  String policy() {
    return trustPolicy().text();
  }

  private TrustPolicy trustPolicy() {
    var logs = keys.stream().map(TestKey::key).toList();
    if (witnesses.isEmpty()) return TrustPolicy.ofLogs(logs);
    var named =
        witnesses.stream()
            .map(key -> new TrustPolicy.Witness(key.key().name(), key.key()))
            .toList();
    var names = named.stream().map(TrustPolicy.Witness::name).toList();
    var all = new TrustPolicy.Group("all", names.size(), names);
    return new TrustPolicy(logs, named, List.of(all), "all");
  }

  /// Replaces the policy by one of other keys and witnesses, with the entry that tells of it.
  Hash changePolicy(
      String writer, List<TestKey> newKeys, List<TestKey> newWitnesses, byte[] handover) {
    byte[] before = policy().getBytes(StandardCharsets.UTF_8);
    keys = newKeys;
    witnesses = newWitnesses;
    cosigned = Optional.empty();
    byte[] after = policy().getBytes(StandardCharsets.UTF_8);
    addBlob(before);
    addBlob(after);
    if (handover.length > 0) addBlob(handover);
    return append(
        writer,
        "policy",
        Json.object()
            .put("policy", Hash.of(after).hex())
            .put("policy_bytes", after.length)
            .put("before", Hash.of(before).hex())
            .put("before_bytes", before.length)
            .put("handover", handover.length == 0 ? "" : Hash.of(handover).hex())
            .put("handover_bytes", handover.length)
            .build());
  }

  /// The present checkpoint, signed by all keys.
  byte[] note() {
    return checkpoint().sign(List.copyOf(keys));
  }

  /// The present checkpoint, signed by all keys and cosigned by `those`.
  byte[] noteBy(List<TestKey> those) {
    byte[] note = note();
    for (TestKey witness : those) {
      note = Note.addSignature(note, checkpoint().text(), witness);
    }
    return note;
  }

  /// From now on the file `cosigned` is the present checkpoint with all witnesses' lines.
  void cosign() {
    cosigned = Optional.of(noteBy(witnesses));
  }

  /// Entries by kind since the last heartbeat.
  Json.Obj counts() {
    var counts = new TreeMap<String, Long>();
    for (byte[] bytes : entries) {
      if (!(Entry.parse(bytes) instanceof Checked.Valid<Entry>(var entry))) continue;
      if (entry.kind().equals("heartbeat")) counts.clear();
      else counts.merge(entry.kind(), 1L, Long::sum);
    }
    var builder = Json.object();
    counts.forEach(builder::put);
    return builder.build();
  }

  /// Intents without outcome.
  long open() {
    var open = new HashSet<String>();
    for (byte[] bytes : entries) {
      if (!(Entry.parse(bytes) instanceof Checked.Valid<Entry>(var entry))) continue;
      if (entry.kind().equals("intent")) open.add(entry.leaf().hex());
      if (entry.kind().equals("outcome")) {
        open.remove(entry.body().text("intent").orElseThrow());
      }
    }
    return open.size();
  }

  /// Starts a series with its `key` entry.
  void begin(String writer) {
    String name = origin + "/" + writer + "/" + Ulid.of(NOON, series.size(), 7).lowerCase();
    series.put(writer, new Series(maker.make(KeyType.ED25519, name), 0, ""));
    append(writer, "key", keyMembers("series", signer(writer)));
  }

  static Json.Obj keyMembers(String role, TestKey key) {
    return Json.object()
        .put("role", role)
        .put("name", key.key().name())
        .put("key", key.key().toString())
        .put("roles", List.of())
        .put("groups", List.of())
        .put("from", "")
        .put("until", "")
        .put("status", "active")
        .put("replaces", "")
        .put("approvals", List.of())
        .build();
  }

  Hash append(String writer, String kind, Json.Obj members) {
    return append(writer, kind, members, body -> body);
  }

  /// Appends an entry whose whole body `change` may spoil before it is signed.
  Hash append(String writer, String kind, Json.Obj members, UnaryOperator<Json.Obj> change) {
    var writing = writing(writer);
    var body =
        Json.object()
            .put("v", 1)
            .put("log", origin)
            .put("series", writing.key().key().name())
            .put("seq", writing.seq())
            .put("prev", writing.prev())
            .put("time", UtcTime.text(NINE + millis++))
            .put("skew", 0)
            .put("kind", kind)
            .putAll(members)
            .build();
    byte[] entry = Note.sign(Entry.text(change.apply(body)), writing.key());
    return append(writer, entry);
  }

  /// Appends `entry` as it is, and goes on with its series after it.
  Hash append(String writer, byte[] entry) {
    var writing = writing(writer);
    entries.add(entry);
    Hash leaf = Hash.leaf(entry);
    series.put(writer, new Series(writing.key(), writing.seq() + 1, leaf.hex()));
    return leaf;
  }

  private Series writing(String writer) {
    return Objects.requireNonNull(series.get(writer), writer);
  }

  TestKey signer(String writer) {
    return writing(writer).key();
  }

  /// Lets so much time go by before the next entry.
  void pass(Duration time) {
    millis += time.toMillis();
  }

  /// The time of the next entry.
  String time() {
    return UtcTime.text(NINE + millis);
  }

  void addBlob(byte[] content) {
    blobs.put(Hash.of(content).hex(), content);
  }

  Checkpoint checkpoint() {
    var tree = new MerkleTree();
    entries.forEach(entry -> tree.add(Hash.leaf(entry)));
    return new Checkpoint(origin, entries.size(), tree.root());
  }

  Json.Obj claim() {
    var checkpoint = checkpoint();
    return Json.object()
        .put("origin", origin)
        .put("size", checkpoint.size())
        .put("root", checkpoint.root().base64())
        .build();
  }

  void publish() {
    var files = new HashMap<String, byte[]>();
    files.put("policy", policy().getBytes(StandardCharsets.UTF_8));
    blobs.forEach((name, content) -> files.put("blob/" + name, content));
    List<Hash> hashes = entries.stream().map(Hash::leaf).toList();
    for (int at = 0; at < entries.size(); at += 256) {
      var part = entries.subList(at, Math.min(at + 256, entries.size()));
      var path = new TilePath(TilePath.ENTRIES, at / 256, part.size());
      files.put(path.path(), EntryBundle.encode(part));
    }
    for (int level = 0; !hashes.isEmpty(); level++) {
      var above = new ArrayList<Hash>();
      for (int at = 0; at < hashes.size(); at += 256) {
        var part = hashes.subList(at, Math.min(at + 256, hashes.size()));
        byte[] tile = new byte[32 * part.size()];
        for (int i = 0; i < part.size(); i++) part.get(i).copyTo(tile, 32 * i);
        files.put(new TilePath(level, at / 256, part.size()).path(), tile);
        if (part.size() == 256) above.add(MerkleTree.root(part));
      }
      hashes = above;
    }
    // As a gateway does it: what tells of an older policy goes first.
    if (cosigned.isEmpty()) remove("cosigned");
    files.forEach(this::write);
    write("checkpoint", note());
    cosigned.ifPresent(note -> write("cosigned", note));
    removeAllBut(files.keySet());
  }

  private void remove(String path) {
    try {
      Files.deleteIfExists(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) return;
      Path next = Files.createTempFile("next", "");
      Files.write(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeAllBut(Set<String> paths) {
    var keep = new HashSet<>(paths);
    keep.add("checkpoint");
    if (cosigned.isPresent()) keep.add("cosigned");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!keep.contains(folder.relativize(file).toString())) Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
