package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.asked;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.FakeProvider.toolCalls;
import static probity.server.Running.chat;
import static probity.server.Running.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.classify.Scoring;
import probity.evidence.Appended;
import probity.evidence.BundleRef;
import probity.evidence.Draft;
import probity.evidence.Engine;
import probity.evidence.Evidence;
import probity.evidence.Journal;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects;
import probity.evidence.TurnedAway;
import probity.exchange.Purpose;
import probity.gateway.BundleInForce;
import probity.gateway.Callers;
import probity.gateway.Contents;
import probity.gateway.Counters;
import probity.gateway.ExchangeIds;
import probity.gateway.Gateway;
import probity.gateway.Grants;
import probity.gateway.Limits;
import probity.gateway.Listener;
import probity.gateway.Proxies;
import probity.gateway.upstream.Connections;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.gateway.upstream.Tls;
import probity.gateway.upstream.Transport;
import probity.gateway.upstream.Upstream;
import probity.gateway.upstream.Upstreams;
import probity.identity.ApiKeys;
import probity.identity.Identity;
import probity.ledger.Hash;
import probity.policy.BundleDetectors;
import probity.server.policy.BundleFolder;
import probity.source.Sources;

/// Promise P1: the intent is durable before a byte goes to the provider, a step before its call,
/// and the outcome before the last byte, goes to the client. The ledger here is slow or fails.
class RecordFirstTest {
  /// A ledger that makes entries durable when the test lets it, or never.
  private static final class SlowJournal implements Journal {
    private final CopyOnWriteArrayList<Waiting> waiting = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> kinds = new CopyOnWriteArrayList<>();
    private volatile Set<String> held = Set.of();
    private volatile Set<String> refused = Set.of();

    private volatile String reason = "disk-full";

    /// Kinds at which a fault of the program strikes.
    private volatile Set<String> faulty = Set.of();

    private record Waiting(Draft draft, Executor home, Consumer<Appended> done) {
      void durable() {
        var leaf = Hash.of(draft.body().canonical().getBytes(StandardCharsets.UTF_8));
        var durable = new Appended.Durable(leaf, "series", 1, "2026-11-25T09:00:00.000Z");
        home.execute(() -> done.accept(durable));
      }
    }

    @Override
    public void append(Draft draft, Executor home, Consumer<Appended> done) {
      var one = new Waiting(draft, home, done);
      if (!draft.kind().equals("turned-away")) kinds.add(draft.kind());
      if (faulty.contains(draft.kind())) throw new IllegalStateException("a fault of the program");
      if (refused.contains(draft.kind())) {
        home.execute(() -> done.accept(new Appended.Unwritable(reason, "no room")));
      } else if (held.contains(draft.kind())) {
        waiting.add(one);
      } else {
        one.durable();
      }
    }

    /// The kinds of all exchange entries asked for, in their order.
    List<String> kinds() {
      return List.copyOf(kinds);
    }

    void awaitHeld() throws InterruptedException {
      Running.await(() -> !waiting.isEmpty());
    }

    void release() {
      held = Set.of();
      waiting.forEach(Waiting::durable);
    }
  }

  private static final class OneKey implements Subjects {
    private volatile boolean available = true;

    @Override
    public void find(String subject, Executor home, Consumer<Found> done) {
      done.accept(
          available
              ? new Found.Key(new SubjectKey(new byte[SubjectKey.BYTES]))
              : new Found.Unavailable("no vault"));
    }

    @Override
    public void keep(SubjectKey key, String exchange, String field, String value) {}
  }

  private final SlowJournal journal = new SlowJournal();
  private final OneKey vault = new OneKey();
  private FakeProvider provider;
  private Listener listener;
  private ThreadPoolExecutor pool;

  /// One event loop, so that an answer to a later request shows that the loop has done all that an
  /// earlier one asked of it.
  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4));
    var origin = new Origin(false, "127.0.0.1", provider.port());
    var upstreams =
        new Upstreams(
            Map.of(
                "fake", new Upstream("fake", origin, "", "", "", Tls.trusting(Optional.empty()))),
            new EgressPolicy(Set.of(origin), Set.of("127.0.0.1")));
    assertThat(upstreams.refresh()).isEmpty();
    var bundle = BundleFolder.read(Running.BUNDLE);
    var detectors = BundleDetectors.of(bundle);
    var inForce =
        new BundleInForce(
            bundle,
            new BundleRef(bundle.name(), bundle.version(), bundle.digest(), bundle.digest()),
            detectors,
            Scoring.NONE,
            new Engine("probity/test", "cel/test", detectors.versions()),
            new Callers(Identity.of(new ApiKeys(Running.callers())), Proxies.NONE),
            List.of());
    var transport = Transport.best();
    Limits limits = Config.LIMITS;
    var gateway =
        new Gateway(
            () -> Optional.of(inForce),
            new Evidence(journal, vault),
            journal,
            new TurnedAway(),
            new Connections(transport, upstreams, Running.PATIENT, limits.headerBytes()),
            upstreams,
            pool,
            limits,
            Purpose.TEST,
            Running.CLOCK,
            new ExchangeIds(Running.CLOCK, new Random(1)),
            () -> 0,
            new Counters(),
            Grants.NONE,
            Contents.NONE,
            (_, _, _, _) -> {},
            Sources.NONE);
    listener =
        Listener.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            transport,
            transport.loops(1),
            gateway,
            limits,
            Running.CLOCK,
            Optional.empty());
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    pool.shutdown();
    provider.close();
  }

  private Client client() throws IOException {
    return new Client(listener.port());
  }

  private Client.Reply call(String request) throws IOException {
    try (var client = client()) {
      return client.send(request).reply();
    }
  }

  /// Waits until the event loop has done what it had to do so far.
  private void settle() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThat(call("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(401);
    }
  }

  @Test
  void nothing_reaches_the_provider_before_the_intent_is_durable() throws Exception {
    journal.held = Set.of("intent");

    try (var client = client()) {
      client.send(chat("hi", ""));
      journal.awaitHeld();
      settle();
      var before = provider.requests();
      journal.release();
      var reply = client.reply();

      assertThat(before).isEmpty();
      assertThat(reply.status()).isEqualTo(200);
    }
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void a_unary_answer_waits_for_its_outcome() throws Exception {
    journal.held = Set.of("outcome");

    try (var client = client()) {
      client.send(chat("hi", ""));
      journal.awaitHeld();
      settle();
      boolean early = client.hasMore();
      journal.release();

      assertThat(early).isFalse();
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_refusal_waits_for_its_outcome() throws Exception {
    journal.held = Set.of("outcome");

    try (var client = client()) {
      client.send(chat("charge 4111 1111 1111 1111", ""));
      journal.awaitHeld();
      settle();
      boolean early = client.hasMore();
      journal.release();

      assertThat(early).isFalse();
      assertThat(client.reply().status()).isEqualTo(403);
    }
  }

  @Test
  void the_last_event_of_a_stream_waits_for_its_outcome() throws Exception {
    journal.held = Set.of("outcome");
    provider.answer(STREAM, said("hello there "), finished("stop") + DONE + END);

    try (var client = client()) {
      client.send(stream("hi"));
      client.until("hello there ");
      client.until("\n\n");
      journal.awaitHeld();
      settle();
      client.until("\r\n");
      boolean early = client.hasMore();
      journal.release();

      assertThat(early).isFalse();
      client.until("\"stop\"");
      client.until("[DONE]");
      client.until("0\r\n\r\n");
    }
  }

  @Test
  void a_streamed_tool_call_waits_for_its_step() throws Exception {
    journal.held = Set.of("step");
    provider.answer(
        STREAM,
        said("hello there ") + asked(0, "lookup_order"),
        finished("tool_calls") + DONE + END);

    try (var client = client()) {
      client.send(stream("hi"));
      client.until("hello there ");
      client.until("\n\n");
      journal.awaitHeld();
      settle();
      client.until("\r\n");
      boolean early = client.hasMore();
      journal.release();

      assertThat(early).isFalse();
      client.until("lookup_order");
      client.until("[DONE]");
    }
  }

  @Test
  void without_a_durable_intent_nothing_is_sent() throws Exception {
    journal.refused = Set.of("intent");

    var reply = call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.error("code")).isEqualTo("disk-full");
    assertThat(reply.header("retry-after")).isEqualTo("1");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void a_request_that_no_entry_has_room_for_is_not_asked_to_come_again() throws Exception {
    journal.refused = Set.of("intent");
    journal.reason = "entry-too-large";

    var reply = call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void without_the_key_of_the_subject_nothing_is_sent() throws Exception {
    vault.available = false;

    var reply = call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.error("code")).isEqualTo("vault-unavailable");
    assertThat(provider.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcome", "step"})
  void without_a_durable_end_no_unary_answer_is_given(String kind) throws Exception {
    journal.refused = Set.of(kind);
    provider.answer(json(200, toolCalls("lookup_order")));

    var reply = call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).doesNotContain("lookup_order");
  }

  @Test
  void a_fault_before_the_intent_is_answered_and_sends_nothing() throws Exception {
    journal.faulty = Set.of("intent");

    var reply = call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void a_fault_after_the_intent_ends_the_exchange_on_record_and_gives_no_answer() throws Exception {
    journal.faulty = Set.of("step");
    provider.answer(json(200, toolCalls("lookup_order")));

    var reply = call(chat("hi", ""));

    assertThat(reply.status()).isIn(500, 502);
    assertThat(reply.body()).doesNotContain("lookup_order");
    assertThat(journal.kinds()).containsExactly("intent", "step", "outcome");
  }

  @Test
  void a_fault_in_the_middle_of_a_stream_breaks_it_off() throws Exception {
    journal.faulty = Set.of("outcome");
    provider.answer(STREAM, said("hello there "), finished("stop") + DONE + END);

    var reply = call(stream("hi"));

    assertThat(reply.whole()).isFalse();
    assertThat(reply.body()).doesNotContain("\"stop\"", "[DONE]");
  }

  @Test
  void without_a_durable_outcome_a_stream_is_broken_off() throws Exception {
    journal.refused = Set.of("outcome");
    provider.answer(STREAM, said("hello there "), finished("stop") + DONE + END);

    var reply = call(stream("hi"));

    assertThat(reply.whole()).isFalse();
    assertThat(reply.body()).doesNotContain("\"stop\"", "[DONE]");
  }

  @Test
  void without_a_durable_step_a_stream_is_broken_off_and_its_call_ended() throws Exception {
    journal.refused = Set.of("step");
    var closed =
        provider.answer(talk -> {
          talk.send(STREAM + said("hello there ") + asked(0, "lookup_order"));
          talk.send(asked(1, "lookup_order"));
          while (true) {
            try {
              talk.send(said("on and on "));
              Thread.sleep(5);
            } catch (IOException gone) {
              return true;
            }
          }
        });

    var reply = call(stream("hi"));

    assertThat(reply.whole()).isFalse();
    assertThat(reply.body()).doesNotContain("lookup_order");
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void no_step_follows_the_outcome_of_a_client_that_hung_up() throws Exception {
    journal.held = Set.of("step");
    provider.answer(json(200, toolCalls("lookup_order", "lookup_order")));

    try (var client = client()) {
      client.send(chat("hi", ""));
      journal.awaitHeld();
      client.hangUp();
      settle();
    }
    Running.await(() -> journal.kinds().contains("outcome"));
    journal.release();
    settle();

    assertThat(journal.kinds()).containsExactly("intent", "step", "outcome");
  }

  @Test
  void a_client_that_hung_up_before_its_intent_was_durable_costs_no_call() throws Exception {
    journal.held = Set.of("intent");

    try (var client = client()) {
      client.send(chat("hi", ""));
      journal.awaitHeld();
      client.hangUp();
      settle();
    }
    journal.release();
    Running.await(() -> journal.kinds().contains("outcome"));

    assertThat(journal.kinds()).containsExactly("intent", "outcome");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void a_gateway_whose_ledger_recovers_goes_on() throws Exception {
    journal.refused = Set.of("intent", "step", "outcome");
    var refused = call(chat("hi", ""));
    journal.refused = Set.of();

    var reply = call(chat("hi", ""));

    assertThat(List.of(refused.status(), reply.status())).containsExactly(503, 200);
  }
}
