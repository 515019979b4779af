package probity.witness.client;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.http.PinnedPost;

/// [Post] by [PinnedPost], on a connection of its own; an answer has at most 64 KiB and must be
/// whole in time.
public final class HttpPost implements Post {
  static final int ANSWER_BYTES_MAX = 64 << 10;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final PinnedPost http;

  /// @param longest for one request with its answer
  public HttpPost(EgressPolicy egress, Duration longest) {
    this.http = new PinnedPost(egress, tls(), longest, ANSWER_BYTES_MAX);
  }

  private static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  @Override
  public Answer send(Origin origin, String path, byte[] body) {
    return switch (http.post(origin, path, TEXT, "text/plain", body)) {
      case PinnedPost.Posted.Answered(var answer) ->
          new Answer.Came(answer.status(), answer.body());
      case PinnedPost.Posted.Failed(var detail) -> new Answer.Missing(detail);
    };
  }
}
