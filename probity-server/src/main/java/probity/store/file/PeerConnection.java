package probity.store.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.KeyName;

/// The ledger's end of one connection: answers each frame by one frame, in the order of coming, and
/// ends the connection at the first that is not of the protocol (docs/formats/ledger-socket.md).
final class PeerConnection {
  static final int VERSION = 1;

  static final int HELLO = 1;
  static final int OPEN = 2;
  static final int APPEND = 3;
  static final int READ = 4;
  static final int BLOB = 5;
  static final int PUBLISHED = 6;
  static final int INTENTS = 7;
  static final int STATUS = 8;

  /// What an answer's type has beside its question's.
  static final int ANSWER = 0x80;

  /// The answer to any question that could not be worked on.
  static final int FAILED = 0xff;

  static final int BATCH_MAX = 16_384;
  static final int BLOBS_MAX = 4;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int SERIES_MAX = 64;
  private static final int LOGS_MAX = 1_024;
  private static final Status.Log NO_LOG = new Status.Log(0, 0);
  private static final Duration HELLO_WAIT = Duration.ofSeconds(5);
  private static final int WRITER_CHARS_MAX = 64;

  private final FrameChannel channel;
  private final FileLedger ledger;
  private final List<Bytes> pages = new ArrayList<>();
  private int opened;

  PeerConnection(FrameChannel channel, FileLedger ledger) {
    this.channel = channel;
    this.ledger = ledger;
  }

  /// Reads the first frame; gives the writer's name, or nothing where the peer is gone.
  Optional<String> hello() throws IOException {
    var first = channel.receive(HELLO_WAIT);
    if (first.isEmpty()) return Optional.empty();
    var parts = first.get().parts();
    if (first.get().type() != HELLO || parts.u8() != VERSION) {
      throw new Message.Malformed("the first frame is no hello of version " + VERSION);
    }
    String writer = parts.text();
    parts.end();
    if (!isWriter(writer)) throw new Message.Malformed("the writer's name is not allowed");
    return Optional.of(writer);
  }

  void welcome() throws IOException {
    channel.send(HELLO | ANSWER, new Message.Out().text(ledger.originPrefix()).done());
  }

  void turnAway() throws IOException {
    channel.send(FAILED, new Message.Out().text("this writer is connected already").done());
  }

  private static boolean isWriter(String name) {
    return KeyName.isValid(name)
        && name.length() <= WRITER_CHARS_MAX
        && !name.contains("/")
        && !name.equals(OpenLogs.OWN_WRITER);
  }

  /// Answers until the peer goes.
  void serve(String writer, PeerEntries entries, Intake intake) throws IOException, Intake.Gone {
    while (true) {
      var next = channel.receive(Duration.ZERO);
      if (next.isEmpty()) return;
      int type = next.get().type();
      var parts = next.get().parts();
      Message.Out answer;
      try {
        answer =
            switch (type) {
              case OPEN -> open(parts, entries, intake);
              case APPEND -> append(parts, entries);
              case READ -> page(parts, () -> ledger.bytes(LogName.RECORDS));
              case BLOB -> blob(parts);
              case PUBLISHED -> published(parts);
              case INTENTS -> page(parts, () -> ledger.openIntents(writer));
              case STATUS -> status(parts);
              default -> throw new Message.Malformed("a frame of unknown type " + type);
            };
      } catch (StoreException e) {
        channel.send(FAILED, new Message.Out().text(String.valueOf(e.getMessage())).done());
        continue;
      }
      channel.send(type | ANSWER, answer.done());
    }
  }

  private Message.Out open(Message.In parts, PeerEntries entries, Intake intake)
      throws IOException, Intake.Gone {
    String folder = parts.text();
    parts.end();
    if (++opened > SERIES_MAX || ledger.isLogTooMany(folder, LOGS_MAX)) {
      return refused(new Message.Out(), "malformed", "one log more than allowed");
    }
    return switch (intake.open(folder)) {
      case Intake.Opening.Open(var origin, var series) -> {
        entries.opened(folder, series);
        long next = ledger.status().logs().getOrDefault(folder, NO_LOG).durable();
        yield new Message.Out().u8(1).text(origin).text(series).u64(next);
      }
      case Intake.Opening.Shut(var why) -> refused(new Message.Out(), why.reason(), why.detail());
    };
  }

  private static Message.Out append(Message.In parts, PeerEntries entries)
      throws IOException, Intake.Gone {
    int count = parts.u16();
    if (count > BATCH_MAX) throw new Message.Malformed("a batch of " + count + " entries");
    var batch = new ArrayList<PeerEntries.Raw>();
    for (int i = 0; i < count; i++) {
      String folder = parts.text();
      var entry = Bytes.wrap(parts.bytes(FrameChannel.FRAME_BYTES_MAX));
      int blobs = parts.u8();
      if (blobs > BLOBS_MAX) throw new Message.Malformed("an entry with " + blobs + " blobs");
      var content = new ArrayList<Bytes>();
      for (int blob = 0; blob < blobs; blob++) {
        content.add(Bytes.wrap(parts.bytes(FrameChannel.FRAME_BYTES_MAX)));
      }
      batch.add(new PeerEntries.Raw(folder, entry, content));
    }
    parts.end();
    var answer = new Message.Out().u16(count);
    for (Appended end : entries.append(batch)) {
      switch (end) {
        case Appended.Durable _ -> answer.u8(1);
        case Appended.Unwritable(var reason, var detail) -> refused(answer, reason, detail);
      }
    }
    return answer;
  }

  private static Message.Out refused(Message.Out answer, String reason, String detail) {
    return answer.u8(0).text(reason).text(detail);
  }

  private interface Listing {
    List<Bytes> all();
  }

  /// Entries from `from` on, as many as one frame holds; those of one moment, that of page 0.
  private Message.Out page(Message.In parts, Listing listing) throws IOException {
    long from = parts.u64();
    parts.end();
    if (from == 0) {
      pages.clear();
      pages.addAll(listing.all());
    }
    if (from < 0 || from > pages.size()) throw new Message.Malformed("no page at " + from);
    int to = (int) from;
    for (int bytes = 0; to < pages.size() && to - from < BATCH_MAX && bytes < PAGE_BYTES; to++) {
      bytes += pages.get(to).length();
    }
    var answer = new Message.Out().u16(to - (int) from);
    for (Bytes entry : pages.subList((int) from, to)) answer.bytes(entry.array());
    if (to == from) pages.clear();
    return answer;
  }

  private Message.Out blob(Message.In parts) throws IOException {
    var sha256 = Hash.parseHex(parts.text());
    parts.end();
    if (!(sha256 instanceof Checked.Valid<Hash>(var hash))) {
      throw new Message.Malformed("a blob's name is no SHA-256");
    }
    var found =
        ledger.blob(LogName.RECORDS, hash).filter(blob -> blob.length() <= Shape.BLOB_BYTES_MAX);
    return found.isPresent()
        ? new Message.Out().u8(1).bytes(found.get().array())
        : new Message.Out().u8(0);
  }

  private Message.Out published(Message.In parts) throws IOException {
    var checkpoint = ledger.published(parts.text());
    parts.end();
    var answer = new Message.Out().u8(checkpoint.isPresent() ? 1 : 0);
    checkpoint.ifPresent(c -> answer.text(c.origin()).u64(c.size()).text(c.root().hex()));
    return answer;
  }

  private Message.Out status(Message.In parts) throws IOException {
    parts.end();
    return ledger.status().write(new Message.Out());
  }
}
