package probity.console.aims;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import probity.console.Bearer;
import probity.console.Bearers;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.aims.api.RegisterApi;
import probity.console.aims.page.RecordPages;
import probity.json.ForeignJson;
import probity.ledger.Json;

/// The API over a real socket, before a book, with tokens of people of the book.
final class ApiServer implements AutoCloseable {
  static final Instant MADE = Instant.parse("2026-11-20T08:00:00Z");

  private final Map<String, String> people = new ConcurrentHashMap<>();
  // A note of each time that a token was looked for.
  private final Semaphore looked = new Semaphore(0);
  private final Console console;
  private final HttpClient client = HttpClient.newHttpClient();

  ApiServer(Books books, int callsAMinute) throws IOException {
    var directory = new BookDirectory(books.book(), books.clock());
    Bearers bearers =
        token -> {
          var found =
              Optional.ofNullable(people.get(token))
                  .flatMap(directory::member)
                  .map(member -> new Bearer(member, "id-" + token, MADE));
          looked.release();
          return found;
        };
    var imports = new Imports(books.book(), books.clock(), RandomGenerator.getDefault());
    console =
        Console.open(
            ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            _ -> Optional.empty(),
            List.of(
                new RecordPages(books.book(), books.clock()),
                new RegisterApi(books.book(), imports, bearers, books.clock(), callsAMinute)));
  }

  /// A token of a person.
  String token(Actor person) {
    String token = "token-" + person.person();
    people.put(token, person.person());
    return token;
  }

  record Answer(int status, Json.Obj body, HttpHeaders headers) {
    String text(String member) {
      return body.text(member).orElse("");
    }

    String value(String field) {
      return body.object("values").flatMap(values -> values.text(field)).orElse("");
    }

    /// The fields that are objected to.
    List<String> fields() {
      return Json.objects(body.items("objections")).stream()
          .map(one -> one.text("field").orElse(""))
          .toList();
    }
  }

  Answer get(String token, String path) {
    return call("GET", path, token, "");
  }

  Answer post(String token, String path, String body) {
    return call("POST", path, token, body);
  }

  Answer call(String verb, String path, String token, String body) {
    var request = request(path).header("authorization", "Bearer " + token);
    if (body.isEmpty()) return send(request.method(verb, HttpRequest.BodyPublishers.noBody()));
    return send(
        request
            .header("content-type", "application/json")
            .method(verb, HttpRequest.BodyPublishers.ofString(body)));
  }

  /// Revokes a token.
  void revoke(String token) {
    people.remove(token);
  }

  /// Posts a body, and does `meanwhile` when the API knows the token and has not read the body; the
  /// first line of the answer.
  String slow(String token, String path, String body, Runnable meanwhile) throws Exception {
    var address = URI.create(console.address());
    looked.drainPermits();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      var head =
          """
          POST %s HTTP/1.1
          Host: %s
          Authorization: Bearer %s
          Content-Type: application/json
          Content-Length: %d
          Connection: close

          """
              .formatted(path, address.getAuthority(), token, body.length());
      var out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      if (!looked.tryAcquire(30, TimeUnit.SECONDS)) throw new AssertionError("nobody looked");
      meanwhile.run();
      out.write(body.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(console.address() + path));
  }

  /// Sends a call that may be odd in any way; the answer is json in any case.
  Answer send(HttpRequest.Builder request) {
    var answer = raw(request);
    var json = ForeignJson.parse(answer.body()).orThrow();
    if (!answer.headers().firstValue("content-type").orElse("").equals("application/json")
        || !(json instanceof Json.Obj body)) {
      throw new AssertionError("no json of the api: " + answer.body());
    }
    return new Answer(answer.statusCode(), body, answer.headers());
  }

  HttpResponse<String> raw(HttpRequest.Builder request) {
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    console.close();
  }
}
