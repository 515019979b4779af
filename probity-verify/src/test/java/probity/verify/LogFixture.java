package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.MerkleTree;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.ledger.Ulid;

/// A log that a test writes: entries in memory, published as a whole in the order in which a
/// gateway does it (tiles, checkpoint, removal of what is no longer part of it).
final class LogFixture {
  private static final long NOON = 1_795_600_800_000L;

  private record Series(TestKey key, long seq, String prev) {}

  final TestKey key;
  final List<byte[]> entries = new ArrayList<>();
  private final String origin;
  private final Path folder;
  private final Map<String, Series> series = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private long millis;

  LogFixture(Path ledger, String name) {
    this.origin = "probity.example/acme/" + name;
    this.folder = ledger.resolve(name);
    this.key = TestKey.named(origin);
  }

  String origin() {
    return origin;
  }

  Path folder() {
    return folder;
  }

  String policy() {
    return "log " + key.key() + "\nquorum none\n";
  }

  /// Starts a series with its `key` entry.
  void begin(String writer) {
    String name = origin + "/" + writer + "/" + Ulid.of(NOON, series.size(), 7).lowerCase();
    series.put(writer, new Series(TestKey.named(name), 0, ""));
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
            .put(
                "time",
                "2026-11-25T09:%02d:%02d.%03dZ"
                    .formatted(millis / 60_000 % 60, millis / 1000 % 60, millis++ % 1000))
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
    files.forEach(this::write);
    write("checkpoint", checkpoint().sign(key));
    removeAllBut(files.keySet());
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
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!keep.contains(folder.relativize(file).toString())) Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
