package probity.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import probity.console.aims.Erasure;
import probity.console.aims.RegisterLog;
import probity.control.ControlException;
import probity.control.RecordsLog;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.identity.ApiKey;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.store.file.Ledger;

/// The log `records` as the gateway uses it: what the configuration asks for is appended, and what
/// the log says is what the gateway acts on.
final class Records implements RecordsLog, RegisterLog {
  private static final String LOG = "records";
  private static final long APPEND_SECONDS = 30;

  private final Ledger ledger;

  Records(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String origin() {
    return ledger.origin(LOG);
  }

  @Override
  public List<Entry> entries() {
    return ledger.read(LOG);
  }

  @Override
  public Optional<Bytes> blob(Hash sha256) {
    return ledger.blob(LOG, sha256);
  }

  /// Enrols what the configuration says of callers and issuers and revokes what it no longer has;
  /// gives back the API keys that the log then holds, with those that were revoked.
  List<ApiKey> callers(List<ApiKey> keys, IdentityConfig identity) {
    Enrolled.due(ledger.read(LOG), Enrolled.of(keys, identity), LOG).forEach(this::write);
    return Enrolled.apiKeys(ledger.read(LOG));
  }

  /// Ends the exchanges that a crash left open.
  int interrupted(List<Entry> openIntents) {
    for (Entry intent : openIntents) write(probity.evidence.Evidence.interrupted(intent));
    return openIntents.size();
  }

  /// Ids of the keys that were erased.
  List<String> erased() {
    return ledger.read(LOG).stream()
        .filter(entry -> entry.kind().equals(Erasure.KIND))
        .flatMap(entry -> entry.body().text("key").stream())
        .distinct()
        .toList();
  }

  private void write(Draft draft) {
    if (append(draft) instanceof Appended.Unwritable(var reason, var detail)) {
      throw new StartRefused("the ledger cannot be written (" + reason + "): " + detail);
    }
  }

  @Override
  public Appended append(Draft draft) {
    var appended = new CompletableFuture<Appended>();
    ledger.append(draft, Runnable::run, appended::complete);
    try {
      return appended.get(APPEND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted while writing to the ledger", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new ControlException("the ledger did not take an entry within 30 seconds", e);
    }
  }
}
