package probity.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Inputs that are almost valid: a valid one with up to eight changes, at most 64 KiB.
final class Mutants {
  private static final int BYTES_MAX = 1 << 16;

  /// What parsers stumble over: ends of lines, numbers at the edge of their types, characters that
  /// are two or none, bytes that are no UTF-8.
  private static final List<byte[]> TOKENS =
      Fuzz.texts(
          "",
          "\0",
          "\n",
          "\r",
          "\r\n",
          "\n\n",
          "\t",
          " ",
          "\"",
          "\\",
          "'",
          ",",
          ":",
          "{",
          "}",
          "[",
          "]",
          "#",
          "&a",
          "*a",
          "<<: *a",
          "!!java",
          "- ",
          "? ",
          "| ",
          "--- ",
          "%",
          "null",
          "true",
          "NaN",
          "-0",
          "0",
          "-1",
          "1e999",
          "1E-400",
          "0.1",
          "00",
          "+1",
          "0x10",
          "127",
          "128",
          "255",
          "256",
          "32768",
          "65535",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "\\u0000",
          "\\ud800",
          "\\udc00",
          "\\ud83d\\ude00",
          "\\u",
          "\\x",
          "\u00e9",
          "\u200b",
          "\u202e",
          "\u2028",
          "\ufeff",
          "\ufffd",
          "\ud83d\ude00",
          "\udb40\udc41",
          "e\u0301",
          "\u0660",
          "data:",
          "event:",
          "id:",
          "[DONE]",
          "..",
          "/",
          "%2f",
          "=",
          "==",
          "eyJ",
          ".",
          "\u2014 ");

  private static final byte[][] NO_TEXT = {
    {-1}, {-64, -81}, {-19, -96, -128}, {-12, -112, -128, -128}, {-61}, {-30, -126}, {0, 0, 0, 0}
  };

  private final List<byte[]> corpus;

  Mutants(List<byte[]> corpus) {
    this.corpus = corpus;
  }

  byte[] next(Random random) {
    byte[] input = any(random);
    for (int i = random.nextInt(9); i > 0; i--) input = changed(input, random);
    return input.length <= BYTES_MAX ? input : Arrays.copyOf(input, BYTES_MAX);
  }

  private byte[] any(Random random) {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] changed(byte[] input, Random random) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + reach(random));
    byte[] part = Arrays.copyOfRange(input, from, to);
    return switch (random.nextInt(10)) {
      case 0 -> flipped(input, random);
      case 1 -> joined(input, from, new byte[0], to);
      case 2 -> joined(input, to, part, to);
      case 3 -> Arrays.copyOf(input, from);
      case 4 -> joined(input, from, TOKENS.get(random.nextInt(TOKENS.size())), from);
      case 5 -> joined(input, from, TOKENS.get(random.nextInt(TOKENS.size())), to);
      case 6 -> joined(input, from, NO_TEXT[random.nextInt(NO_TEXT.length)], from);
      case 7 -> number(input, from, random);
      case 8 -> spliced(input, from, to, random);
      default -> joined(input, from, deep(random), to);
    };
  }

  /// Mostly short, at times long.
  private static int reach(Random random) {
    return random.nextInt(1 << random.nextInt(10));
  }

  private static byte[] flipped(byte[] input, Random random) {
    if (input.length == 0) return input;
    byte[] out = input.clone();
    out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    return out;
  }

  private static byte[] joined(byte[] input, int until, byte[] middle, int from) {
    var out = new ByteArrayOutputStream();
    out.write(input, 0, until);
    out.writeBytes(middle);
    out.write(input, from, input.length - from);
    return out.toByteArray();
  }

  /// Another number in the place of the next one.
  private static byte[] number(byte[] input, int at, Random random) {
    int from = at;
    while (from < input.length && !isDigit(input[from])) from++;
    int to = from;
    while (to < input.length && isDigit(input[to])) to++;
    return joined(input, from, TOKENS.get(34 + random.nextInt(24)), to);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private byte[] spliced(byte[] input, int from, int to, Random random) {
    byte[] other = any(random);
    int begin = random.nextInt(other.length + 1);
    int end = Math.min(other.length, begin + reach(random));
    return joined(input, from, Arrays.copyOfRange(other, begin, end), to);
  }

  private static byte[] deep(Random random) {
    var units = List.of("[", "{\"a\":", "- ", "{a: ", "(", "[[", "\"\\", "&a [", "((");
    int times = 1 << random.nextInt(10);
    return units.get(random.nextInt(units.size())).repeat(times).getBytes(StandardCharsets.UTF_8);
  }
}
