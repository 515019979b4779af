package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import probity.exchange.Purpose;
import probity.gateway.Limits;
import probity.gateway.upstream.Origin;
import probity.ledger.Json;

/// The real gateway with a real ledger, as the matrix of formats and places calls it.
public final class MatrixGateway implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int BODY_BYTES = 1 << 20;

  private final Server server;

  private MatrixGateway(Server server) {
    this.server = server;
  }

  /// @param bundle the folder of one whose routes have the provider `matrix`
  public static MatrixGateway start(Path data, Path bundle, int providerPort) {
    var provider =
        new Config.UpstreamConfig(
            "matrix",
            new Origin(false, LOOPBACK, providerPort),
            "",
            Optional.empty(),
            Optional.empty());
    var config =
        new Config(
            new Config.Listen(LOOPBACK, 0),
            data,
            "probity.example/matrix",
            Purpose.TEST,
            bundle,
            List.of(provider),
            List.of(LOOPBACK),
            Running.callers(),
            new Limits(
                BODY_BYTES,
                BODY_BYTES,
                BODY_BYTES,
                8192,
                200,
                65_536,
                2,
                64,
                16,
                100,
                Duration.ofSeconds(20)),
            Running.PATIENT,
            Optional.empty(),
            Duration.ofMillis(200));
    return new MatrixGateway(Server.start(config, Running.CLOCK));
  }

  public int port() {
    return java.net.URI.create(server.address()).getPort();
  }

  /// The key of a caller who may do everything.
  public static String key() {
    return Running.SUPPORT.text();
  }

  /// What the ledger says of one exchange.
  ///
  /// @param labels of what was found in its request and in its answer
  /// @param ending of its outcome; empty where there is none
  public record Recorded(Set<String> labels, String ending) {}

  /// What the ledger says, by the id of each exchange.
  public Map<String, Recorded> recorded() {
    var labels = new HashMap<String, Set<String>>();
    var endings = new HashMap<String, String>();
    for (var entry : server.entries(Running.TRAFFIC)) {
      if (!Set.of("intent", "step", "outcome").contains(entry.kind())) continue;
      var body = entry.body();
      String exchange = body.text("exchange").orElseThrow();
      var found = labels.computeIfAbsent(exchange, _ -> new TreeSet<>());
      if (body.get("findings").orElseThrow() instanceof Json.Arr(var findings)) {
        for (Json finding : findings) found.add(((Json.Obj) finding).text("label").orElseThrow());
      }
      if (entry.kind().equals("outcome")) {
        endings.put(exchange, body.text("ending").orElseThrow());
      }
    }
    var recorded = new HashMap<String, Recorded>();
    labels.forEach((exchange, found) ->
        recorded.put(exchange, new Recorded(found, endings.getOrDefault(exchange, ""))));
    return recorded;
  }

  @Override
  public void close() {
    server.close();
  }
}
