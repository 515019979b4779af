package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.gateway.upstream.Origin;
import probity.witness.client.Witnesses;

/// The section `ledger` of the configuration.
///
/// @param sealEvery between two checkpoints
/// @param publication how others get to read the ledger
/// @param witnesses who cosigns the checkpoints
/// @param timestamps authorities that stamp checkpoints
/// @param sealer where it lives, if not in the gateway's process
public record LedgerConfig(
    Duration sealEvery,
    PublicationConfig publication,
    Witnesses witnesses,
    List<TimestampAuthority> timestamps,
    SealerConfig sealer) {
  static final Duration SEAL_EVERY = Duration.ofMillis(200);
  static final Duration STAMP_EVERY = Duration.ofHours(1);

  public LedgerConfig {
    timestamps = List.copyOf(timestamps);
  }

  /// All else as it is where the configuration says nothing.
  static LedgerConfig sealed(Duration every) {
    return new LedgerConfig(
        every, PublicationConfig.NONE, Witnesses.NONE, List.of(), SealerConfig.NONE);
  }

  LedgerConfig with(PublicationConfig other) {
    return new LedgerConfig(sealEvery, other, witnesses, timestamps, sealer);
  }

  LedgerConfig with(Witnesses others) {
    return new LedgerConfig(sealEvery, publication, others, timestamps, sealer);
  }

  LedgerConfig with(List<TimestampAuthority> others) {
    return new LedgerConfig(sealEvery, publication, witnesses, others, sealer);
  }

  /// Somebody outside who says when a checkpoint was there (RFC 3161).
  ///
  /// @param name its word on `anchor` entries
  /// @param path of its URL, `/` at least
  /// @param every between two timestamps of a log, at least
  /// @param trust PEM file of who may have signed its certificate; without one a token is kept that
  ///   is good in itself
  public record TimestampAuthority(
      String name, Origin origin, String path, Duration every, Optional<Path> trust) {}
}
