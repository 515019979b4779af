package probity.server.policy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import probity.ledger.Checked;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.policy.Bundle;
import probity.server.command.CommandRefused;

/// The options of a statement about a bundle, which `propose` and `rollback` share.
final class WhatToSay {
  @Option(
      names = "--change",
      paramLabel = "ID",
      description = "the change record that it belongs to; needed where it allows more than before")
  private String change = "";

  @Option(
      names = "--reassessment",
      paramLabel = "yes|no",
      description = "whether the impact is assessed anew; needed where it allows more than before")
  private String reassessment = "";

  @Option(
      names = "--in-force",
      paramLabel = "TIME",
      description =
          "from when, such as 2026-12-01T06:00:00Z (default: now; it must be signed and submitted"
              + " within an hour of it)")
  private @Nullable String inForce;

  @Option(
      names = "--emergency",
      description = "one signature is enough, for 72 hours; the other makes it last")
  private boolean emergency;

  /// The statement about `bundle`.
  ///
  /// @param replaces digest of the bundle in force, or empty
  BundleStatement about(
      Bundle bundle, BundleStatement.Kind otherwise, String log, String replaces, Instant now) {
    var made =
        new BundleStatement(
            log,
            bundle.name(),
            bundle.version(),
            bundle.digest().hex(),
            emergency ? BundleStatement.Kind.EMERGENCY : otherwise,
            UtcTime.text(from(now).toEpochMilli()),
            replaces,
            change,
            reassessment);
    return switch (BundleStatement.parse(made.text())) {
      case Checked.Valid<BundleStatement>(var same) -> same;
      case Checked.Invalid<BundleStatement>(_, var detail) -> throw new CommandRefused(detail);
    };
  }

  private Instant from(Instant now) {
    if (inForce == null) return now;
    try {
      return Instant.parse(inForce);
    } catch (DateTimeParseException e) {
      throw new CommandRefused(
          "`--in-force " + inForce + "` is not a time such as 2026-12-01T06:00:00Z", e);
    }
  }
}
