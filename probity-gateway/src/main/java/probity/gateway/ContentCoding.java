package probity.gateway;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

/// Takes the content coding off a request's body (RFC 9110 section 8.4), so that what is inspected
/// is what goes on: the provider gets the plain bytes.
///
/// One coding at most: `gzip`, `deflate` or `zstd`. What comes out is bounded, however small the
/// body was.
final class ContentCoding {
  private static final int PIECE = 8192;

  /// Memory that a zstd body may ask for, as a power of two: 8 MiB, which every encoder keeps to
  /// unless it is told otherwise (RFC 9659).
  private static final int ZSTD_WINDOW_LOG_MAX = 23;

  private ContentCoding() {}

  /// What became of a body.
  sealed interface Decoded {
    record Plain(Bytes bytes) implements Decoded {}

    /// `detail` says why, never what.
    record Unreadable(BodyFault fault, String detail) implements Decoded {}
  }

  /// Whether a body with these values of `Content-Encoding` has to be decoded.
  static boolean isIn(List<String> codings) {
    return codings.stream().anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"));
  }

  /// @param codings all values of `Content-Encoding`
  /// @param max bytes that may come out
  static Decoded decode(List<String> codings, Bytes body, int max) {
    if (!isIn(codings)) return new Decoded.Plain(body);
    String coding =
        codings.size() == 1 ? codings.getFirst().strip().toLowerCase(Locale.ROOT) : "several";
    var bytes = new ByteArrayInputStream(body.array());
    try {
      return switch (coding) {
        case "gzip", "x-gzip" -> read(new GZIPInputStream(bytes, PIECE), max);
        case "deflate" -> read(new InflaterInputStream(bytes), max);
        case "zstd" -> read(zstd(bytes), max);
        default ->
            new Decoded.Unreadable(
                BodyFault.ENCODED, "the content encoding is not one of gzip, deflate and zstd");
      };
    } catch (EOFException cut) {
      return new Decoded.Unreadable(BodyFault.CUT_SHORT, "the encoded body ends early");
    } catch (IOException malformed) {
      return new Decoded.Unreadable(
          BodyFault.ENCODED, "the body is not what its content encoding says");
    }
  }

  private static InputStream zstd(InputStream bytes) throws IOException {
    return new ZstdInputStream(bytes).setLongMax(ZSTD_WINDOW_LOG_MAX);
  }

  private static Decoded read(InputStream in, int max) throws IOException {
    try (in) {
      var out = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (out.size() + length > max) {
          return new Decoded.Unreadable(BodyFault.TOO_LARGE, "larger than the bound when decoded");
        }
        out.write(piece, 0, length);
      }
      return new Decoded.Plain(Bytes.wrap(out.toByteArray()));
    }
  }
}
