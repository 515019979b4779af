package probity.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// Real authorities on real sockets; the store is a list, its entries unsigned.
class TimestampsTest {
  private static final String RECORDS = "probity.example/acme/records";
  private static final String TRAFFIC = "probity.example/acme/traffic-standard-2026h2";
  private static final String HOST = "127.0.0.1";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path dir;
  private final List<Draft> anchors = new ArrayList<>();
  private final List<Entry> records = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestTsa tsa;
  private TimestampCheck check;
  private Instant now = TestCa.NOW;
  private long traffic = 3;
  private boolean full;

  private record Draft(Json.Obj body, List<Bytes> blobs) {}

  @BeforeEach
  void ledger() throws Exception {
    var ca = new TestCa("root");
    tsa = new TestTsa(ca.issue("tsa", TestCa.Wish.GOOD));
    check = new TimestampCheck(TrustedCertificates.read(List.of(ca.pem(dir))));
    append("key", Json.object().build());
    append("genesis", Json.object().build());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) each.close();
  }

  private void append(String kind, Json.Obj body) {
    long seq = records.size();
    String series = RECORDS + "/sealer/01kaxy4m9r0000000000000000";
    var entry =
        Json.object()
            .putAll(body)
            .put("v", 1)
            .put("log", RECORDS)
            .put("series", series)
            .put("seq", seq)
            .put("prev", seq == 0 ? "" : "0".repeat(64))
            .put("time", UtcTime.text(now.toEpochMilli()))
            .put("skew", 0)
            .put("kind", kind)
            .build();
    var signature = Base64.getEncoder().encodeToString(new byte[68]);
    records.add(
        Entry.parse(
                (entry.canonical() + "\n\n— " + series + " " + signature + "\n")
                    .getBytes(StandardCharsets.UTF_8))
            .orThrow());
  }

  private CompletableFuture<Appended> take(String kind, Json.Obj body, List<Bytes> blobs) {
    assertThat(kind).isEqualTo("anchor");
    if (full) {
      return CompletableFuture.completedFuture(new Appended.Unwritable("disk-full", "no room"));
    }
    anchors.add(new Draft(body, blobs));
    append(kind, body);
    return CompletableFuture.completedFuture(
        new Appended.Durable(Hash.of(new byte[0]), "s", records.size() - 1, "t"));
  }

  private List<Latest> latest() {
    return List.of(latest(RECORDS, records.size()), latest(TRAFFIC, traffic));
  }

  private static Latest latest(String origin, long size) {
    var text = origin + "\n" + size + "\n" + Hash.of(new byte[0]).base64() + "\n";
    var note = text + "\n— " + origin + " " + Hash.of(new byte[9]).base64() + "\n";
    return Latest.read(Bytes.utf8(note)).orThrow();
  }

  private TsaServer server(TsaServer.Behaviour behaviour) throws Exception {
    var server = new TsaServer(behaviour);
    open.add(server);
    return server;
  }

  private Timestamps.Authority authority(String name, TsaServer server) throws Exception {
    var origin = new Origin(false, HOST, server.port());
    return new Timestamps.Authority(
        new TimestampClient(
            name,
            origin,
            "/",
            new EgressPolicy(Set.of(origin), Set.of(HOST)),
            check,
            SSLContext.getDefault(),
            new SecureRandom(),
            Duration.ofSeconds(20)),
        HOUR);
  }

  private Timestamps timestamps(Timestamps.Authority... authorities) {
    return Timestamps.idle(
        List.of(authorities), this::latest, this::take, RECORDS, List.copyOf(records), () -> now);
  }

  @Test
  void each_log_gets_an_anchor_whose_blobs_are_its_note_and_a_good_token() throws Exception {
    timestamps(authority("one", server(TsaServer.granting(tsa)))).turn();

    assertThat(anchors).hasSize(2);
    for (int i = 0; i < 2; i++) {
      var expected = i == 0 ? latest(RECORDS, 2) : latest(TRAFFIC, 3);
      var body = anchors.get(i).body();
      var note = anchors.get(i).blobs().getFirst();
      var token = anchors.get(i).blobs().getLast();
      assertThat(note).isEqualTo(expected.note());
      assertThat(check.examine(token.array(), note.array()))
          .isInstanceOf(TimestampCheck.Examined.Valid.class);
      assertThat(body)
          .isEqualTo(
              Json.object()
                  .put(
                      "checkpoint",
                      Json.object()
                          .put("origin", expected.checkpoint().origin())
                          .put("size", expected.checkpoint().size())
                          .put("root", expected.checkpoint().root().base64())
                          .build())
                  .put("note", Hash.of(note.array()).hex())
                  .put("note_bytes", note.length())
                  .put("timestamp", Hash.of(token.array()).hex())
                  .put("timestamp_bytes", token.length())
                  .put("tsa", "one")
                  .build());
    }
  }

  @Test
  void an_anchor_is_no_reason_for_the_next_one() throws Exception {
    var timestamps =
        timestamps(
            authority("one", server(TsaServer.granting(tsa))),
            authority("two", server(TsaServer.granting(tsa))));
    for (int hour = 0; hour < 5; hour++) {
      timestamps.turn();
      now = now.plus(HOUR);
    }
    assertThat(anchors).hasSize(4);

    append("key", Json.object().build());
    timestamps.turn();
    assertThat(anchors).hasSize(6);
    assertThat(anchors.getLast().body().text("tsa")).contains("two");
  }

  @Test
  void a_restart_asks_no_sooner() throws Exception {
    var server = server(TsaServer.granting(tsa));
    timestamps(authority("one", server)).turn();

    now = now.plusSeconds(60);
    traffic++;
    var restarted = timestamps(authority("one", server));
    restarted.turn();

    assertThat(server.heads()).hasSize(2);
    assertThat(restarted.states().getFirst().lastSuccess()).contains(TestCa.NOW);
    now = now.plus(HOUR);
    restarted.turn();
    assertThat(server.heads()).hasSize(3);
  }

  @Test
  void one_authority_that_fails_is_told_and_hinders_no_other() throws Exception {
    var bad = server((_, out) -> TsaServer.write(out, TsaServer.head("503 Busy")));
    var timestamps =
        timestamps(authority("bad", bad), authority("good", server(TsaServer.granting(tsa))));

    timestamps.turn();

    assertThat(anchors).hasSize(2);
    assertThat(bad.heads()).hasSize(1);
    assertThat(timestamps.states())
        .extracting(TimestampState::failing)
        .containsExactly(true, false);
    assertThat(timestamps.states().getFirst().lastFailure())
        .contains(new TimestampState.Failure(now, "it answered 503, 200 was expected"));

    bad.behave(TsaServer.granting(tsa));
    timestamps.turn();
    assertThat(anchors).hasSize(2);
    now = now.plus(TimestampSchedule.FIRST_RETRY);
    timestamps.turn();
    assertThat(anchors).hasSize(4);
    assertThat(timestamps.states().getFirst().failing()).isFalse();
  }

  @Test
  void records_that_take_nothing_are_a_failure_and_tried_again() throws Exception {
    full = true;
    var timestamps = timestamps(authority("one", server(TsaServer.granting(tsa))));

    timestamps.turn();

    assertThat(timestamps.states().getFirst().lastFailure().orElseThrow().detail())
        .isEqualTo("`records` did not take the anchor (disk-full): no room");
    full = false;
    now = now.plus(TimestampSchedule.FIRST_RETRY);
    timestamps.turn();
    assertThat(anchors).hasSize(2);
  }

  @Test
  void it_runs_by_itself_and_ends_in_the_middle_of_a_question() throws Exception {
    var asked = new CountDownLatch(1);
    var server =
        server((_, _) -> {
          asked.countDown();
          Thread.sleep(Duration.ofSeconds(20));
        });
    var timestamps =
        Timestamps.start(
            List.of(authority("one", server)),
            this::latest,
            this::take,
            RECORDS,
            List.of(),
            InstantSource.system());

    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    timestamps.close();

    assertThat(timestamps.ended()).isTrue();
    assertThat(anchors).isEmpty();
  }

  @Test
  void checkpoints_that_cannot_be_read_end_nothing() throws Exception {
    var timestamps =
        Timestamps.idle(
            List.of(authority("one", server(TsaServer.granting(tsa)))),
            () -> {
              throw new IllegalStateException("no");
            },
            this::take,
            RECORDS,
            List.of(),
            () -> now);

    timestamps.turn();

    assertThat(anchors).isEmpty();
  }
}
