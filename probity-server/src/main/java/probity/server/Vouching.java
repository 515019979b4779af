package probity.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.ledger.Checked;
import probity.policy.Bundle;
import probity.store.file.FileLedger;
import probity.timestamp.Latest;
import probity.timestamp.Timestamps;
import probity.witness.client.HttpPost;
import probity.witness.client.LedgerFolder;
import probity.witness.client.WitnessClient;
import probity.witness.client.WitnessStatus;

/// Those outside who vouch for the ledger: witnesses cosign its checkpoints, authorities stamp
/// them. Beside the gateway; nothing where the configuration names none.
final class Vouching implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final String RECORDS = "records";

  private final Optional<WitnessClient> client;
  private final Optional<Timestamps> timestamps;

  private Vouching(Optional<WitnessClient> client, Optional<Timestamps> timestamps) {
    this.client = client;
    this.timestamps = timestamps;
  }

  /// For a gateway whose ledger another process has, with all that vouches for it.
  static Vouching elsewhere() {
    return new Vouching(Optional.empty(), Optional.empty());
  }

  static Vouching start(
      Config config, FileLedger ledger, InstantSource clock, SecureRandom random) {
    var folder =
        new LedgerFolder(
            config.ledgerFolder().resolve("ledger"), config.ledgerFolder().resolve("staging"));
    var timestamps = timestamps(config, ledger, folder, clock, random);
    var witnesses = config.witnesses();
    if (witnesses.none()) return new Vouching(Optional.empty(), timestamps);
    Set<Origin> origins = new HashSet<>();
    witnesses.list().forEach(one -> origins.add(one.origin()));
    var post = new HttpPost(new EgressPolicy(origins, Set.copyOf(config.privateHosts())), LONGEST);
    var client = WitnessClient.start(witnesses, folder, post, clock, random);
    return new Vouching(Optional.of(client), timestamps);
  }

  private static Optional<Timestamps> timestamps(
      Config config,
      FileLedger ledger,
      LedgerFolder folder,
      InstantSource clock,
      SecureRandom random) {
    if (config.timestamps().isEmpty()) return Optional.empty();
    return Optional.of(
        Timestamps.start(
            ConfiguredTimestamps.of(config, random),
            () -> latest(folder),
            (kind, body, blobs) -> ledger.own(RECORDS, kind, body, blobs),
            ledger.origin(RECORDS),
            ledger.read(RECORDS),
            clock));
  }

  /// Of each log the newest checkpoint that outsiders can see: the cosigned one where there is one.
  private static List<Latest> latest(LedgerFolder folder) {
    var latest = new ArrayList<Latest>();
    try {
      for (String log : folder.logs()) {
        var note = folder.cosigned(log);
        var newest = note.isPresent() ? note : folder.checkpoint(log);
        if (newest.map(Latest::read).orElse(null) instanceof Checked.Valid<Latest>(var read)) {
          latest.add(read);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(latest);
  }

  /// A bound on a wait for nobody would never be met, or always: the start is refused.
  static void requireFor(Bundle bundle, Config config) {
    if (bundle.unwitnessedMax().isPresent() && config.sealer().socket().isPresent()) {
      throw new StartRefused(
          "the bundle bounds how long traffic may be unwitnessed, which a gateway does not see of a"
              + " ledger in another process (`ledger.socket`): take one of the two out");
    }
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

  /// How far witnesses have come; empty where none is configured.
  Optional<WitnessStatus> witnesses() {
    return client.map(WitnessClient::status);
  }

  @Override
  public void close() {
    timestamps.ifPresent(Timestamps::close);
    client.ifPresent(WitnessClient::close);
  }
}
