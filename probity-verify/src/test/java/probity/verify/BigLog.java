package probity.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.KeyType;
import probity.ledger.MerkleTree;
import probity.ledger.Note;
import probity.ledger.NoteSigner;
import probity.ledger.TilePath;
import probity.ledger.TrustPolicy;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;
import probity.ledger.VerifierKey;

/// Writes one large traffic log straight as tiles, to measure the verifier: `BigLog DIR ENTRIES
/// [unsigned]`. Entries are as long as those of real traffic; `unsigned` puts zeros in place of
/// their signatures, for `--fast`, because signing a million takes long.
final class BigLog {
  private static final String ORIGIN = "probity.example/acme/" + LedgerFixture.TRAFFIC;
  private static final long NOON = 1_795_600_800_000L;
  private static final LedgerFixture SHAPES =
      LedgerFixture.unpublished(Path.of("unused"), TestKey.seeded("big"), List.of());

  private final Path folder;
  private final boolean signed;
  private final TestKey series;
  private final TestKey log = TestKey.seeded("big").make(KeyType.ED25519, ORIGIN);
  private final List<byte[]> bundle = new ArrayList<>();
  private final List<List<Hash>> levels = new ArrayList<>();
  private final List<Long> done = new ArrayList<>();
  private final MerkleTree tree = new MerkleTree();
  private String prev = "";

  private BigLog(Path folder, boolean signed) {
    this.folder = folder;
    this.signed = signed;
    String name = ORIGIN + "/gateway/" + Ulid.of(NOON, 0, 1).lowerCase();
    this.series = TestKey.seeded("big").make(KeyType.ED25519, name);
  }

  public static void main(String[] words) throws IOException {
    new BigLog(Path.of(words[0]), words.length < 3).write(Long.parseLong(words[1]));
  }

  private void write(long count) throws IOException {
    String policy = TrustPolicy.ofLogs(List.of(log.key())).text();
    append("key", LogFixture.keyMembers("series", series));
    var other = new Checkpoint("probity.example/acme/records", 1, Hash.of(new byte[0]));
    append(
        "genesis",
        Json.object()
            .put("class", "standard")
            .put("period", "2026h2")
            .put("policy", Hash.of(policy.getBytes(StandardCharsets.UTF_8)).hex())
            .put("hash", "sha-256")
            .put("previous", Json.object().build())
            .put(
                "records",
                Json.object()
                    .put("origin", other.origin())
                    .put("size", 1)
                    .put("root", other.root().base64())
                    .build())
            .put("product", "fixture 1")
            .build());
    while (tree.size() < count) {
      String id = Ulid.of(NOON + tree.size(), 0, tree.size()).text();
      Hash intent = append("intent", withFacts(SHAPES.intentMembers(id)));
      if (tree.size() < count) {
        append("outcome", SHAPES.outcomeMembers(new LedgerFixture.Exchange(id, intent)));
      }
    }
    if (!bundle.isEmpty()) flush();
    for (int level = 0; level < levels.size(); level++) {
      if (!levels.get(level).isEmpty()) writeTile(level);
    }
    Files.writeString(folder.resolve("policy"), policy);
    var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
    Files.write(folder.resolve("checkpoint"), checkpoint.sign(log));
  }

  private Hash append(String kind, Json.Obj members) throws IOException {
    var body =
        Json.object()
            .put("v", 1)
            .put("log", ORIGIN)
            .put("series", series.key().name())
            .put("seq", tree.size())
            .put("prev", prev)
            .put("time", UtcTime.text(NOON + tree.size()))
            .put("skew", 0)
            .put("kind", kind)
            .putAll(members)
            .build();
    byte[] entry = Note.sign(Entry.text(body), signed ? series : new Zeros(series));
    Hash leaf = Hash.leaf(entry);
    prev = leaf.hex();
    bundle.add(entry);
    if (bundle.size() == TilePath.FULL) flush();
    tree.add(leaf);
    add(0, leaf);
    return leaf;
  }

  /// Facts as a gateway writes them: words of a bundle, in ASCII.
  private static Json.Obj withFacts(Json.Obj members) {
    var facts = Json.object();
    for (String name : List.of("amount", "channel", "country", "language", "purpose", "tier")) {
      facts.put(name, "a declared word");
    }
    var builder = Json.object();
    for (Json.Member member : members.members()) {
      builder.put(member.name(), member.name().equals("facts") ? facts.build() : member.value());
    }
    return builder.build();
  }

  private void flush() throws IOException {
    long index = tree.size() / TilePath.FULL;
    write(new TilePath(TilePath.ENTRIES, index, bundle.size()), EntryBundle.encode(bundle));
    bundle.clear();
  }

  private void add(int level, Hash hash) throws IOException {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
      done.add(0L);
    }
    levels.get(level).add(hash);
    if (levels.get(level).size() == TilePath.FULL) {
      Hash above = MerkleTree.root(levels.get(level));
      writeTile(level);
      add(level + 1, above);
    }
  }

  private void writeTile(int level) throws IOException {
    var hashes = levels.get(level);
    byte[] tile = new byte[32 * hashes.size()];
    for (int i = 0; i < hashes.size(); i++) hashes.get(i).copyTo(tile, 32 * i);
    write(new TilePath(level, done.get(level), hashes.size()), tile);
    done.set(level, done.get(level) + 1);
    hashes.clear();
  }

  private void write(TilePath path, byte[] content) throws IOException {
    Path file = folder.resolve(path.path());
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /// Signs with zeros.
  private record Zeros(TestKey named) implements NoteSigner {
    @Override
    public VerifierKey key() {
      return named.key();
    }

    @Override
    public byte[] sign(byte[] text) {
      return new byte[64];
    }
  }
}
