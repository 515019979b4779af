package probity.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.KeyType;
import probity.ledger.Note;
import probity.ledger.VerifierKey;

/// The server side of C2SP tlog-witness, over real sockets and a real folder.
class WitnessTest {
  private static final String ORIGIN = "log.example/one";

  @TempDir private Path dir;
  private final TestLog log = TestLog.named(ORIGIN);

  private static String edited(Bytes body, String from, String to) {
    assertThat(body.utf8()).contains(from);
    return body.utf8().replace(from, to);
  }

  private static List<Note.Signed> good(byte[] note, String lines, List<VerifierKey> keys) {
    return Note.parse((new String(note, UTF_8) + lines).getBytes(UTF_8))
        .orThrow()
        .good(keys)
        .orThrow();
  }

  @Test
  void the_published_conversation_of_another_witness_has_its_statuses() throws Exception {
    String origin =
        "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
    var raw =
        HexFormat.of().parseHex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f");
    var key = VerifierKey.of(origin, raw).orThrow();
    String file = Files.readString(Path.of("src/test/resources/witness/litewitness.txt"));

    int cosigned = 0;
    try (var witness = RunningWitness.start(dir, key)) {
      for (String step : file.substring(file.indexOf("\n== ")).split("\n== ", -1)) {
        if (step.isEmpty() || step.startsWith("end")) continue;
        String[] head = step.substring(0, step.indexOf('\n')).split(" ", -1);
        var reply = witness.add(Bytes.utf8(step.substring(step.indexOf('\n') + 1) + "\n"));
        assertThat(reply.statusCode()).as(step).isEqualTo(Integer.parseInt(head[0]));
        if (!head[1].equals("-")) assertThat(reply.body()).isEqualTo(head[1] + "\n");
        if (reply.statusCode() == 200) cosigned++;
      }
    }
    assertThat(cosigned).isEqualTo(3);
  }

  @Test
  void both_keys_cosign_under_one_name_with_the_time() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      var reply = witness.add(log.request(0, 3));

      assertThat(reply.statusCode()).isEqualTo(200);
      long seconds = RunningWitness.CLOCK.millis() / 1000;
      assertThat(good(log.note(3), reply.body(), witness.keys()))
          .containsExactlyElementsOf(
              witness.keys().stream().map(key -> new Note.Signed(key, seconds)).toList());
      assertThat(witness.keys().stream().map(VerifierKey::type))
          .containsExactly(KeyType.ML_DSA_44, KeyType.ED25519_COSIGNATURE);
      assertThat(witness.keys().stream().map(VerifierKey::name).distinct()).hasSize(1);
    }
  }

  @Test
  void a_size_that_is_not_the_last_one_is_told_the_last_one() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      var reply = witness.add(log.request(2, 5));

      assertThat(reply.statusCode()).isEqualTo(409);
      assertThat(reply.body()).isEqualTo("3\n");
      assertThat(reply.headers().firstValue("content-type")).contains("text/x.tlog.size");
      assertThat(witness.add(log.request(3, 5)).statusCode()).isEqualTo(200);
      assertThat(witness.add(log.request(5, 5)).statusCode()).isEqualTo(200);
      assertThat(witness.add(log.request(3, 3)).statusCode()).isEqualTo(409);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          old 3\\n                 | old 03\\n                    | 400
          old 3\\n                 | old -1\\n                    | 400
          old 3\\n                 | old  3\\n                    | 400
          old 3\\n                 | OLD 3\\n                     | 400
          old 3\\n                 | old 3\\r\\n                  | 400
          old 3\\n                 | old 9223372036854775808\\n   | 400
          old 3\\n                 | old 6\\n                     | 400
          old 3\\n                 | old 3\\nAAAA\\n              | 400
          old 3\\n                 | old 3\\nnot base64!\\n       | 400
          old 3\\n                 | old 3\\n\\n                  | 400
          log.example/one\\n5\\n    | log.example/one\\n05\\n      | 400
          log.example/one\\n5\\n    | log.example/one\\n5\\nAAAA\\n | 400
          log.example/one\\n5\\n    | log.example/two\\n5\\n       | 404
          log.example/one\\n5\\n    | log.example/one\\n4\\n       | 403
          — log.example/one        | — log.example/two          | 403
          — log.example/one        | log.example/one            | 400
          old 3\\n                 | old 2\\n                     | 409
          old 3\\n                 | old 0\\n                     | 409
          """)
  void a_request_that_is_not_right_has_its_status(String from, String to, int status)
      throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      String body = edited(log.request(3, 5), lines(from), lines(to));

      assertThat(witness.add(Bytes.utf8(body)).statusCode()).isEqualTo(status);
      assertThat(witness.add(log.request(3, 5)).statusCode()).isEqualTo(200);
    }
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  @Test
  void proofs_of_a_wrong_shape_are_422_and_of_too_many_lines_400() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      String hash = log.leaf(0).base64() + "\n";
      Bytes first = log.request(0, 3);
      assertThat(witness.add(Bytes.utf8(edited(first, "old 0\n", "old 0\n" + hash))).statusCode())
          .isEqualTo(422);
      assertThat(witness.add(first).statusCode()).isEqualTo(200);
      Bytes next = log.request(3, 5);
      assertThat(witness.add(Bytes.utf8(edited(next, "old 3\n", "old 3\n" + hash))).statusCode())
          .isEqualTo(422);
      String many = "old 3\n" + hash.repeat(64);
      assertThat(witness.add(Bytes.utf8(edited(next, "old 3\n", many))).statusCode())
          .isEqualTo(400);
      Bytes same = log.request(3, 3);
      assertThat(witness.add(Bytes.utf8(edited(same, "old 3\n", "old 3\n" + hash))).statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void an_empty_log_has_the_root_of_nothing() throws Exception {
    var key = TestLog.Key.named("log.example/empty");
    var wrong = new Checkpoint("log.example/empty", 0, Hash.of(new byte[] {1})).sign(key);
    var right = new Checkpoint("log.example/empty", 0, Hash.of(new byte[0])).sign(key);
    try (var witness = RunningWitness.start(dir, key.key())) {
      assertThat(witness.add(Bytes.wrap(AddCheckpoint.body(0, List.of(), wrong))).statusCode())
          .isEqualTo(422);
      assertThat(witness.add(Bytes.wrap(AddCheckpoint.body(0, List.of(), right))).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void one_good_line_is_enough_but_a_bad_one_by_a_trusted_key_spoils_it() throws Exception {
    var old = TestLog.named(ORIGIN);
    var stranger = TestLog.named(ORIGIN);
    try (var witness = RunningWitness.start(dir, log.vkey(), old.vkey())) {
      String strange = line(stranger.note(3));
      String bad = line(old.note(4));
      String body = log.request(0, 3).utf8();

      assertThat(witness.add(Bytes.utf8(body + bad)).statusCode()).isEqualTo(403);
      assertThat(witness.add(stranger.request(0, 3)).statusCode()).isEqualTo(403);
      assertThat(witness.add(Bytes.utf8(body + strange)).statusCode()).isEqualTo(200);
    }
  }

  private static String line(byte[] note) {
    String text = new String(note, UTF_8);
    return text.substring(text.indexOf("\n\n") + 2);
  }

  @Test
  void methods_paths_and_bodies_that_are_not_there_are_refused() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      assertThat(witness.get("/add-checkpoint").statusCode()).isEqualTo(405);
      assertThat(witness.get("/").statusCode()).isEqualTo(404);
      assertThat(witness.get("/" + WitnessedLog.hash(ORIGIN) + "/checkpoint").statusCode())
          .isEqualTo(404);
      var post =
          HttpRequest.newBuilder(URI.create(witness.url() + "/" + "0".repeat(64) + "/checkpoint"))
              .POST(HttpRequest.BodyPublishers.ofString("x"));
      assertThat(witness.send(post).statusCode()).isEqualTo(405);
      assertThat(witness.add(Bytes.EMPTY).statusCode()).isEqualTo(400);
      assertThat(witness.add(Bytes.wrap(new byte[] {(byte) 0xff, '\n', '\n', 'a'})).statusCode())
          .isEqualTo(400);
      assertThat(witness.add(Bytes.wrap(new byte[Witness.BODY_BYTES_MAX + 1])).statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void monitors_get_the_newest_checkpoint_with_all_its_lines_also_after_a_restart()
      throws Exception {
    String path = "/" + WitnessedLog.hash(ORIGIN) + "/checkpoint";
    String lines;
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      lines = witness.add(log.request(3, 7)).body();
      assertThat(witness.get(path).body()).isEqualTo(new String(log.note(7), UTF_8) + lines);
    }
    try (var witness = RunningWitness.start(dir)) {
      byte[] note = witness.get(path).body().getBytes(UTF_8);
      var keys = new ArrayList<>(witness.keys());
      keys.add(log.vkey());
      assertThat(Note.parse(note).orThrow().good(keys).orThrow()).hasSize(3);
    }
  }

  @Test
  void a_log_can_be_added_while_it_runs_and_a_broken_file_takes_none_away() throws Exception {
    try (var witness = RunningWitness.start(dir)) {
      assertThat(witness.add(log.request(0, 3)).statusCode()).isEqualTo(404);
      Witness.trust(dir, "log " + log.vkey() + " https://log.example/\nquorum none\n");
      assertThat(witness.add(log.request(0, 3)).statusCode()).isEqualTo(200);
      Files.writeString(dir.resolve("logs").resolve("broken"), "log nonsense\n");
      assertThat(witness.add(log.request(3, 5)).statusCode()).isEqualTo(200);
    }
    assertThatThrownBy(() -> RunningWitness.start(dir))
        .isInstanceOf(WitnessException.class)
        .hasMessageContaining("broken`, line 1: `nonsense` is not `name+id+key`");
  }

  @Test
  void keys_are_for_the_owner_alone_and_stay() throws Exception {
    List<VerifierKey> keys;
    try (var witness = RunningWitness.start(dir)) {
      keys = witness.keys();
    }
    for (String file : List.of("ml-dsa-44", "ed25519")) {
      Path seed = dir.resolve("keys").resolve(file);
      assertThat(Files.size(seed)).isEqualTo(32);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(seed)))
          .isEqualTo("rw-------");
    }
    assertThat(Witness.keys(dir)).isEqualTo(keys);
    assertThatThrownBy(() ->
            Witness.open(
                dir,
                Optional.of("other.example"),
                List.of(),
                RunningWitness.CLOCK,
                new java.security.SecureRandom()))
        .isInstanceOf(WitnessException.class)
        .hasMessageContaining("not `other.example`");
  }

  @Test
  void many_at_once_never_take_it_back() throws Exception {
    var cosigned = new ConcurrentLinkedQueue<Integer>();
    var known = new AtomicInteger();
    try (var witness = RunningWitness.start(dir, log.vkey());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<java.util.concurrent.Future<?>>();
      for (int t = 0; t < 8; t++) {
        var random = new Random(t);
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < 15; i++) {
                int old = known.get();
                int size = old + 1 + random.nextInt(5);
                var reply = witness.add(log.request(old, size));
                if (reply.statusCode() == 200) {
                  cosigned.add(size);
                  known.accumulateAndGet(size, Math::max);
                } else {
                  assertThat(reply.statusCode()).isEqualTo(409);
                  int last = Integer.parseInt(reply.body().strip());
                  assertThat(last).isGreaterThan(old);
                  known.accumulateAndGet(last, Math::max);
                }
              }
              return null;
            }));
      }
      for (var one : all) one.get();
    }

    var journaled = cosignedSizes();
    assertThat(journaled).isSorted().doesNotHaveDuplicates();
    assertThat(cosigned).containsExactlyInAnyOrderElementsOf(journaled);
    assertThat(journaled).hasSizeGreaterThan(5);
  }

  private List<Integer> cosignedSizes() throws Exception {
    byte[] file = Files.readAllBytes(journal());
    var sizes = new ArrayList<Integer>();
    int at = new String(file, UTF_8).indexOf('\n') + 1;
    while (at < file.length && Seen.at(file, at) instanceof Seen.At.Whole(var seen, _, var end)) {
      if (seen.cosigned()) sizes.add((int) seen.checkpoint().size());
      at = end;
    }
    assertThat(at).isEqualTo(file.length);
    return sizes;
  }

  private Path journal() throws Exception {
    try (Stream<Path> files =
        Files.list(dir.resolve("journal").resolve(WitnessedLog.hash(ORIGIN)))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void whoever_did_not_get_the_answer_is_told_where_the_witness_stands() throws Exception {
    Path copy = dir.resolveSibling(dir.getFileName() + "-killed");
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      witness.add(log.request(3, 5));
      // As a killed process leaves the folder: nothing is written after the answer.
      copy(dir, copy);
    }
    Files.delete(copy.resolve("keys").resolve("name"));
    try (var witness = RunningWitness.start(copy)) {
      var reply = witness.add(log.request(3, 5));
      assertThat(reply.statusCode()).isEqualTo(409);
      assertThat(reply.body()).isEqualTo("5\n");
      assertThat(witness.add(log.request(5, 5)).statusCode()).isEqualTo(200);
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void a_record_that_a_crash_cut_off_anywhere_never_was() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
    }
    byte[] three = Files.readAllBytes(journal());
    try (var witness = RunningWitness.start(dir)) {
      witness.add(log.request(3, 5));
    }
    byte[] five = Files.readAllBytes(journal());

    for (int length = three.length; length < five.length; length += 7) {
      Files.write(journal(), java.util.Arrays.copyOf(five, length));
      try (var opened = Journal.open(parent(), ORIGIN)) {
        assertThat(opened.cosigned().orElseThrow().checkpoint()).isEqualTo(log.checkpoint(3));
      }
      assertThat(Files.readAllBytes(journal())).isEqualTo(three);
      // As a file system leaves it that wrote the length before the bytes.
      byte[] zeros = java.util.Arrays.copyOf(java.util.Arrays.copyOf(five, length), five.length);
      Files.write(journal(), zeros);
      try (var opened = Journal.open(parent(), ORIGIN)) {
        assertThat(opened.cosigned().orElseThrow().checkpoint()).isEqualTo(log.checkpoint(3));
      } catch (WitnessException halfALine) {
        assertThat(length - three.length).isBetween(1, 120);
      }
    }
  }

  private Path parent() throws Exception {
    return dir.resolve("journal").resolve(WitnessedLog.hash(ORIGIN));
  }

  @Test
  void a_journal_that_was_changed_stops_the_witness() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      witness.add(log.request(3, 5));
    }
    byte[] good = Files.readAllBytes(journal());
    var random = new Random(1);

    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(7));
      Files.write(journal(), bad);
      assertThatThrownBy(() -> Journal.open(parent(), ORIGIN).close())
          .isInstanceOf(WitnessException.class)
          .hasMessageContaining("begin a new witness");
    }
  }
}
