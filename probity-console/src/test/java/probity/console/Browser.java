package probity.console;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.stream.Stream;

/// Sends what a browser would, over a real socket, and remembers the cookie of the session, and
/// that of an errand, which it brings to one path alone.
public final class Browser implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String origin;
  private String cookie = "";
  private String errand = "";

  public Browser(String origin) {
    this.origin = origin;
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /// Sends a form as a page of the console would.
  public HttpResponse<String> post(String path, String... namesAndTexts) {
    return postWith(path, "same-origin", namesAndTexts);
  }

  /// Sends a form, saying that a page of `site` did it.
  public HttpResponse<String> postWith(String path, String site, String... namesAndTexts) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      parts.add(encoded(namesAndTexts[i]) + "=" + encoded(namesAndTexts[i + 1]));
    }
    return send(
        request(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", parts))));
  }

  /// The token of the first form in a page that needs one.
  public static String csrf(HttpResponse<String> page) {
    return between(page.body(), "name=\"csrf\" value=\"", "\"");
  }

  public static String between(String text, String before, String after) {
    int from = text.indexOf(before);
    if (from < 0) throw new AssertionError("`" + before + "` is missing in: " + text);
    from += before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  public String cookie() {
    return cookie;
  }

  public void cookie(String other) {
    cookie = other;
  }

  public String errand() {
    return errand;
  }

  public void errand(String other) {
    errand = other;
  }

  public static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("");
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(origin + path));
    var cookies =
        Stream.of(cookie, path.startsWith("/sign-on/back") ? errand : "")
            .filter(one -> !one.isEmpty())
            .toList();
    return cookies.isEmpty() ? request : request.header("cookie", String.join("; ", cookies));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (String header : answer.headers().allValues("set-cookie")) {
        String set = header.substring(0, header.indexOf(';'));
        if (!set.contains("errand=")) cookie = set;
        else errand = set.endsWith("=") ? "" : set;
      }
      return answer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
