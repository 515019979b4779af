package probity.canary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.gateway.upstream.Tls;
import probity.gateway.upstream.Upstream;
import probity.gateway.upstream.Upstreams;
import probity.http.BoundedHttp;
import probity.http.Reply;
import probity.http.Request;
import probity.policy.Canary;
import probity.policy.Route;
import probity.wire.RequestHead;

/// The place that canaries reach instead of a provider: a server of this process on loopback that
/// keeps what came and says what the canary wants said. Only who has its credential is answered.
final class Sink implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final int KEPT_MAX = 16;

  private final BoundedHttp http;
  private final String credential;
  private Optional<Told> told = Optional.empty();
  private final List<Bytes> got = new ArrayList<>();

  private record Told(Canary.Answer answer, Route route) {}

  private Sink(String credential) throws IOException {
    this.credential = "Bearer " + credential;
    this.http =
        BoundedHttp.open(
            new InetSocketAddress(InetAddress.ofLiteral(HOST), 0), BODY_BYTES_MAX, this::answer);
  }

  /// @param credential that the gateway sends, as it sends a provider's
  static Sink open(String credential) throws IOException {
    return new Sink(credential);
  }

  /// The sink in the place of every provider.
  Upstreams upstreams() {
    var origin = new Origin(false, HOST, http.port());
    var upstream =
        new Upstream(
            "probity.sink",
            origin,
            "",
            "authorization",
            credential,
            Tls.trusting(Optional.empty()));
    var upstreams = Upstreams.only(upstream, new EgressPolicy(Set.of(origin), Set.of(HOST)));
    upstreams.refresh();
    return upstreams;
  }

  /// Forgets what came before, and answers by this canary from now on.
  synchronized void expect(Canary canary, Route route) {
    got.clear();
    told = Optional.of(new Told(canary.answer(), route));
  }

  /// The bodies that came since [#expect]; whatever comes later gets no answer.
  synchronized List<Bytes> taken() {
    told = Optional.empty();
    return List.copyOf(got);
  }

  private synchronized Reply answer(Request request) {
    if (!authorized(request)) return Reply.text(401, "not for you");
    if (told.isEmpty()) return Reply.text(503, "no canary is under way");
    if (got.size() < KEPT_MAX) got.add(request.body());
    var answer = told.get().answer();
    var format = told.get().route().wire();
    if (format.isEmpty()) return Reply.text(200, answer.text());
    var head = new RequestHead(request.method(), told.get().route().examplePath(), request::header);
    var asked = format.get().request(head, request.body());
    var canned = format.get().canned(asked, answer.said());
    return Reply.of(200, canned.contentType(), canned.body());
  }

  private boolean authorized(Request request) {
    byte[] sent = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(sent, credential.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    http.close();
  }
}
