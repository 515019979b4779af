package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// Checks every file of a log's folder from the entries alone, by docs/formats/ledger.md.
record LedgerCheck(Map<String, List<Entry>> logs) {
  /// The entries of one log.
  List<Entry> log(String folder) {
    return logs.getOrDefault(folder, List.of());
  }

  /// Checks all logs under `dir`; gives their entries.
  static LedgerCheck check(Path dir) throws IOException {
    var all = new HashMap<String, List<Entry>>();
    try (var logs = Files.list(dir.resolve("ledger"))) {
      for (Path log : logs.toList()) all.put(log.getFileName().toString(), checkLog(log));
    }
    var checked = new LedgerCheck(all);
    var vouched = new HashSet<String>();
    for (Entry entry : checked.log("records")) {
      if (entry.body().text("role").equals(Optional.of("log"))) {
        vouched.add(entry.body().text("name").orElseThrow());
      }
    }
    var traffic =
        all.values().stream().map(entries -> entries.getFirst().log()).collect(Collectors.toSet());
    traffic.removeIf(origin -> origin.endsWith("/records"));
    assertThat(vouched).isEqualTo(traffic);
    return checked;
  }

  private static List<Entry> checkLog(Path log) throws IOException {
    var policy = TrustPolicy.parse(Files.readString(log.resolve("policy"))).orThrow();
    assertThat(Files.readString(log.resolve("policy"))).isEqualTo(policy.text());
    var checkpoint =
        Note.parse(Files.readAllBytes(log.resolve("checkpoint")))
            .then(note -> note.check(policy.logs()))
            .then(Checkpoint::parse)
            .orThrow();
    Set<String> expected = new HashSet<>(Set.of("policy", "checkpoint"));
    var entries = new ArrayList<byte[]>();
    for (TilePath tile : tiles(TilePath.ENTRIES, checkpoint.size())) {
      byte[] bundle = Files.readAllBytes(log.resolve(tile.path()));
      entries.addAll(EntryBundle.decode(bundle, tile.width()).orThrow());
      expected.add(tile.path());
    }
    List<Hash> hashes = entries.stream().map(Hash::leaf).toList();
    assertThat(MerkleTree.root(hashes)).isEqualTo(checkpoint.root());
    for (int level = 0; !hashes.isEmpty(); level++) {
      for (TilePath tile : tiles(level, checkpoint.size())) {
        int from = (int) tile.index() * TilePath.FULL;
        assertThat(Files.readAllBytes(log.resolve(tile.path())))
            .isEqualTo(Edge.hashes(hashes.subList(from, from + tile.width())));
        expected.add(tile.path());
      }
      hashes = above(hashes);
    }
    var parsed = entries.stream().map(entry -> Entry.parse(entry).orThrow()).toList();
    for (Entry entry : parsed) {
      if (entry.kind().equals("bundle")) {
        String digest = entry.body().text("digest").orElseThrow();
        assertThat(Hash.of(Files.readAllBytes(log.resolve("blob/" + digest))).hex())
            .isEqualTo(digest);
        expected.add("blob/" + digest);
      }
    }
    assertThat(files(log)).isEqualTo(expected);
    checkSeries(parsed, checkpoint.origin());
    assertThat(parsed.get(1).body().text("policy"))
        .contains(Hash.of(policy.text().getBytes(StandardCharsets.UTF_8)).hex());
    return parsed;
  }

  private static void checkSeries(List<Entry> entries, String origin) {
    assertThat(entries.getFirst().kind()).isEqualTo("key");
    assertThat(entries.stream().filter(entry -> entry.kind().equals("genesis")))
        .containsExactly(entries.get(1));
    var last = new HashMap<String, Entry>();
    var keys = new HashMap<String, VerifierKey>();
    for (Entry entry : entries) {
      assertThat(entry.log()).isEqualTo(origin);
      var before = Optional.ofNullable(last.put(entry.series(), entry));
      assertThat(entry.seq()).isEqualTo(before.map(b -> b.seq() + 1).orElse(0L));
      assertThat(entry.prev()).isEqualTo(before.map(Entry::leaf));
      before.ifPresent(b -> assertThat(entry.time()).isGreaterThanOrEqualTo(b.time()));
      if (before.isEmpty()) {
        assertThat(entry.kind()).isEqualTo("key");
        assertThat(entry.body().text("role")).contains("series");
        keys.put(
            entry.series(), VerifierKey.parse(entry.body().text("key").orElseThrow()).orThrow());
      }
      entry.note().check(List.of(keys.get(entry.series()))).orThrow();
      assertThat(entry.note().lines().getFirst().name()).isEqualTo(entry.series());
    }
  }

  private static List<TilePath> tiles(int level, long size) {
    long count = TilePath.count(level, size);
    var tiles = new ArrayList<TilePath>();
    for (long tile = 0; tile * TilePath.FULL < count; tile++) {
      int width = (int) Math.min(TilePath.FULL, count - tile * TilePath.FULL);
      tiles.add(new TilePath(level, tile, width));
    }
    return tiles;
  }

  private static List<Hash> above(List<Hash> hashes) {
    var above = new ArrayList<Hash>();
    for (int at = 0; at + TilePath.FULL <= hashes.size(); at += TilePath.FULL) {
      above.add(MerkleTree.root(hashes.subList(at, at + TilePath.FULL)));
    }
    return above;
  }

  /// All files, and all folders that hold none.
  private static Set<String> files(Path log) throws IOException {
    try (var walk = Files.walk(log)) {
      return walk.filter(path -> Files.isRegularFile(path) || isEmpty(path))
          .map(path -> log.relativize(path).toString())
          .collect(Collectors.toSet());
    }
  }

  private static boolean isEmpty(Path folder) {
    try (var listed = Files.list(folder)) {
      return listed.findAny().isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
