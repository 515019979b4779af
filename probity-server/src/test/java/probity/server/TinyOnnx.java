package probity.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The smallest classifier that is one: each word of its vocabulary votes for classes, and the
/// votes of a text are averaged. Written in the encoding of protocol buffers, by the numbers of
/// `onnx.proto`.
record TinyOnnx(Path model, Path tokenizer) {
  static final List<String> VOCABULARY =
      List.of("[CLS]", "[SEP]", "[UNK]", "kind", "rude", ".", "##r");

  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  /// Class `SAFE` first, then `TOXIC`. What stands around a text votes for neither.
  private static final float[] VOTES = {
    0, 0,
    0, 0,
    1, 0,
    9, -9,
    -90, 90,
    0, 0,
    0, 0
  };

  static TinyOnnx in(Path folder) throws IOException {
    return write(folder, "input_ids");
  }

  static TinyOnnx write(Path folder, String input) throws IOException {
    var tiny = new TinyOnnx(folder.resolve("tiny.onnx"), folder.resolve("tokenizer.json"));
    Files.write(tiny.model, model(input));
    var members = new StringBuilder();
    for (int i = 0; i < VOCABULARY.size(); i++) {
      members.append(i == 0 ? "" : ",").append("\"" + VOCABULARY.get(i) + "\": " + i);
    }
    Files.writeString(
        tiny.tokenizer,
        "{\"normalizer\": {\"type\": \"BertNormalizer\", \"lowercase\": true},"
            + " \"model\": {\"type\": \"WordPiece\", \"vocab\": {"
            + members
            + "}}}");
    return tiny;
  }

  private static byte[] model(String input) {
    byte[] gather = join(text(1, "votes"), text(1, input), text(2, "each"), text(4, "Gather"));
    byte[] axes = join(text(1, "axes"), number(8, 1), number(20, 7));
    byte[] keep = join(text(1, "keepdims"), number(3, 0), number(20, 2));
    byte[] mean =
        join(
            text(1, "each"),
            text(2, "logits"),
            text(4, "ReduceMean"),
            field(5, axes),
            field(5, keep));
    byte[] graph =
        join(
            field(1, gather),
            field(1, mean),
            text(2, "tiny"),
            field(5, votes()),
            field(11, value(input, INT64, text(2, "length"))),
            field(12, value("logits", FLOAT, number(1, 2))));
    return join(number(1, 8), field(7, graph), field(8, number(2, 13)));
  }

  private static byte[] votes() {
    var raw = ByteBuffer.allocate(VOTES.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float vote : VOTES) raw.putFloat(vote);
    return join(
        number(1, VOCABULARY.size()),
        number(1, 2),
        number(2, FLOAT),
        text(8, "votes"),
        field(9, raw.array()));
  }

  /// A value of the shape of one row.
  private static byte[] value(String name, int type, byte[] width) {
    byte[] shape = join(field(1, number(1, 1)), field(1, width));
    byte[] tensor = join(number(1, type), field(2, shape));
    return join(text(1, name), field(2, field(1, tensor)));
  }

  private static byte[] number(int field, long value) {
    var out = new ByteArrayOutputStream();
    varint(out, (long) field << 3);
    varint(out, value);
    return out.toByteArray();
  }

  private static byte[] text(int field, String value) {
    return field(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] field(int field, byte[] content) {
    var out = new ByteArrayOutputStream();
    varint(out, ((long) field << 3) | 2);
    varint(out, content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while (left > 127) {
      out.write((int) ((left & 127) | 128));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) out.writeBytes(part);
    return out.toByteArray();
  }
}
