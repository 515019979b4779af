package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.NOON;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.append;
import static probity.store.file.Ledgers.bundle;
import static probity.store.file.Ledgers.durable;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Json;

class SequencerTest {
  @TempDir Path dir;

  /// A writer that can offer whatever it likes.
  private static final class Writing {
    private final Intake intake;
    private final Series series;
    private final String log;

    Writing(FileLedger ledger, String writer, String log) throws Intake.Gone {
      this.log = log;
      this.intake = ledger.intake(writer);
      var open = (Intake.Opening.Open) intake.open(log);
      byte[] seed = Signers.newSeed(new SecureRandom());
      this.series = new Series(open.origin(), Signers.portable().of(open.series(), seed));
    }

    Offer offer(String kind, Json.Obj body, long now, Bytes... blobs) {
      var next = series.next(kind, body, now);
      return Offer.of(new Draft(log, kind, body, List.of(blobs)), series.name(), next);
    }

    Offer taken(String kind, Json.Obj body, long now) {
      var next = series.next(kind, body, now);
      series.take(next);
      return Offer.of(new Draft(log, kind, body), series.name(), next);
    }

    Offer key() {
      return taken("key", series.keyBody(NOON.toEpochMilli()), NOON.toEpochMilli());
    }

    Appended append(Offer offer) throws Intake.Gone {
      return intake.append(List.of(offer)).getFirst();
    }
  }

  private static Json.Obj said(String text) {
    return Json.object().put("exchange", text).build();
  }

  private static String reason(Appended end) {
    return ((Appended.Unwritable) end).reason();
  }

  @Test
  void what_is_not_the_next_of_its_series_is_refused_and_the_ledger_stays_whole() throws Exception {
    long noon = NOON.toEpochMilli();
    try (var ledger = Ledgers.open(dir, LAZY)) {
      var peer = new Writing(ledger, "other", TRAFFIC);
      var early = peer.offer("step", said("before its key"), noon);
      assertThat(reason(peer.append(early))).isEqualTo("malformed");
      assertThat(peer.append(peer.key())).isInstanceOf(Appended.Durable.class);
      var first = peer.offer("step", said("one"), noon + 5);
      var fork = peer.offer("step", said("another one"), noon + 5);
      assertThat(peer.append(first)).isInstanceOf(Appended.Durable.class);

      assertThat(reason(peer.append(fork))).isEqualTo(Intake.OUT_OF_CHAIN);
      assertThat(reason(peer.append(first))).isEqualTo(Intake.OUT_OF_CHAIN);
      peer.taken("step", said("one"), noon + 5);
      peer.taken("step", said("never offered"), noon + 6);
      var after = peer.offer("step", said("three"), noon + 7);
      assertThat(reason(peer.append(after))).isEqualTo(Intake.OUT_OF_CHAIN);
    }

    assertThat(LedgerCheck.check(dir).log(TRAFFIC))
        .extracting(Entry::kind)
        .containsExactly("key", "genesis", "key", "step");
  }

  @Test
  void a_writer_cannot_write_what_only_the_ledger_may_say() throws Exception {
    long noon = NOON.toEpochMilli();
    try (var ledger = Ledgers.open(dir, LAZY)) {
      var peer = new Writing(ledger, "other", TRAFFIC);
      peer.append(peer.key());

      for (String kind : List.of("genesis", "policy", "close", "anchor", "heartbeat")) {
        assertThat(reason(peer.append(peer.offer(kind, said("x"), noon)))).isEqualTo("malformed");
      }
      var vouch = Series.keyBody("log", "probity.example/acme/other", "x", noon);
      assertThat(reason(peer.append(peer.offer("key", vouch, noon)))).isEqualTo("malformed");
      assertThat(reason(peer.append(peer.offer("key", peer.series.keyBody(noon), noon))))
          .isEqualTo("malformed");
      assertThatThrownBy(() -> ledger.intake("sealer"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the ledger's own name");
    }

    LedgerCheck.check(dir);
  }

  @Test
  void a_series_of_another_writer_is_refused() throws Exception {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      var peer = new Writing(ledger, "other", TRAFFIC);
      var thief = new Writing(ledger, "thief", TRAFFIC);

      assertThat(reason(thief.append(peer.key()))).isEqualTo(Intake.OUT_OF_CHAIN);
    }

    LedgerCheck.check(dir);
  }

  @Test
  void a_blob_with_a_name_that_is_no_hash_is_refused() throws Exception {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      var peer = new Writing(ledger, "other", "records");
      peer.append(peer.key());
      var body = Json.object().put("digest", "../../checkpoint").build();

      var end = peer.append(peer.offer("bundle", body, NOON.toEpochMilli()));

      assertThat(reason(end)).isEqualTo("malformed");
    }

    LedgerCheck.check(dir);
  }

  @Test
  void entries_behind_a_refused_one_of_the_same_batch_are_not_lost() throws Exception {
    var release = new CountDownLatch(1);
    var ends = new ArrayList<CompletableFuture<Appended>>();

    try (var ledger = Ledgers.open(dir, LAZY)) {
      // Holds the writer until the others wait, so that they are one batch.
      ledger.append(
          bundle("first"),
          Runnable::run,
          _ -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      ends.add(append(ledger, bundle("one")));
      ends.add(append(ledger, new Draft("records", "bundle", bundle("not given").body())));
      ends.add(append(ledger, bundle("two")));
      ends.add(append(ledger, bundle("three")));
      release.countDown();

      assertThat(ends.get(0).join()).isInstanceOf(Appended.Durable.class);
      assertThat(reason(ends.get(1).join())).isEqualTo("malformed");
      assertThat(((Appended.Durable) ends.get(2).join()).seq()).isEqualTo(3);
      assertThat(((Appended.Durable) ends.get(3).join()).seq()).isEqualTo(4);
    }

    assertThat(LedgerCheck.check(dir).log("records")).hasSize(7);
  }

  @Test
  void the_ledger_says_things_of_its_own_by_its_own_series() throws Exception {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, bundle("rules"));

      var end = ledger.own(TRAFFIC, "step", said("of the ledger"), List.of()).join();

      assertThat(((Appended.Durable) end).series())
          .startsWith("probity.example/acme/" + TRAFFIC + "/sealer/");
    }

    assertThat(LedgerCheck.check(dir).log(TRAFFIC))
        .extracting(Entry::kind)
        .containsExactly("key", "genesis", "step");
  }
}
