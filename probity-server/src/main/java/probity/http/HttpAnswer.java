package probity.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.exchange.Bytes;

/// An answer of HTTP/1.1 (RFC 9112), read whole and within bounds.
///
/// @param type media type in lower case without its parameters, or empty
public record HttpAnswer(int status, String type, Bytes body) {
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

  /// @throws ProtocolException if it is malformed or larger than `bodyBytesMax`
  /// @throws IOException if the connection ends before the answer does
  static HttpAnswer read(InputStream connection, int bodyBytesMax) throws IOException {
    var reader = new Reader(new BufferedInputStream(connection), bodyBytesMax);
    int status;
    Map<String, String> headers;
    do {
      status = reader.status();
      headers = reader.headers();
      // Interim answers come before the one that counts; their heads share its bound.
    } while (status < 200);
    String type = headers.getOrDefault("content-type", "").split(";", 2)[0];
    return new HttpAnswer(
        status, type.strip().toLowerCase(Locale.ROOT), Bytes.wrap(reader.body(headers)));
  }

  private static final class Reader {
    private final InputStream in;
    private final int bodyBytesMax;
    private int headBytes;

    Reader(InputStream in, int bodyBytesMax) {
      this.in = in;
      this.bodyBytesMax = bodyBytesMax;
    }

    int status() throws IOException {
      var line = STATUS_LINE.matcher(line());
      if (!line.matches())
        throw new ProtocolException("it does not begin as an answer of HTTP/1.1");
      return Integer.parseInt(line.group(1));
    }

    Map<String, String> headers() throws IOException {
      var headers = new HashMap<String, String>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        if (colon <= 0 || line.charAt(colon - 1) == ' ' || line.charAt(0) == ' ') {
          throw new ProtocolException("a line of its head is not `name: value`");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        var earlier = Optional.ofNullable(headers.put(name, value));
        boolean framing = name.equals("content-length") || name.equals("transfer-encoding");
        if (framing && earlier.isPresent()) {
          throw new ProtocolException("`" + name + "` stands twice in its head");
        }
      }
      return headers;
    }

    byte[] body(Map<String, String> headers) throws IOException {
      var coding = Optional.ofNullable(headers.get("transfer-encoding"));
      var length = Optional.ofNullable(headers.get("content-length"));
      if (coding.isPresent()) {
        if (!coding.get().equalsIgnoreCase("chunked") || length.isPresent()) {
          throw new ProtocolException("its length is not clear");
        }
        return chunks();
      }
      if (length.isEmpty()) return rest();
      if (!LENGTH.matcher(length.get()).matches()) {
        throw new ProtocolException("`content-length` is not a number");
      }
      var body = new ByteArrayOutputStream();
      take(Long.parseLong(length.get()), body);
      return body.toByteArray();
    }

    private byte[] rest() throws IOException {
      byte[] body = in.readNBytes(bodyBytesMax + 1);
      if (body.length > bodyBytesMax) throw tooLarge();
      return body;
    }

    private byte[] chunks() throws IOException {
      var body = new ByteArrayOutputStream();
      while (true) {
        var size = CHUNK.matcher(line());
        if (!size.matches()) throw new ProtocolException("the size of a chunk was expected");
        long bytes = Long.parseLong(size.group(1), 16);
        if (bytes == 0) return body.toByteArray();
        take(bytes, body);
        if (!line().isEmpty()) throw new ProtocolException("a chunk is longer than it says");
      }
    }

    private void take(long bytes, ByteArrayOutputStream body) throws IOException {
      if (bytes > bodyBytesMax - body.size()) throw tooLarge();
      byte[] read = in.readNBytes((int) bytes);
      if (read.length < bytes) throw ended();
      body.writeBytes(read);
    }

    /// The next line of a head or between chunks, without its end; all lines share one bound.
    private String line() throws IOException {
      var line = new ByteArrayOutputStream();
      while (true) {
        int next = in.read();
        if (next < 0) throw ended();
        if (++headBytes > HEAD_BYTES_MAX) throw new ProtocolException("its head is over 16 KiB");
        if (next == '\n') break;
        line.write(next);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private ProtocolException tooLarge() {
      return new ProtocolException("it is larger than " + bodyBytesMax + " bytes");
    }

    private static EOFException ended() {
      return new EOFException("it ends early");
    }
  }
}
