package probity.server;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import probity.evidence.Appended;
import probity.evidence.BundleRef;
import probity.evidence.Draft;
import probity.identity.ApiKey;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.store.file.Ledger;

/// The log `records` as the gateway uses it: what the configuration asks for is appended, and what
/// the log says is what the gateway acts on.
final class Records {
  private static final String LOG = "records";
  private static final long APPEND_SECONDS = 30;

  private final Ledger ledger;

  private final InstantSource clock;

  Records(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// A bundle in force, with its entry.
  record InForce(Bundle bundle, BundleRef ref) {}

  /// Puts `bundle` in force, unless the newest `bundle` entry is already of it; gives back what the
  /// log then holds, read from there.
  InForce bundle(Bundle bundle) {
    var newest = newestBundle();
    if (newest.isEmpty() || !newest.get().body().text("digest").equals(digest(bundle))) {
      append(bundleDraft(bundle, newest));
    }
    Entry entry =
        newestBundle()
            .orElseThrow(() -> new StartRefused("the bundle's entry is not in `records`"));
    var hex = entry.body().text("digest").orElse("");
    var digest = Hash.parseHex(hex).orThrow();
    var blob =
        ledger
            .blob(LOG, digest)
            .orElseThrow(() -> new StartRefused("the bundle's blob `" + hex + "` is missing"));
    return switch (Bundle.fromBlob(blob)) {
      case BundleReading.Loaded(var loaded) ->
          new InForce(
              loaded,
              new BundleRef(loaded.name(), loaded.version(), loaded.digest(), entry.leaf()));
      case BundleReading.Mistaken(_) ->
          throw new StartRefused("the bundle in `records` cannot be read by this version");
    };
  }

  private static Optional<String> digest(Bundle bundle) {
    return Optional.of(bundle.digest().hex());
  }

  private Optional<Entry> newestBundle() {
    return ledger.read(LOG).stream()
        .filter(entry -> entry.kind().equals("bundle"))
        .reduce((_, later) -> later);
  }

  private Draft bundleDraft(Bundle bundle, Optional<Entry> replaced) {
    var body =
        Json.object()
            .put("name", bundle.name())
            .put("version", bundle.version())
            .put("digest", bundle.digest().hex())
            .put("bytes", bundle.blob().length())
            .put("in_force", UtcTime.text(clock.millis()))
            .put("replaces", replaced.map(entry -> entry.leaf().hex()).orElse(""))
            .put("approvals", List.of())
            .put("change", "")
            .put("reassessment", "")
            .build();
    return new Draft(LOG, "bundle", body, List.of(bundle.blob()));
  }

  /// Enrols what the configuration says of callers and issuers and revokes what it no longer has;
  /// gives back the API keys that the log then holds, with those that were revoked.
  List<ApiKey> callers(List<ApiKey> keys, IdentityConfig identity) {
    Enrolled.due(ledger.read(LOG), Enrolled.of(keys, identity), LOG).forEach(this::append);
    return Enrolled.apiKeys(ledger.read(LOG));
  }

  /// Ends the exchanges that a crash left open.
  int interrupted(List<Entry> openIntents) {
    for (Entry intent : openIntents) append(probity.evidence.Evidence.interrupted(intent));
    return openIntents.size();
  }

  private void append(Draft draft) {
    var appended = new CompletableFuture<Appended>();
    ledger.append(draft, Runnable::run, appended::complete);
    try {
      if (appended.get(APPEND_SECONDS, TimeUnit.SECONDS)
          instanceof Appended.Unwritable(var reason, var detail)) {
        throw new StartRefused("the ledger cannot be written (" + reason + "): " + detail);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartRefused("interrupted while writing to the ledger", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartRefused("the ledger did not take an entry within 30 seconds", e);
    }
  }
}
