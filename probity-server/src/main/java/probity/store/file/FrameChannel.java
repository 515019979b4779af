package probity.store.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// Messages over a socket, each as a frame: length (4 bytes, of all that follows), type (1 byte),
/// parts. Bounded in size, and in time once a frame has begun.
///
/// Used by one thread, but for [#close].
final class FrameChannel implements AutoCloseable {
  /// Holds a batch of entries with the largest blob.
  static final int FRAME_BYTES_MAX = 8 << 20;

  /// In which a frame that has begun must end.
  static final Duration REST = Duration.ofSeconds(30);

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  FrameChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, SelectionKey.OP_READ);
  }

  /// A frame that came.
  record Received(int type, Message.In parts) {}

  void send(int type, byte[] parts) throws IOException {
    if (parts.length >= FRAME_BYTES_MAX) {
      throw new IllegalArgumentException("a frame of over " + FRAME_BYTES_MAX + " bytes");
    }
    var frame = ByteBuffer.allocate(5 + parts.length);
    frame.putInt(1 + parts.length).put((byte) type).put(parts).flip();
    long until = System.nanoTime() + REST.toNanos();
    while (true) {
      channel.write(frame);
      if (!frame.hasRemaining()) return;
      await(SelectionKey.OP_WRITE, until);
    }
  }

  /// The next frame, or empty at the end of the connection.
  ///
  /// @param first how long to wait for it to begin; zero means for ever
  /// @throws Message.Malformed if what comes is no frame
  Optional<Received> receive(Duration first) throws IOException {
    var length = ByteBuffer.allocate(4);
    long begin = first.isZero() ? Long.MAX_VALUE : System.nanoTime() + first.toNanos();
    if (!fill(length, begin)) return Optional.empty();
    int bytes = length.getInt(0);
    if (bytes < 1 || bytes > FRAME_BYTES_MAX) {
      throw new Message.Malformed("a frame of " + bytes + " bytes, at most " + FRAME_BYTES_MAX);
    }
    var frame = ByteBuffer.allocate(bytes);
    if (!fill(frame, System.nanoTime() + REST.toNanos())) throw new EOFException("half a frame");
    frame.flip();
    return Optional.of(new Received(frame.get() & 0xff, new Message.In(frame)));
  }

  /// Fills the buffer; gives false where the connection ended before its first byte.
  private boolean fill(ByteBuffer buffer, long until) throws IOException {
    long limit = until;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer);
      if (read < 0) {
        if (buffer.position() == 0) return false;
        throw new EOFException("half a frame");
      }
      if (!buffer.hasRemaining()) return true;
      if (read > 0 && limit == Long.MAX_VALUE) limit = System.nanoTime() + REST.toNanos();
      await(SelectionKey.OP_READ, limit);
    }
    return true;
  }

  /// Whether the other side has closed, as far as can be seen now. Only where it owes no frame.
  boolean isOver() {
    try {
      return channel.read(ByteBuffer.allocate(1)) != 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void await(int operation, long until) throws IOException {
    try {
      key.interestOps(operation);
      if (until == Long.MAX_VALUE) {
        selector.select(_ -> {});
      } else {
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0) throw new IOException("the other side was silent for too long");
        selector.select(_ -> {}, millis);
      }
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw new ClosedChannelException();
    }
    if (!channel.isOpen() || Thread.currentThread().isInterrupted()) {
      throw new ClosedChannelException();
    }
  }

  /// Ends the connection, also while another thread waits on it.
  @Override
  public void close() {
    try {
      channel.close();
      selector.close();
    } catch (IOException e) {
      // Nothing depends on how it ends.
    }
  }
}
