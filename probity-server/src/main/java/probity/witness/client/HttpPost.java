package probity.witness.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;

/// [Post] by the JDK's client: connections are kept, redirects are not followed, an answer has at
/// most 64 KiB and must be whole in time.
///
/// Addresses are checked by [EgressPolicy] before each request; the client resolves the name again,
/// so a name whose owner changes it in between is not held to the check.
public final class HttpPost implements Post, AutoCloseable {
  static final int ANSWER_BYTES_MAX = 64 << 10;

  private final EgressPolicy egress;
  private final Duration longest;
  private final HttpClient client;

  /// @param longest for one request with its answer
  public HttpPost(EgressPolicy egress, Duration longest) {
    this.egress = egress;
    this.longest = longest;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(longest)
            .build();
  }

  @Override
  public Answer send(Origin origin, String path, byte[] body) {
    return switch (egress.resolve(origin)) {
      case EgressPolicy.Resolved.Forbidden(var reason) -> new Answer.Missing(reason);
      case EgressPolicy.Resolved.NotFound(var reason) -> new Answer.Missing(reason);
      case EgressPolicy.Resolved.Allowed _ -> checked(origin, path, body);
    };
  }

  private Answer checked(Origin origin, String path, byte[] body) {
    var request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("content-type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var bounded =
        HttpResponse.BodyHandlers.limiting(
            HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);
    var sent = client.sendAsync(request, bounded);
    try {
      var response = sent.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer.Came(response.statusCode(), Bytes.wrap(response.body()));
    } catch (TimeoutException e) {
      sent.cancel(true);
      return new Answer.Missing("no whole answer within " + longest.toMillis() + " ms");
    } catch (ExecutionException e) {
      String what =
          e.getCause() instanceof IOException io ? io.getClass().getSimpleName() : "fault";
      return new Answer.Missing("no answer (" + what + ")");
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.Missing("interrupted");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
