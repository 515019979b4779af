package probity.http;

import java.io.InputStream;
import java.util.Map;
import probity.exchange.Bytes;

/// The answer to a request. `content-length` is added, and nothing else is.
public record Reply(int status, Map<String, String> headers, Body body) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  /// What follows the head.
  public sealed interface Body {
    record Whole(Bytes bytes) implements Body {}

    /// The next `length` bytes of `in`, which is closed in any case. A stream that ends earlier
    /// breaks the connection off.
    record Streamed(InputStream in, long length) implements Body {}
  }

  /// A line for people, with its newline.
  public static Reply text(int status, String line) {
    return of(status, "text/plain; charset=utf-8", Bytes.utf8(line + "\n"));
  }

  public static Reply of(int status, String contentType, Bytes body) {
    return new Reply(status, Map.of("content-type", contentType), new Body.Whole(body));
  }

  /// For a method that this path does not have; `allow` lists those that it has.
  public static Reply methodNotAllowed(String allow) {
    return new Reply(
        405,
        Map.of("content-type", "text/plain; charset=utf-8", "allow", allow),
        new Body.Whole(Bytes.utf8("allowed: " + allow + "\n")));
  }
}
