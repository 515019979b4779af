package probity.witness.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.http.BoundedHttp;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.KeyType;
import probity.ledger.Note;
import probity.ledger.VerifierKey;
import probity.witness.RunningWitness;
import probity.witness.TestLog;

/// The client against the product's own witness over real sockets, and against fakes that fail.
class WitnessClientTest {
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  @TempDir private Path dir;
  private final TestLog log = TestLog.named(MemoryLedger.ORIGIN);
  private final MemoryLedger ledger = new MemoryLedger(log, 5);
  private final List<RunningWitness> running = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Set<Origin> origins = ConcurrentHashMap.newKeySet();

  @AfterEach
  void end() throws Exception {
    for (var one : open.reversed()) one.close();
  }

  private RunningWitness witness(String name) {
    var witness = RunningWitness.start(dir.resolve(name), log.vkey());
    running.add(witness);
    open.add(witness);
    return witness;
  }

  private Witnesses.Named named(String name, VerifierKey key, String url) {
    var origin = Origin.of(URI.create(url)).orElseThrow();
    origins.add(origin);
    return new Witnesses.Named(name, key, origin, "");
  }

  private Witnesses.Named named(RunningWitness witness, KeyType type) {
    var key = witness.keys().stream().filter(k -> k.type() == type).findFirst().orElseThrow();
    return named("w" + running.indexOf(witness), key, witness.url());
  }

  /// A witness that answers as `handler` does, with the key of a real one.
  private Witnesses.Named fake(String name, VerifierKey key, BoundedHttp.Handler handler)
      throws Exception {
    var at = new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0);
    var server = BoundedHttp.open(at, 64 << 10, handler);
    open.add(server);
    return named(name, key, "http://127.0.0.1:" + server.port());
  }

  private WitnessClient start(int quorum, Witnesses.Named... those) {
    var post = new HttpPost(new EgressPolicy(origins, Set.of("127.0.0.1")), LONGEST);
    var client =
        WitnessClient.start(
            new Witnesses(quorum, EVERY, List.of(those)),
            ledger,
            post,
            RunningWitness.CLOCK,
            new Random(1));
    open.add(client);
    return client;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new AssertionError("it did not come to that");
      Thread.sleep(5);
    }
  }

  private static WitnessStatus.One one(WitnessClient client, String name) {
    return client.status().logs().getFirst().witnesses().stream()
        .filter(w -> w.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String failure(WitnessClient client, String name) {
    return client.status().logs().isEmpty() ? "" : one(client, name).failure();
  }

  @Test
  void growth_is_cosigned_by_both_types_of_key_and_published_with_the_logs_line_first()
      throws Exception {
    var a = named(witness("a"), KeyType.ML_DSA_44);
    var b = named(witness("b"), KeyType.ED25519_COSIGNATURE);
    var client = start(2, a, b);
    await(() -> ledger.cosignedSize() == 5);
    ledger.grow(700);
    await(() -> ledger.cosignedSize() == 700);
    ledger.grow(701);
    await(() -> ledger.cosignedSize() == 701);

    assertThat(ledger.note().check(List.of(log.vkey()), List.of(a.key(), b.key())).orThrow())
        .extracting(Note.Signed::key)
        .containsExactly(a.key(), b.key());
    assertThat(ledger.note().lines().getFirst().name()).isEqualTo(MemoryLedger.ORIGIN);
    await(() -> client.unwitnessedMillis() == 0);
    assertThat(client.status().logs().getFirst().cosigned()).isEqualTo(701);
    assertThat(one(client, "w0").size()).isEqualTo(701);
    assertThat(one(client, "w0").success()).isPresent();
  }

  @Test
  void a_log_at_rest_asks_nobody() throws Exception {
    var real = witness("a");
    var asked = new AtomicInteger();
    var w =
        fake(
            "w",
            real.keys().getFirst(),
            request -> {
              asked.incrementAndGet();
              return through(real, request);
            });
    start(1, w);
    await(() -> ledger.cosignedSize() == 5);
    int before = asked.get();
    for (int i = 0; i < 10; i++) Thread.sleep(EVERY);

    assertThat(asked.get()).isEqualTo(before);
  }

  private static Reply through(RunningWitness real, Request request) {
    return real.answer(request);
  }

  @Test
  void another_start_learns_where_witnesses_are() throws Exception {
    var real = witness("a");
    var w = named(real, KeyType.ML_DSA_44);
    try (var _ = start(1, w)) {
      await(() -> ledger.cosignedSize() == 5);
    }
    var fresh = new MemoryLedger(log, 9);
    var post = new HttpPost(new EgressPolicy(origins, Set.of("127.0.0.1")), LONGEST);
    try (var second =
        WitnessClient.start(
            new Witnesses(1, EVERY, List.of(w)), fresh, post, RunningWitness.CLOCK, new Random())) {
      await(() -> fresh.cosignedSize() == 9);
      assertThat(second.status().logs().getFirst().witnesses().getFirst().failure()).isEmpty();
    }
  }

  @Test
  void two_of_three_are_enough_with_one_down_and_one_lying() throws Exception {
    var good = named(witness("a"), KeyType.ML_DSA_44);
    var late = witness("b");
    var up = new java.util.concurrent.atomic.AtomicBoolean();
    var slow =
        fake(
            "slow",
            late.keys().getFirst(),
            request -> up.get() ? through(late, request) : reply(500, ""));
    var liar = witness("c");
    var lying =
        fake(
            "lying",
            liar.keys().getFirst(),
            request -> {
              var other = log.forkedAt(0);
              liar.answer(request);
              return reply(
                  200,
                  "— "
                      + liar.keys().getFirst().name()
                      + " "
                      + "AAAA".repeat(30)
                      + "\n"
                      + other.vkey());
            });
    var client = start(2, good, slow, lying);
    await(() -> !failure(client, "lying").isEmpty() && !failure(client, "slow").isEmpty());

    assertThat(ledger.published).isEmpty();
    assertThat(failure(client, "lying")).contains("no good signature line");
    assertThat(failure(client, "slow")).contains("status 500");
    await(() -> client.unwitnessedMillis() > 0);
    await(() -> one(client, "slow").nextTry().isPresent());

    up.set(true);
    await(() -> ledger.cosignedSize() == 5);
    assertThat(ledger.note().check(List.of(log.vkey()), List.of(good.key(), slow.key())).orThrow())
        .hasSize(2);
  }

  private static Reply reply(int status, String body) {
    return Reply.of(status, "text/plain", Bytes.utf8(body));
  }

  @Test
  void lines_by_unknown_keys_and_bad_ones_are_left_out() throws Exception {
    var real = witness("a");
    var stranger = witness("b");
    var key = real.keys().getFirst();
    var w =
        fake(
            "w",
            key,
            request -> {
              String strange = body(stranger.answer(request));
              String good = body(real.answer(request));
              // A bad line by the right key comes first, and the good one twice.
              String bad = good.replaceFirst("(.{20})(.{20})\n", "$2$1\n");
              return reply(200, strange + bad + good + good);
            });
    start(1, w);
    await(() -> ledger.cosignedSize() == 5);

    assertThat(ledger.note().lines()).hasSize(2);
    assertThat(ledger.note().check(List.of(log.vkey()), List.of(key)).orThrow()).hasSize(1);
  }

  private static String body(Reply reply) {
    return reply.body() instanceof Reply.Body.Whole(var bytes) ? bytes.utf8() : "";
  }

  @Test
  void what_a_witness_does_wrong_is_said_in_words_and_nothing_is_published() throws Exception {
    var key = witness("a").keys().getFirst();
    var client =
        start(
            1,
            fake("conflict", key, request -> Reply.of(409, "text/x.tlog.size", Bytes.utf8("3\n"))),
            fake("shapeless", keyOf("b"), request -> reply(409, "many\n")),
            fake("unknown", keyOf("c"), request -> reply(403, "")),
            fake("away", keyOf("d"), request -> reply(404, "")),
            fake(
                "moved",
                keyOf("e"),
                request ->
                    new Reply(
                        307,
                        java.util.Map.of("location", "/x"),
                        new Reply.Body.Whole(Bytes.EMPTY))),
            fake("huge", keyOf("f"), request -> reply(200, "x".repeat(200_000))),
            fake("second", keyOf("g"), request -> reply(200, "\n\n— a AAAA\n")),
            fake("silent", keyOf("h"), request -> sleeping()),
            named("down", keyOf("i"), "http://127.0.0.1:1"),
            new Witnesses.Named("elsewhere", keyOf("j"), new Origin(false, "127.0.0.1", 2), ""));
    await(() ->
        client.status().logs().stream()
            .allMatch(l -> l.witnesses().stream().noneMatch(w -> w.failure().isEmpty())));

    assertThat(failure(client, "conflict")).isEqualTo("it answers 409 with size 3 and then with 3");
    assertThat(failure(client, "shapeless")).isEqualTo("it answers 409 without its size");
    assertThat(failure(client, "unknown")).startsWith("not configured there");
    assertThat(failure(client, "away")).startsWith("not configured there");
    assertThat(failure(client, "moved")).isEqualTo("it answers with status 307");
    assertThat(failure(client, "huge")).contains("larger than 65536 bytes");
    assertThat(failure(client, "second")).contains("no good signature line");
    assertThat(failure(client, "silent")).startsWith("no whole answer within");
    assertThat(failure(client, "down")).startsWith("the connection failed (");
    assertThat(failure(client, "elsewhere")).contains("is not an origin of the configuration");
    assertThat(ledger.published).isEmpty();
  }

  private VerifierKey keyOf(String name) {
    return witness(name).keys().getFirst();
  }

  private static Reply sleeping() {
    try {
      Thread.sleep(LONGEST.multipliedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reply(200, "");
  }

  @Test
  void a_ledger_that_was_put_back_is_told_loudly_and_cosigned_stays() throws Exception {
    var w = named(witness("a"), KeyType.ML_DSA_44);
    try (var _ = start(1, w)) {
      await(() -> ledger.cosignedSize() == 5);
      ledger.grow(8);
      await(() -> ledger.cosignedSize() == 8);
    }
    ledger.grow(6);
    var client = start(1, w);
    await(() -> !failure(client, "w0").isEmpty());

    assertThat(failure(client, "w0")).startsWith("ROLLED BACK or forked: it cosigned 8 entries");
    assertThat(one(client, "w0").contradicts()).isTrue();
    assertThat(ledger.cosignedSize()).isEqualTo(8);
    await(() -> client.unwitnessedMillis() > 0);
  }

  @Test
  void a_ledger_with_other_entries_is_told_loudly() throws Exception {
    var w = named(witness("a"), KeyType.ED25519_COSIGNATURE);
    var client = start(1, w);
    await(() -> ledger.cosignedSize() == 5);
    ledger.become(log.forkedAt(2), 9);
    await(() -> one(client, "w0").contradicts());

    assertThat(failure(client, "w0")).startsWith("ROLLED BACK or forked: what is published");
    assertThat(ledger.cosignedSize()).isEqualTo(5);
  }

  @Test
  void a_private_address_must_be_named() throws Exception {
    var w = named(witness("a"), KeyType.ML_DSA_44);
    var post = new HttpPost(new EgressPolicy(origins, Set.of()), LONGEST);

    assertThat(post.send(w.origin(), "/add-checkpoint", new byte[0]))
        .isInstanceOfSatisfying(
            Post.Answer.Missing.class,
            missing -> assertThat(missing.reason()).contains("private address"));
  }

  @Test
  void a_full_disk_is_tried_again() throws Exception {
    ledger.full = true;
    var client = start(1, named(witness("a"), KeyType.ML_DSA_44));
    await(() -> client.status().logs().stream().anyMatch(l -> l.detail().contains("cosigned")));
    ledger.full = false;
    await(() -> ledger.cosignedSize() == 5);

    await(() -> client.status().logs().getFirst().cosigned() == 5);
  }

  @Test
  void what_waited_before_the_start_counts() throws Exception {
    var w = named(witness("a"), KeyType.ML_DSA_44);
    try (var _ = start(1, w)) {
      await(() -> ledger.cosignedSize() == 5);
    }
    ledger.grow(6);
    var down = named("down", w.key(), "http://127.0.0.1:1");
    var post = new HttpPost(new EgressPolicy(origins, Set.of("127.0.0.1")), LONGEST);
    java.time.InstantSource later = () -> RunningWitness.CLOCK.instant().plusSeconds(3600);
    try (var client =
        WitnessClient.start(
            new Witnesses(1, EVERY, List.of(down)), ledger, post, later, new Random())) {
      assertThat(client.unwitnessedMillis()).isGreaterThanOrEqualTo(3_600_000);
    }
  }

  @Test
  void the_policy_names_the_witnesses_and_their_quorum() {
    var w =
        new Witnesses.Named("one", witness("a").keys().getFirst(), new Origin(true, "h", 443), "");

    var policy = new Witnesses(1, EVERY, List.of(w)).policy(List.of(log.vkey()));

    assertThat(policy.text())
        .isEqualTo(
            "log "
                + log.vkey()
                + "\nwitness one "
                + w.key()
                + "\ngroup witnesses 1 one\nquorum witnesses\n");
    assertThat(probity.ledger.TrustPolicy.parse(policy.text()).orThrow()).isEqualTo(policy);
    assertThat(Witnesses.NONE.policy(List.of(log.vkey())).quorum()).isEqualTo("none");
    assertThat(Optional.of(policy.fewest())).contains(1);
  }
}
