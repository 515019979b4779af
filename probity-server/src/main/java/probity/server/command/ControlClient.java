package probity.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Json;

/// Asks the control API of a running gateway (docs/life.md).
public final class ControlClient {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int ANSWER_BYTES_MAX = 8 << 20;

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public ControlClient(URI base) {
    this.base = base;
  }

  /// An answer, whatever its status.
  public record Answer(int status, Bytes body) {
    /// The body as an object of canonical JSON; empty where it is something else.
    public Optional<Json.Obj> json() {
      return Json.parseCanonicalObject(body.utf8().strip())
              instanceof Checked.Valid<Json.Obj>(var object)
          ? Optional.of(object)
          : Optional.empty();
    }

    /// Why the gateway did not do it: each reason in a line.
    public List<String> objections() {
      var listed =
          json().stream()
              .flatMap(object -> Json.objects(object.items("objections")).stream())
              .map(
                  one -> one.text("sentence").orElse("") + " (" + one.text("word").orElse("") + ")")
              .toList();
      return listed.isEmpty() ? List.of(body.utf8().strip() + " (" + status + ")") : listed;
    }
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  public Answer post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(LONGEST);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest request) {
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
        if (bytes.length > ANSWER_BYTES_MAX) {
          throw new CommandRefused("the answer of `" + base + "` is larger than 8 MiB");
        }
        return new Answer(answer.statusCode(), Bytes.wrap(bytes));
      }
    } catch (IOException e) {
      throw new CommandRefused(
          "the control API at `" + base + "` does not answer; is the gateway running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandRefused("interrupted while asking the control API", e);
    }
  }

  /// A text as a body.
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
