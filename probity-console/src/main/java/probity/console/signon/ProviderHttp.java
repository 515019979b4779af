package probity.console.signon;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks the provider: within seconds, without following it elsewhere, and reading no more than a
/// document of this kind has.
final class ProviderHttp {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int BYTES_MAX = 512 << 10;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// The text of a document.
  ///
  /// @throws IOException also where the status is not 200
  String get(URI address) throws IOException {
    var answer = send(HttpRequest.newBuilder(address).header("accept", "application/json"));
    if (answer.getStatusCode() != 200) {
      throw new IOException("it answered with status " + answer.getStatusCode());
    }
    return String.valueOf(answer.getBody());
  }

  /// Sends a request to the token endpoint.
  HTTPResponse post(HTTPRequest request) throws IOException {
    var sent =
        HttpRequest.newBuilder(request.getURI())
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(String.valueOf(request.getBody())));
    var authorization = request.getAuthorization();
    if (authorization != null) sent.header("authorization", authorization);
    return send(sent);
  }

  private HTTPResponse send(HttpRequest.Builder request) throws IOException {
    try {
      var answer =
          client.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var in = answer.body()) {
        var told = new HTTPResponse(answer.statusCode());
        told.setBody(text(in));
        told.setEntityContentType(
            ContentType.parse(
                answer.headers().firstValue("content-type").orElse("application/octet-stream")));
        return told;
      }
    } catch (java.text.ParseException e) {
      throw new IOException("its content type cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) throw new IOException("its answer is longer than " + BYTES_MAX);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
