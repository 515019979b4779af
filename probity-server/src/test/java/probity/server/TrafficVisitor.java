package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.aims.register.Duty;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Member;
import probity.console.Proof;
import probity.console.SignedIn;

/// An external auditor before the console's pages of a running gateway, over a real socket.
final class TrafficVisitor implements AutoCloseable {
  private static final SignedIn AUDITOR =
      new SignedIn(
          new Member("person-1", "Ada Adler", Set.of(Duty.EXTERNAL_AUDITOR)),
          "a1",
          "s1",
          "csrf",
          new Proof(Proof.Method.PASSWORD, Instant.EPOCH));

  private final HttpClient http = HttpClient.newHttpClient();
  private final Console console;

  private TrafficVisitor(Console console) {
    this.console = console;
  }

  static TrafficVisitor of(Running gateway) throws IOException {
    var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new TrafficVisitor(
        Console.open(
            ConsoleSettings.at(local),
            token -> token.equals("ada") ? Optional.of(AUDITOR) : Optional.empty(),
            List.of(gateway.traffic())));
  }

  /// Asks with the cookie of a session; `ada` is the auditor's, others are nobody's.
  HttpResponse<String> ask(String path, String session) {
    var request =
        HttpRequest.newBuilder(URI.create(console.address() + path))
            .timeout(Duration.ofSeconds(30))
            .header("cookie", "probity=" + session);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A page that there is.
  String get(String path) {
    var answer = ask(path, "ada");
    assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Override
  public void close() {
    http.close();
    console.close();
  }
}
