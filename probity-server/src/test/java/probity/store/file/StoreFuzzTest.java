package probity.store.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static probity.store.file.Ledgers.EAGER;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.intent;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.fuzz.Fuzz;

/// The journal's frames, and what a gateway says to the sealer.
class StoreFuzzTest {
  private static final int INPUTS = 4000;
  private static final int CONNECTIONS = 400;

  @TempDir Path dir;

  @Test
  void a_journal_is_read_up_to_its_first_fault() {
    Fuzz.check(
        INPUTS,
        List.of(journal()),
        (input, _) -> {
          var items = new ArrayList<Frame.Item>();
          int end = JournalScan.frames(ByteBuffer.wrap(input), items::add);
          assertThat(end).isBetween(0, input.length);
          var again = new Frame(input.length + Frame.HEADER);
          if (items.isEmpty()) return;
          for (Frame.Item item : items) again.add(item.log(), item.index(), item.entry().array());
          assertThat(again.seal().remaining()).isLessThanOrEqualTo(end);
        });
  }

  private static byte[] journal() {
    var frame = new Frame(4096);
    frame.add("traffic-a", 7, "an entry".getBytes(US_ASCII));
    frame.add("records", 0, "another".getBytes(US_ASCII));
    var bytes = frame.seal();
    byte[] once = new byte[bytes.remaining()];
    bytes.get(once);
    var twice = ByteBuffer.allocate(2 * once.length);
    return twice.put(once).put(once).array();
  }

  /// Whatever comes after its hello, a peer gets answers in frames until its connection ends, and
  /// the ledger goes on for others.
  @Test
  void a_peer_is_answered_or_turned_away() throws IOException {
    var socket = dir.resolve("s");
    try (var ledger =
            FileLedger.openForPeers(
                dir.resolve("data"), EAGER, InstantSource.system(), new SecureRandom());
        var listening =
            LedgerSocket.open(socket, ledger, Optional.empty(), InstantSource.system())) {
      Fuzz.check(
          CONNECTIONS,
          said(),
          (input, random) -> {
            try (var peer = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
              String writer = "fuzz-" + random.nextInt(1 << 20);
              send(peer, frame(PeerConnection.HELLO, new Message.Out().u8(1).text(writer)));
              send(peer, input);
              peer.shutdownOutput();
              assertThat(answers(peer)).isNotEmpty();
            } catch (IOException reset) {
              // Closed on our side while we were still writing.
            }
          });
      assertThat(listening.peers()).isEmpty();
      try (var gateway =
          RemoteLedger.open(
              socket, LAZY, InstantSource.system(), new SecureRandom(), Duration.ofSeconds(10))) {
        var end = new CompletableFuture<Appended>();
        gateway.append(intent(TRAFFIC, 1), Runnable::run, end::complete);
        assertThat(end.join()).isInstanceOf(Appended.Durable.class);
      }
    }
  }

  private static List<byte[]> said() {
    var says = new ArrayList<byte[]>();
    says.add(frame(PeerConnection.STATUS, new Message.Out().text("records")));
    says.add(frame(PeerConnection.READ, new Message.Out().u64(0)));
    says.add(frame(PeerConnection.INTENTS, new Message.Out().u64(0)));
    says.add(frame(PeerConnection.PUBLISHED, new Message.Out().text("records").u64(1)));
    says.add(frame(PeerConnection.BLOB, new Message.Out().text("a".repeat(64))));
    says.add(frame(PeerConnection.OPEN, new Message.Out().text("traffic-2026-a").text("k")));
    says.add(
        frame(
            PeerConnection.APPEND,
            new Message.Out().u16(1).text("records").u64(0).bytes("{}".getBytes(UTF_8)).u8(0)));
    return says;
  }

  private static byte[] frame(int type, Message.Out parts) {
    byte[] bytes = parts.done();
    return ByteBuffer.allocate(5 + bytes.length)
        .putInt(1 + bytes.length)
        .put((byte) type)
        .put(bytes)
        .array();
  }

  private static void send(SocketChannel peer, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) peer.write(buffer);
  }

  /// The types of the frames that come until the connection ends.
  private static List<Integer> answers(SocketChannel peer) throws IOException {
    var types = new ArrayList<Integer>();
    var head = ByteBuffer.allocate(5);
    while (fill(peer, head)) {
      int length = head.getInt(0) - 1;
      assertThat(length).isBetween(0, FrameChannel.FRAME_BYTES_MAX);
      types.add(head.get(4) & 0xff);
      if (!fill(peer, ByteBuffer.allocate(length))) break;
      head.clear();
    }
    return types;
  }

  private static boolean fill(SocketChannel peer, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (peer.read(buffer) < 0) return false;
    }
    return true;
  }
}
