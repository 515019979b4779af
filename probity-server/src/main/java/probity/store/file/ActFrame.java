package probity.store.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import probity.exchange.Bytes;

/// The sealed texts of one act as they lie in a file: four letters, the length of what follows and
/// its CRC-32C, then the act and each text with the name of its subject's key, a tag of that key
/// and the field.
///
/// All texts of an act are one frame, so that a crash leaves all of them or none.
record ActFrame(String act, List<Text> texts) {
  static final int HEAD_BYTES = 12;
  static final int BYTES_MAX = 16 << 20;

  private static final int BEGIN = 0x70726131;

  ActFrame {
    texts = List.copyOf(texts);
  }

  /// @param name of the key's file
  /// @param tag by which the key itself is known, of which a subject may have had several
  record Text(String name, String tag, String field, Bytes sealed) {}

  byte[] encoded() {
    var out = new ByteArrayOutputStream();
    try (var data = new DataOutputStream(out)) {
      data.writeUTF(act);
      data.writeInt(texts.size());
      for (Text text : texts) {
        data.writeUTF(text.name);
        data.writeUTF(text.tag);
        data.writeUTF(text.field);
        data.writeInt(text.sealed.length());
        data.write(text.sealed.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = out.toByteArray();
    if (body.length > BYTES_MAX) {
      throw new IllegalArgumentException("the texts of an act take more than 16 MiB");
    }
    var crc = new CRC32C();
    crc.update(body);
    return ByteBuffer.allocate(HEAD_BYTES + body.length)
        .putInt(BEGIN)
        .putInt(body.length)
        .putInt((int) crc.getValue())
        .put(body)
        .array();
  }

  /// How long the body after this head is; empty where no frame begins so.
  static Optional<Integer> bodyBytes(ByteBuffer head) {
    if (head.remaining() < HEAD_BYTES || head.getInt(head.position()) != BEGIN) {
      return Optional.empty();
    }
    int bytes = head.getInt(head.position() + 4);
    return bytes >= 0 && bytes <= BYTES_MAX ? Optional.of(bytes) : Optional.empty();
  }

  /// The frame with which `bytes` begins; empty where it is torn or changed.
  static Optional<ActFrame> decode(ByteBuffer bytes) {
    var length = bodyBytes(bytes);
    if (length.isEmpty() || bytes.remaining() < HEAD_BYTES + length.get()) return Optional.empty();
    byte[] body = new byte[length.get()];
    bytes.get(bytes.position() + HEAD_BYTES, body);
    var crc = new CRC32C();
    crc.update(body);
    if ((int) crc.getValue() != bytes.getInt(bytes.position() + 8)) return Optional.empty();
    try (var data = new DataInputStream(new ByteArrayInputStream(body))) {
      String act = data.readUTF();
      int count = data.readInt();
      var texts = new ArrayList<Text>();
      for (int i = 0; i < count; i++) {
        String name = data.readUTF();
        String tag = data.readUTF();
        String field = data.readUTF();
        texts.add(new Text(name, tag, field, Bytes.wrap(data.readNBytes(data.readInt()))));
      }
      return Optional.of(new ActFrame(act, texts));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
