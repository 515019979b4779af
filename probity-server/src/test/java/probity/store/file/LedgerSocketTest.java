package probity.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.store.file.Ledgers.EAGER;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.bundle;
import static probity.store.file.Ledgers.intent;
import static probity.store.file.Ledgers.outcome;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;

@Timeout(120)
class LedgerSocketTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path dir;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<LedgerSocket> listening = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var one : open.reversed()) one.close();
  }

  private <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  private Path socket() {
    return dir.resolve("s");
  }

  /// The ledger's process, here in ours.
  private FileLedger sealer() {
    return sealer(Optional.empty());
  }

  private FileLedger sealer(Optional<String> user) {
    var ledger =
        closing(
            FileLedger.openForPeers(
                dir.resolve("data"), EAGER, InstantSource.system(), new SecureRandom()));
    listening.add(closing(LedgerSocket.open(socket(), ledger, user, InstantSource.system())));
    return ledger;
  }

  private RemoteLedger gateway() {
    return closing(
        RemoteLedger.open(socket(), LAZY, InstantSource.system(), new SecureRandom(), SOON));
  }

  private static Appended append(Ledger ledger, Draft draft) {
    var end = new CompletableFuture<Appended>();
    ledger.append(draft, Runnable::run, end::complete);
    return end.join();
  }

  private static Hash durable(Ledger ledger, Draft draft) {
    return ((Appended.Durable) append(ledger, draft)).leaf();
  }

  private static String refused(Ledger ledger, Draft draft) {
    return ((Appended.Unwritable) append(ledger, draft)).reason();
  }

  @Test
  void a_gateway_without_a_file_of_the_ledger_writes_and_reads_what_it_needs() throws Exception {
    sealer();
    var leaves = new ArrayList<Hash>();
    var rules = bundle("rules: []");
    var gateway = gateway();

    leaves.add(durable(gateway, rules));
    for (int i = 0; i < 300; i++) leaves.add(durable(gateway, intent(TRAFFIC, i)));

    assertThat(gateway.read("records")).extracting(Entry::leaf).contains(leaves.getFirst());
    Hash digest = Hash.of(Bytes.utf8("rules: []").array());
    assertThat(gateway.blob("records", digest)).contains(Bytes.utf8("rules: []"));
    assertThat(gateway.published("records").orElseThrow().origin())
        .isEqualTo(gateway.origin("records"));
    assertThat(gateway.status().writing()).isEqualTo(Status.Writing.RUNNING);
    assertThat(gateway.status().logs())
        .hasEntrySatisfying(TRAFFIC, log -> assertThat(log.durable()).isEqualTo(303));
    assertThat(listening.getLast().peers()).extracting(Peer::writer).containsExactly("gateway");
    assertThat(listening.getLast().peers().getFirst().user())
        .isEqualTo(System.getProperty("user.name"));
    assertThatThrownBy(() -> gateway.read(TRAFFIC)).isInstanceOf(StoreException.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-rw----");

    closeAll();
    open.clear();
    var logs = LedgerCheck.check(dir.resolve("data"));
    assertThat(logs.log(TRAFFIC))
        .extracting(Entry::leaf)
        .endsWith(leaves.subList(1, 301).toArray(Hash[]::new));
    assertThat(dir.resolve("s")).doesNotExist();
  }

  @Test
  void a_gateway_whose_sealer_went_away_refuses_and_goes_on_with_a_new_series_and_a_gap()
      throws Exception {
    sealer();
    var gateway = gateway();
    var before = durable(gateway, intent(TRAFFIC, 1));

    open.removeLast();
    closeAll();
    open.clear();
    open.add(gateway);
    assertThat(refused(gateway, intent(TRAFFIC, 2))).isEqualTo(Intake.LEDGER_GONE);
    assertThat(gateway.status().writing()).isEqualTo(Status.Writing.AWAY);

    sealer();
    Appended after = append(gateway, intent(TRAFFIC, 3));
    while (!(after instanceof Appended.Durable)) {
      Thread.sleep(20);
      after = append(gateway, intent(TRAFFIC, 3));
    }
    gateway.close();
    closeAll();
    open.clear();

    var entries = LedgerCheck.check(dir.resolve("data")).log(TRAFFIC);
    assertThat(entries).extracting(Entry::leaf).contains(before);
    assertThat(entries)
        .extracting(Entry::kind)
        .contains("gap")
        .startsWith("key", "genesis", "key", "intent", "key");
    var gap = entries.stream().filter(e -> e.kind().equals("gap")).findFirst().orElseThrow();
    assertThat(gap.body().text("reason")).contains(Intake.LEDGER_GONE);
  }

  @Test
  void intents_of_a_gateway_that_died_are_told_to_the_next_one_of_its_name() {
    sealer();
    var first = gateway();
    var closed = durable(first, intent(TRAFFIC, 1));
    var left = durable(first, intent(TRAFFIC, 2));
    durable(first, outcome(TRAFFIC, closed));
    first.close();

    var second = gateway();

    assertThat(second.openIntents()).extracting(Entry::leaf).containsExactly(left);
    var other =
        closing(
            RemoteLedger.open(
                socket(), named("other"), InstantSource.system(), new SecureRandom(), SOON));
    assertThat(other.openIntents()).isEmpty();
  }

  private static Settings named(String writer) {
    return Settings.of(LAZY.originPrefix(), writer, LAZY.product());
  }

  @Test
  void a_second_connection_of_the_same_writer_is_turned_away() {
    sealer();
    gateway();

    assertThatThrownBy(() ->
            RemoteLedger.open(
                socket(), LAZY, InstantSource.system(), new SecureRandom(), Duration.ofMillis(300)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no ledger answers at the socket");
  }

  @Test
  void a_process_of_another_user_is_turned_away() {
    sealer(Optional.of("somebody-else"));

    assertThatThrownBy(() ->
            RemoteLedger.open(
                socket(), LAZY, InstantSource.system(), new SecureRandom(), Duration.ofMillis(300)))
        .isInstanceOf(StoreException.class);
    assertThat(listening.getLast().peers()).isEmpty();
  }

  /// A peer that sends what it likes.
  private FrameChannel raw() throws IOException {
    return closing(new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket()))));
  }

  private FrameChannel greeted(String writer) throws IOException {
    var channel = raw();
    channel.send(PeerConnection.HELLO, new Message.Out().u8(1).text(writer).done());
    assertThat(channel.receive(SOON).orElseThrow().type()).isEqualTo(0x81);
    return channel;
  }

  @Test
  void a_frame_that_is_not_of_the_protocol_closes_the_connection() throws IOException {
    sealer();
    var bad =
        List.<byte[]>of(
            new Message.Out().u8(2).text("other").done(),
            new Message.Out().u8(1).text("sealer").done(),
            new Message.Out().u8(1).text("a/b").done(),
            new Message.Out().u8(1).text("other").u8(0).done(),
            new Message.Out().u8(1).u32(1 << 30).done(),
            new byte[0]);
    for (byte[] hello : bad) {
      var channel = raw();
      channel.send(PeerConnection.HELLO, hello);
      assertThat(channel.receive(SOON)).isEmpty();
    }

    var nothingButAppend = raw();
    nothingButAppend.send(PeerConnection.APPEND, new Message.Out().u16(0).done());
    assertThat(nothingButAppend.receive(SOON)).isEmpty();

    for (int type : List.of(0, PeerConnection.HELLO, 9, 0x83)) {
      var channel = greeted("w" + type);
      channel.send(type, new byte[3]);
      assertThat(channel.receive(SOON)).isEmpty();
    }

    var huge = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    closing(huge);
    huge.write(ByteBuffer.allocate(4).putInt(0, Integer.MAX_VALUE));
    assertThat(huge.read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  /// Entries signed as this test wants them.
  private final class Forger {
    private final FrameChannel channel;
    private final String series;
    private final Series chain;

    Forger(String writer) throws IOException {
      channel = greeted(writer);
      channel.send(PeerConnection.OPEN, new Message.Out().text(TRAFFIC).done());
      var answer = channel.receive(SOON).orElseThrow().parts();
      assertThat(answer.u8()).isEqualTo(1);
      String origin = answer.text();
      series = answer.text();
      chain =
          new Series(origin, Signers.portable().of(series, Signers.newSeed(new SecureRandom())));
    }

    byte[] next(String kind, Json.Obj body) {
      var next = chain.next(kind, body, System.currentTimeMillis());
      chain.take(next);
      return next.entry().array();
    }

    byte[] key() {
      return next("key", chain.keyBody(System.currentTimeMillis()));
    }

    /// The reasons of refusal, empty for what is durable.
    List<String> append(byte[]... entries) throws IOException {
      var question = new Message.Out().u16(entries.length);
      for (byte[] entry : entries) question.text(TRAFFIC).bytes(entry).u8(0);
      channel.send(PeerConnection.APPEND, question.done());
      var answer = channel.receive(SOON).orElseThrow().parts();
      var reasons = new ArrayList<String>();
      for (int left = answer.u16(); left > 0; left--) {
        boolean durable = answer.u8() == 1;
        reasons.add(durable ? "" : answer.text());
        if (!durable) answer.text();
      }
      return reasons;
    }
  }

  @Test
  void what_does_not_verify_never_reaches_the_ledger() throws Exception {
    sealer();
    var forger = new Forger("forger");
    var thief = new Forger("thief");
    byte[] key = forger.key();
    byte[] forged = key.clone();
    forged[forged.length - 10] = (byte) (forged[forged.length - 10] == 'A' ? 'B' : 'A');

    assertThat(forger.append(forged)).containsExactly("malformed");
    assertThat(thief.append(key)).containsExactly("malformed");
    assertThat(forger.append("no entry\n\n— x y\n".getBytes(UTF_8))).containsExactly("malformed");
    assertThat(forger.append(key)).containsExactly("");
    byte[] one = forger.next("step", Json.object().put("exchange", "one").build());
    byte[] two = forger.next("step", Json.object().put("exchange", "two").build());
    assertThat(forger.append(two)).containsExactly(Intake.OUT_OF_CHAIN);
    assertThat(forger.append(forged, one, two))
        .containsExactly("malformed", Intake.FOLLOWS, Intake.FOLLOWS);
    assertThat(forger.append(one, two)).containsExactly("", "");
    assertThat(forger.append(two)).containsExactly(Intake.OUT_OF_CHAIN);
    byte[] other = thief.key();
    assertThat(thief.append(other)).containsExactly("");

    closeAll();
    open.clear();
    assertThat(LedgerCheck.check(dir.resolve("data")).log(TRAFFIC))
        .extracting(Entry::kind)
        .containsExactly("key", "genesis", "key", "step", "step", "key");
  }
}
