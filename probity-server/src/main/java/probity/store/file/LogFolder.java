package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.TilePath;

/// One log's files: what is published, what is staged for it, and its head.
///
/// Owned by the sealer thread, but for blobs, which the writer stages.
final class LogFolder {
  private final Disk disk;
  private final String name;
  private final String origin;
  private final LogPolicies policies;
  private final PublishedTiles tiles;
  private final Path published;
  private final Path staged;
  private final Path head;

  /// The head as it lies on the disk, once read or written.
  private Optional<Signed> knownHead = Optional.empty();

  LogFolder(Disk disk, Path dir, String name, String origin, LogKeys keys) {
    this.disk = disk;
    this.name = name;
    this.origin = origin;
    this.published = dir.resolve("ledger").resolve(name);
    this.policies = new LogPolicies(name, published, keys);
    this.tiles = new PublishedTiles(name, published);
    this.staged = dir.resolve("staging").resolve(name);
    this.head = dir.resolve("heads").resolve(name);
  }

  /// A checkpoint and the note that says it.
  private record Signed(Checkpoint checkpoint, Bytes note) {}

  /// What is published, to be read.
  PublishedTiles tiles() {
    return tiles;
  }

  LogPolicies policies() {
    return policies;
  }

  void perform(Effect effect) throws IOException {
    switch (effect) {
      case Effect.StageTiles(var from, var tiles, var checkpoint) -> stage(from, tiles, checkpoint);
      case Effect.CommitHead(var checkpoint, var policy) ->
          commit(checkpoint, policies.of(policy, this::blob));
      case Effect.PublishTiles(var tiles, var blobs) -> publish(tiles, blobs);
      case Effect.PublishPolicy(var policy) ->
          policies.publish(policies.of(policy, this::blob), disk, staged);
      case Effect.PublishCheckpoint(var checkpoint) -> publish(checkpoint);
      case Effect.DropPartials(var from, var size) -> dropPartials(from, size);
    }
  }

  private void stage(Edge from, List<Edge.Tile> tiles, Checkpoint checkpoint) throws IOException {
    disk.createFolders(staged);
    for (Edge.Tile tile : tiles) {
      disk.write(stagedFile(tile.path()), tile.content().array());
    }
    readBack(from, tiles, checkpoint);
  }

  /// Grows the old edge again by the entries as they now lie on the disk: every file and the root
  /// must come out the same.
  private void readBack(Edge from, List<Edge.Tile> tiles, Checkpoint checkpoint)
      throws IOException {
    var leaves = new ArrayList<Edge.Leaf>();
    var read = new ArrayList<Edge.Tile>();
    for (Edge.Tile tile : tiles) {
      byte[] content = Files.readAllBytes(stagedFile(tile.path()));
      read.add(new Edge.Tile(tile.path(), Bytes.wrap(content)));
      if (tile.path().level() != TilePath.ENTRIES) continue;
      for (byte[] entry : checked(EntryBundle.decode(content, tile.path().width()))) {
        leaves.add(new Edge.Leaf(Bytes.wrap(entry), Hash.leaf(entry)));
      }
    }
    var again = from.grow(leaves.subList(from.bundle().size(), leaves.size()));
    if (!again.tiles().equals(read) || !again.edge().root().equals(checkpoint.root())) {
      throw damaged("tiles of size " + checkpoint.size() + " read back differ from those written");
    }
  }

  private void commit(Checkpoint checkpoint, LogPolicy policy) throws IOException {
    var committed = head();
    if (committed.isPresent() && committed.get().size() > checkpoint.size()) {
      throw damaged(
          "head moved to " + committed.get().size() + " while sealing " + checkpoint.size());
    }
    disk.createFolders(staged);
    byte[] note = checkpoint.sign(policy.signers());
    knownHead = Optional.empty();
    disk.replace(head, staged.resolve("head"), note);
    knownHead = Optional.of(new Signed(checkpoint, Bytes.wrap(note)));
  }

  private void publish(List<TilePath> tiles, List<String> blobs) throws IOException {
    disk.createFolders(published);
    // Folders of files that an earlier run moved are synced again: it may not have come so far.
    Set<Path> folders = new LinkedHashSet<>();
    for (TilePath tile : tiles) {
      publish(stagedFile(tile), published.resolve(tile.path()), folders);
    }
    for (String blob : blobs) publish(stagedBlob(blob), blobFile(blob), folders);
    for (Path folder : folders) disk.sync(folder);
  }

  private void publish(Path from, Path to, Set<Path> folders) throws IOException {
    Path folder = Disk.folderOf(to);
    disk.createFolders(folder);
    folders.add(folder);
    if (!Files.exists(from)) {
      if (!Files.exists(to)) throw damaged("`" + to.getFileName() + "` was staged and is gone");
    } else if (!Files.exists(to)) {
      if (!folder.toString().endsWith(".p")) disk.freeze(from);
      disk.move(from, to);
    } else if (Arrays.equals(Files.readAllBytes(from), Files.readAllBytes(to))) {
      disk.delete(from);
    } else {
      throw damaged(
          "published file `" + published.relativize(to) + "` differs from what its entries give");
    }
  }

  private void publish(Checkpoint checkpoint) throws IOException {
    var committed = signedHead().filter(signed -> signed.checkpoint().equals(checkpoint));
    if (committed.isEmpty()) {
      throw damaged("head is not the one committed for size " + checkpoint.size());
    }
    // The same bytes: of one size there is one note.
    byte[] note = committed.get().note().array();
    disk.replace(published.resolve("checkpoint"), staged.resolve("checkpoint"), note);
  }

  private void dropPartials(long from, long size) throws IOException {
    for (int level = TilePath.ENTRIES; TilePath.count(level, size) > 0; level++) {
      long count = TilePath.count(level, size);
      long last = count / TilePath.FULL;
      for (long tile = TilePath.count(level, from) / TilePath.FULL; tile <= last; tile++) {
        long keep = tile == last ? count % TilePath.FULL : 0;
        dropPartials(Disk.folderOf(published.resolve(new TilePath(level, tile, 1).path())), keep);
      }
    }
  }

  private void dropPartials(Path folder, long keep) throws IOException {
    if (!Files.isDirectory(folder)) return;
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.filter(f -> !f.getFileName().toString().equals(Long.toString(keep))).toList();
    }
    for (Path file : files) disk.delete(file);
    if (!files.isEmpty()) disk.sync(folder);
    if (keep == 0) {
      disk.delete(folder);
      disk.sync(Disk.folderOf(folder));
    }
  }

  /// Keeps a blob until an entry that names it is published; durable on return.
  void stageBlob(String sha256, Bytes content) throws IOException {
    Path folder = staged.resolve("blob");
    disk.createFolders(folder);
    disk.replace(stagedBlob(sha256), folder.resolve("new"), content.array());
  }

  boolean hasBlob(String sha256) {
    // In this order: the sealer may move it from the one place to the other meanwhile.
    return Files.exists(stagedBlob(sha256)) || Files.exists(blobFile(sha256));
  }

  /// A blob's content, whether its entry is published yet or not; empty where it is not there.
  Optional<Bytes> blob(String sha256) throws IOException {
    for (Path file : List.of(stagedBlob(sha256), blobFile(sha256))) {
      try {
        return Optional.of(Bytes.wrap(Files.readAllBytes(file)));
      } catch (NoSuchFileException e) {
        // Not in this place: the sealer moves blobs from the first to the second.
      }
    }
    return Optional.empty();
  }

  /// Removes what an earlier process staged, but for blobs that an unpublished entry names.
  void clearStaging(Set<String> blobs) throws IOException {
    for (Path folder : List.of(staged.resolve("blob"), staged)) {
      if (!Files.isDirectory(folder)) continue;
      List<Path> files;
      try (var listed = Files.list(folder)) {
        files = listed.filter(Files::isRegularFile).toList();
      }
      for (Path file : files) {
        if (folder.equals(staged) || !blobs.contains(file.getFileName().toString())) {
          disk.delete(file);
        }
      }
    }
  }

  /// The committed head.
  Optional<Checkpoint> head() throws IOException {
    return signedHead().map(Signed::checkpoint);
  }

  private Optional<Signed> signedHead() throws IOException {
    if (knownHead.isEmpty()) knownHead = signed(head);
    return knownHead;
  }

  /// The checkpoint that readers see.
  Optional<Checkpoint> publishedCheckpoint() throws IOException {
    return signed(published.resolve("checkpoint")).map(Signed::checkpoint);
  }

  /// The note of the published checkpoint, byte for byte.
  Optional<Bytes> publishedNote() throws IOException {
    return signed(published.resolve("checkpoint")).map(Signed::note);
  }

  /// The size that a quorum of witnesses has cosigned.
  Optional<Long> cosignedSize() throws IOException {
    return signed(published.resolve("cosigned")).map(signed -> signed.checkpoint().size());
  }

  private Optional<Signed> signed(Path file) throws IOException {
    if (!Files.exists(file)) return Optional.empty();
    byte[] bytes = Files.readAllBytes(file);
    var verifiers = policies.verifiers();
    var read = Note.parse(bytes).then(note -> note.checkAny(verifiers)).then(Checkpoint::parse);
    var checkpoint = checked(read);
    if (!checkpoint.origin().equals(origin)) {
      throw damaged("checkpoint is of `" + checkpoint.origin() + "`");
    }
    return Optional.of(new Signed(checkpoint, Bytes.wrap(bytes)));
  }

  private Path stagedFile(TilePath tile) {
    return staged.resolve(tile.path().replace('/', '-'));
  }

  private Path stagedBlob(String sha256) {
    return staged.resolve("blob").resolve(sha256);
  }

  private Path blobFile(String sha256) {
    return published.resolve("blob").resolve(sha256);
  }

  private <T> T checked(Checked<T> answer) {
    return switch (answer) {
      case Checked.Valid<T>(var value) -> value;
      case Checked.Invalid<T>(var fault, var detail) -> throw damaged(detail);
    };
  }

  StoreException damaged(String detail) {
    return new StoreException(StoreException.Kind.DAMAGED, "log `" + name + "`: " + detail);
  }
}
