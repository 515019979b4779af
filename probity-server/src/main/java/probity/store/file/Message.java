package probity.store.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The parts of a message between the two halves, big-endian; docs/formats/ledger-socket.md says
/// which message has which parts.
final class Message {
  /// A name, reason or sentence.
  static final int TEXT_BYTES_MAX = 1_024;

  private Message() {}

  /// What came is no message of the protocol: the connection ends.
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String detail) {
      super(detail);
    }
  }

  /// A message that is being written.
  static final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    Out u8(int value) {
      bytes.write(value);
      return this;
    }

    Out u16(int value) {
      return u8(value >>> 8).u8(value);
    }

    Out u32(int value) {
      return u16(value >>> 16).u16(value);
    }

    Out u64(long value) {
      return u32((int) (value >>> 32)).u32((int) value);
    }

    /// Cut to its bound.
    Out text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return utf8.length <= TEXT_BYTES_MAX
          ? bytes(utf8)
          : text(text.substring(0, text.length() / 2));
    }

    Out bytes(byte[] content) {
      u32(content.length);
      bytes.writeBytes(content);
      return this;
    }

    byte[] done() {
      return bytes.toByteArray();
    }
  }

  /// A message that is being read; every part is bounded.
  static final class In {
    private final ByteBuffer bytes;

    In(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    int u8() throws Malformed {
      return need(1).get() & 0xff;
    }

    int u16() throws Malformed {
      return need(2).getChar();
    }

    int u32() throws Malformed {
      return need(4).getInt();
    }

    long u64() throws Malformed {
      return need(8).getLong();
    }

    String text() throws Malformed {
      var utf8 = ByteBuffer.wrap(bytes(TEXT_BYTES_MAX));
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      } catch (CharacterCodingException e) {
        throw new Malformed("a text is not UTF-8");
      }
    }

    byte[] bytes(int max) throws Malformed {
      int length = u32();
      if (length < 0 || length > max) {
        throw new Malformed("a part of " + length + " bytes, at most " + max);
      }
      byte[] content = new byte[length];
      need(length).get(content);
      return content;
    }

    /// Nothing may follow.
    void end() throws Malformed {
      if (bytes.hasRemaining()) throw new Malformed("a message with more than its parts");
    }

    private ByteBuffer need(int count) throws Malformed {
      if (bytes.remaining() < count) throw new Malformed("a message with less than its parts");
      return bytes;
    }
  }
}
