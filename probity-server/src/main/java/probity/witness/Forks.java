package probity.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Note;
import probity.ledger.VerifierKey;

/// Contradictions that a witness met: `forks/<hex SHA-256 of the origin>/<n>/` with the two notes
/// `earlier` and `later`, the `request` that brought the later one, the log's `keys`, and a
/// `readme` that says what this proves. Whoever has the folder and knows the log's key needs
/// nothing else.
///
/// Of one log at most [#PROOFS_MAX] contradictions are kept and [#DOUBTS_MAX] proofs that failed;
/// further ones are in the journal alone. Not thread-safe, but for different logs.
final class Forks {
  static final int PROOFS_MAX = 100;

  /// Anybody can send a wrong proof for a good checkpoint, so there is room for few.
  static final int DOUBTS_MAX = 16;

  private final Path folder;
  private final Map<String, List<Pair>> known = new ConcurrentHashMap<>();

  Forks(Path folder) {
    this.folder = folder;
  }

  /// What two notes of one log say about each other.
  enum Finding {
    TWO_ROOTS(
        "PROOF: one log signed two different trees of the same size. Its history was forked or"
            + " rewritten. Both notes verify under the log's own key, so nothing but them and that"
            + " key is needed to see it."),
    FAILED_PROOF(
        "NO PROOF: the log signed both notes, and the request that brought the later one had a"
            + " consistency proof that does not lead from the earlier to it. Either the log was"
            + " forked, or whoever sent the request sent a wrong proof: the sender of a request is"
            + " not known. Ask the log for a proof between the two sizes: if there is none, it was"
            + " forked."),
    NOTHING("BROKEN: these notes do not verify, or do not contradict each other.");

    private final String sentence;

    Finding(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }

    /// Judged from the notes alone, as often as one likes.
    static Finding of(byte[] earlier, byte[] later, List<VerifierKey> keys) {
      var both =
          signed(earlier, keys)
              .then(first ->
                  signed(later, keys).then(second -> Checked.valid(List.of(first, second))));
      if (!(both instanceof Checked.Valid<List<Checkpoint>>(var pair))) return NOTHING;
      var first = pair.getFirst();
      var second = pair.getLast();
      if (!first.origin().equals(second.origin()) || first.equals(second)) return NOTHING;
      return first.size() == second.size() ? TWO_ROOTS : FAILED_PROOF;
    }

    private static Checked<Checkpoint> signed(byte[] note, List<VerifierKey> keys) {
      return Note.parse(note)
          .then(parsed ->
              Checkpoint.parse(parsed)
                  .then(checkpoint -> {
                    var its =
                        keys.stream()
                            .filter(key -> key.name().equals(checkpoint.origin()))
                            .toList();
                    return parsed.checkAny(its).then(_ -> Checked.valid(checkpoint));
                  }));
    }
  }

  /// A contradiction as it lies on disk, judged anew.
  record Kept(Path folder, String origin, long earlier, long later, Finding finding) {}

  /// What is kept of a log, so that one more request costs no look at all of it.
  private record Pair(String earlier, String later, Finding finding) {}

  /// Keeps both sides, unless they are kept already or there are too many; gives what they say
  /// where they are new.
  Optional<Finding> keep(
      String hash, Bytes earlier, Bytes later, Bytes request, List<VerifierKey> keys)
      throws IOException {
    Path home = folder.resolve(hash);
    var known = this.known.get(hash);
    if (known == null) {
      Durable.folders(home);
      known = read(home);
      this.known.put(hash, known);
    }
    String first = text(earlier.array());
    String second = text(later.array());
    if (known.stream().anyMatch(one -> one.earlier.equals(first) && one.later.equals(second))) {
      return Optional.empty();
    }
    var finding = Finding.of(earlier.array(), later.array(), keys);
    long alike = known.stream().filter(one -> one.finding == finding).count();
    if (alike >= (finding == Finding.TWO_ROOTS ? PROOFS_MAX : DOUBTS_MAX)) return Optional.empty();
    write(home, last(home) + 1, earlier, later, request, keys, finding);
    known.add(new Pair(first, second, finding));
    return Optional.of(finding);
  }

  private static List<Pair> read(Path home) throws IOException {
    var pairs = new ArrayList<Pair>();
    for (Path one : folders(home)) {
      byte[] first = Files.readAllBytes(one.resolve("earlier"));
      byte[] second = Files.readAllBytes(one.resolve("later"));
      pairs.add(new Pair(text(first), text(second), Finding.of(first, second, keys(one))));
    }
    return pairs;
  }

  private static int last(Path home) throws IOException {
    return folders(home).stream()
        .mapToInt(one -> Integer.parseInt(String.valueOf(one.getFileName())))
        .max()
        .orElse(0);
  }

  private static String text(byte[] note) {
    return Note.parse(note) instanceof Checked.Valid<Note>(var parsed) ? parsed.text() : "";
  }

  private static void write(
      Path home,
      int number,
      Bytes earlier,
      Bytes later,
      Bytes request,
      List<VerifierKey> keys,
      Finding finding)
      throws IOException {
    Path temp = home.resolve("new");
    if (Files.exists(temp)) {
      for (Path left : list(temp)) Files.delete(left);
      Files.delete(temp);
    }
    Durable.folders(temp);
    String lines = keys.stream().map(key -> "log " + key + "\n").collect(Collectors.joining());
    Durable.create(temp.resolve("earlier"), earlier.array(), false);
    Durable.create(temp.resolve("later"), later.array(), false);
    Durable.create(temp.resolve("request"), request.array(), false);
    Durable.create(temp.resolve("keys"), lines.getBytes(UTF_8), false);
    Durable.create(temp.resolve("readme"), (finding.sentence() + "\n").getBytes(UTF_8), false);
    Durable.move(temp, home.resolve(Integer.toString(number)));
  }

  /// All that is kept, each judged anew from its notes and keys.
  List<Kept> all() throws IOException {
    var all = new ArrayList<Kept>();
    if (!Files.isDirectory(folder)) return all;
    for (Path home : list(folder)) {
      for (Path one : folders(home)) {
        byte[] earlier = Files.readAllBytes(one.resolve("earlier"));
        byte[] later = Files.readAllBytes(one.resolve("later"));
        var first = Note.parse(earlier).then(Checkpoint::parse);
        var second = Note.parse(later).then(Checkpoint::parse);
        all.add(
            first instanceof Checked.Valid<Checkpoint>(var a)
                    && second instanceof Checked.Valid<Checkpoint>(var b)
                ? new Kept(
                    one, a.origin(), a.size(), b.size(), Finding.of(earlier, later, keys(one)))
                : new Kept(one, "", 0, 0, Finding.NOTHING));
      }
    }
    return all;
  }

  /// The keys that stand beside two notes; whoever reads them compares them with those it knows.
  static List<VerifierKey> keys(Path one) throws IOException {
    var keys = new ArrayList<VerifierKey>();
    for (String line : Files.readString(one.resolve("keys")).split("\n", -1)) {
      if (VerifierKey.parse(line.replaceFirst("^log ", ""))
          instanceof Checked.Valid<VerifierKey>(var key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static List<Path> folders(Path home) throws IOException {
    return list(home).stream()
        .filter(one -> String.valueOf(one.getFileName()).matches("[1-9][0-9]{0,5}"))
        .toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var listed = Files.list(folder)) {
      return listed.sorted().toList();
    }
  }
}
