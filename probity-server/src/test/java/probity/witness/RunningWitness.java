package probity.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.http.BoundedHttp;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.VerifierKey;

/// A witness behind a real socket, in a folder that outlives it.
public final class RunningWitness implements AutoCloseable {
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-25T09:00:00Z"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Witness witness;
  private final BoundedHttp server;

  private RunningWitness(Witness witness, BoundedHttp server) {
    this.witness = witness;
    this.server = server;
  }

  /// Starts it at any free port.
  public static RunningWitness start(Path dir, VerifierKey... trusted) {
    return start(dir, CLOCK, trusted);
  }

  /// As [#start(Path, VerifierKey...)], by another clock.
  public static RunningWitness start(Path dir, InstantSource clock, VerifierKey... trusted) {
    for (VerifierKey key : trusted) Witness.trust(dir, key.toString());
    var name = Optional.of("witness.example/" + dir.getFileName());
    var witness = Witness.open(dir, name, List.of(), clock, new SecureRandom());
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new RunningWitness(
          witness, BoundedHttp.open(loopback, Witness.BODY_BYTES_MAX, witness::answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public List<VerifierKey> keys() {
    return witness.keys();
  }

  /// What it would answer, without a socket.
  public Reply answer(Request request) {
    return witness.answer(request);
  }

  HttpResponse<String> add(Bytes body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url() + "/add-checkpoint"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.array())));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url() + path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.close();
    witness.close();
    client.close();
  }
}
