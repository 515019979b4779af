package probity.console.aims;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Member;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.SignedIn;
import probity.exchange.Bytes;

/// A console over a book, and somebody who is signed in there and sends what a browser would.
final class EvidenceVisitor implements AutoCloseable {
  private static final String CSRF = "token-of-the-session";
  private static final String BOUNDARY = "----probity";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Console console;

  EvidenceVisitor(Actor person, Pages... parts) throws IOException {
    var who =
        new SignedIn(
            new Member(person.person(), "Mara Manager", person.duties()),
            "a1",
            "s1",
            CSRF,
            new Proof(Proof.Method.PASSWORD, Instant.parse("2026-11-27T08:59:00Z")));
    console =
        Console.open(
            ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            token -> token.equals("mara") ? Optional.of(who) : Optional.empty(),
            List.of(parts));
  }

  /// A file as a browser sends it.
  record Sent(String name, String type, Bytes content) {}

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET());
  }

  String page(String path) {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  /// A form with a file in its input `f_file`.
  HttpResponse<byte[]> post(String path, Map<String, String> fields, Optional<Sent> file) {
    return send(
        request(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(fields, file))));
  }

  static byte[] body(Map<String, String> fields, Optional<Sent> file) {
    var out = new ByteArrayOutputStream();
    part(out, "csrf", "", CSRF.getBytes(StandardCharsets.UTF_8));
    fields.forEach((name, text) -> part(out, name, "", text.getBytes(StandardCharsets.UTF_8)));
    file.ifPresent(sent ->
        part(
            out,
            "f_file",
            "; filename=\"" + sent.name + "\"\r\nContent-Type: " + sent.type,
            sent.content.array()));
    out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static void part(ByteArrayOutputStream out, String name, String more, byte[] content) {
    String head =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\""
            + name
            + "\""
            + more
            + "\r\n\r\n";
    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(content);
    out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /// Sends a form of which it says another length than it has; the first line of the answer.
  String postOfLength(String path, byte[] body, int length) throws IOException {
    var host = URI.create(console.address());
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.getPort())) {
      socket.setSoTimeout(40_000);
      var head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: "
              + host.getAuthority()
              + "\r\nCookie: probity=mara\r\nSec-Fetch-Site: same-origin\r\nContent-Type:"
              + " multipart/form-data; boundary="
              + BOUNDARY
              + "\r\nContent-Length: "
              + length
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(console.address() + path))
        .header("cookie", "probity=mara");
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
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
