package probity.store.file;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;

/// The way into a ledger of another process: the same calls over its socket, one at a time.
///
/// A connection that ends is told to the writer once, as [Intake.Gone], before the next is made:
/// series live as long as their connection.
final class SocketIntake implements Intake, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SocketIntake.class.getName());
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
  private static final int LOST_MAX = 65_536;

  private final Path socket;
  private final String writer;
  private final String originPrefix;
  private final Consumer<List<Bytes>> interrupted;

  // Guarded by this.
  private Optional<FrameChannel> channel = Optional.empty();

  /// Whether the writer has been told that the last connection ended.
  private boolean told = true;

  /// Whether the last try to connect failed, which is told once.
  private boolean away;

  private long triedAt = System.nanoTime() - PAUSE_NANOS;
  private boolean closed;

  /// Leaf hashes of intents of which nobody knows whether they are in the ledger.
  private final Set<Hash> lost = new HashSet<>();

  /// @param interrupted takes intents that turned out to be in the ledger, though whoever made them
  ///   was told otherwise
  SocketIntake(Path socket, String writer, String originPrefix, Consumer<List<Bytes>> interrupted) {
    this.socket = socket;
    this.writer = writer;
    this.originPrefix = originPrefix;
    this.interrupted = interrupted;
  }

  /// A question's parts are in the message; `read` reads those of the answer.
  interface Reading<T> {
    T read(Message.In answer) throws Message.Malformed;
  }

  /// Connects, unless that was tried just now.
  synchronized boolean connect() {
    if (channel.isPresent()) return true;
    if (closed || System.nanoTime() - triedAt < PAUSE_NANOS) return false;
    triedAt = System.nanoTime();
    try {
      var opened = new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
      channel = Optional.of(opened);
      String prefix =
          ask(
              PeerConnection.HELLO,
              new Message.Out().u8(PeerConnection.VERSION).text(writer),
              Message.In::text);
      if (!prefix.equals(originPrefix)) {
        throw new IOException(
            "the ledger's logs are `"
                + prefix
                + "/…`, the configuration's `"
                + originPrefix
                + "/…`");
      }
      if (!lost.isEmpty()) {
        var turnedUp =
            openIntents().stream()
                .filter(entry -> lost.contains(Hash.leaf(entry.array())))
                .toList();
        lost.clear();
        interrupted.accept(turnedUp);
      }
      away = false;
      return true;
    } catch (IOException | StoreException e) {
      if (!away) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the ledger''s socket does not answer: {0}; it is tried again",
            e.getMessage());
      }
      away = true;
      disconnect();
      told = true;
      return false;
    }
  }

  private void disconnect() {
    channel.ifPresent(FrameChannel::close);
    if (channel.isPresent()) told = false;
    channel = Optional.empty();
  }

  private void requireConnection() throws Gone {
    if (channel.isPresent() && channel.get().isOver()) disconnect();
    if (told) return;
    told = true;
    LOG.log(System.Logger.Level.WARNING, "the ledger's process is away");
    throw new Gone(false);
  }

  @Override
  public synchronized Opening open(String folder) throws Gone {
    requireConnection();
    if (!connect()) {
      return new Opening.Shut(
          new Appended.Unwritable(LEDGER_GONE, "the ledger's process cannot be reached"));
    }
    try {
      return ask(
          PeerConnection.OPEN,
          new Message.Out().text(folder),
          answer -> {
            if (answer.u8() == 0) return new Opening.Shut(refusal(answer));
            var open = new Opening.Open(answer.text(), answer.text());
            long _ = answer.u64();
            return open;
          });
    } catch (IOException | StoreException e) {
      disconnect();
      told = true;
      throw new Gone(false);
    }
  }

  @Override
  public synchronized List<Appended> append(List<Offer> batch) throws Gone {
    requireConnection();
    if (channel.isEmpty()) throw new Gone(false);
    var question = new Message.Out().u16(batch.size());
    for (Offer offer : batch) {
      question.text(offer.log()).bytes(offer.entry().array()).u8(offer.blobs().size());
      offer.blobs().forEach(blob -> question.bytes(blob.array()));
    }
    try {
      return ask(
          PeerConnection.APPEND,
          question,
          answer -> {
            if (answer.u16() != batch.size())
              throw new Message.Malformed("an answer to other entries");
            var ends = new ArrayList<Appended>();
            for (Offer offer : batch) {
              ends.add(answer.u8() == 1 ? durable(offer) : refusal(answer));
            }
            return ends;
          });
    } catch (IOException | StoreException e) {
      LOG.log(System.Logger.Level.WARNING, "the ledger''s process went away: {0}", e.getMessage());
      for (Offer offer : batch) {
        if (offer.kind().equals("intent") && lost.size() < LOST_MAX) lost.add(offer.leaf());
      }
      disconnect();
      told = true;
      throw new Gone(true);
    }
  }

  private static Appended durable(Offer offer) {
    return new Appended.Durable(offer.leaf(), offer.series(), offer.seq(), offer.time());
  }

  private static Appended.Unwritable refusal(Message.In answer) throws Message.Malformed {
    return new Appended.Unwritable(answer.text(), answer.text());
  }

  /// The intents of this writer that have no outcome.
  List<Bytes> openIntents() {
    return pages(PeerConnection.INTENTS);
  }

  /// All entries of one moment, page by page.
  synchronized List<Bytes> pages(int type) {
    var all = new ArrayList<Bytes>();
    while (true) {
      var page =
          query(
              type,
              new Message.Out().u64(all.size()),
              answer -> {
                var entries = new ArrayList<Bytes>();
                for (int left = answer.u16(); left > 0; left--) {
                  entries.add(Bytes.wrap(answer.bytes(Entry.BYTES_MAX)));
                }
                return entries;
              });
      if (page.isEmpty()) return all;
      all.addAll(page);
    }
  }

  /// Asks, for readers: what fails is a [StoreException].
  synchronized <T> T query(int type, Message.Out question, Reading<T> reading) {
    try {
      return ask(type, question, reading);
    } catch (IOException e) {
      disconnect();
      throw new StoreException(
          StoreException.Kind.FAILED, "the ledger's process cannot be reached", e);
    }
  }

  private <T> T ask(int type, Message.Out question, Reading<T> reading) throws IOException {
    if (channel.isEmpty()) throw new EOFException("not connected");
    channel.get().send(type, question.done());
    var answer =
        channel
            .get()
            .receive(ANSWER_WAIT)
            .orElseThrow(() -> new EOFException("the connection ended"));
    if (answer.type() == PeerConnection.FAILED) {
      throw new StoreException(
          StoreException.Kind.FAILED, "the ledger's process says: " + answer.parts().text());
    }
    if (answer.type() != (type | PeerConnection.ANSWER)) {
      throw new Message.Malformed("an answer of type " + answer.type());
    }
    T read = reading.read(answer.parts());
    answer.parts().end();
    return read;
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
