package probity.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.policy.Bundle;
import probity.witness.client.HttpPost;
import probity.witness.client.WitnessClient;
import probity.witness.client.WitnessStatus;
import probity.witness.client.WitnessedLedger;

/// The asking of witnesses beside the gateway; nothing where the configuration names none.
final class Witnessing implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Optional<HttpPost> post;
  private final Optional<WitnessClient> client;

  private Witnessing(Optional<HttpPost> post, Optional<WitnessClient> client) {
    this.post = post;
    this.client = client;
  }

  static Witnessing start(
      Config config, WitnessedLedger ledger, InstantSource clock, SecureRandom random) {
    var witnesses = config.witnesses();
    if (witnesses.none()) return new Witnessing(Optional.empty(), Optional.empty());
    Set<Origin> origins = new HashSet<>();
    witnesses.list().forEach(one -> origins.add(one.origin()));
    var post = new HttpPost(new EgressPolicy(origins, Set.copyOf(config.privateHosts())), LONGEST);
    var client = WitnessClient.start(witnesses, ledger, post, clock, random);
    return new Witnessing(Optional.of(post), Optional.of(client));
  }

  /// A bound on a wait for nobody would never be met, or always: the start is refused.
  static void requireFor(Bundle bundle, Config config) {
    if (bundle.unwitnessedMax().isEmpty() || !config.witnesses().none()) return;
    throw new StartRefused(
        "the bundle bounds how long traffic may be unwitnessed (`ledger: {unwitnessed: "
            + bundle.unwitnessedMax().get().toSeconds()
            + "s}`), but the configuration names no witness: add `ledger.witnesses`, or take the"
            + " bound out of the bundle");
  }

  /// How long the oldest published traffic has waited; 0 where nothing waits.
  long unwitnessedMillis() {
    return client.map(WitnessClient::unwitnessedMillis).orElse(0L);
  }

  Optional<WitnessStatus> status() {
    return client.map(WitnessClient::status);
  }

  @Override
  public void close() {
    client.ifPresent(WitnessClient::close);
    post.ifPresent(HttpPost::close);
  }
}
