package probity.console.aims.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Directory;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.SignedIn;

/// A console over a real socket where everybody is signed in whose id stands in the cookie.
final class Desk implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Console console;

  Desk(Directory directory, List<Pages> pages) throws IOException {
    this.console =
        Console.open(
            ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            token ->
                directory
                    .member(token)
                    .map(member ->
                        new SignedIn(
                            member,
                            "account-" + token,
                            "session-" + token,
                            "csrf-" + token,
                            new Proof(Proof.Method.PASSWORD, Instant.EPOCH))),
            pages);
  }

  HttpResponse<String> get(String person, String path) {
    return send(person, path, Optional.empty());
  }

  /// Sends a form as a page of the console would.
  HttpResponse<String> post(String person, String path, String... namesAndTexts) {
    var parts = new ArrayList<String>(List.of("csrf=csrf-" + person));
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      parts.add(encoded(namesAndTexts[i]) + "=" + encoded(namesAndTexts[i + 1]));
    }
    return send(person, path, Optional.of(String.join("&", parts)));
  }

  private HttpResponse<String> send(String person, String path, Optional<String> form) {
    var request =
        HttpRequest.newBuilder(URI.create(console.address() + path))
            .header("cookie", "probity=" + person);
    if (form.isPresent()) {
      request
          .header("content-type", "application/x-www-form-urlencoded")
          .header("sec-fetch-site", "same-origin")
          .POST(HttpRequest.BodyPublishers.ofString(form.get()));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("none: " + answer.statusCode());
  }

  @Override
  public void close() {
    client.close();
    console.close();
  }
}
