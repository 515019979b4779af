package probity.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import probity.control.ControlException;
import probity.control.RecordsLog;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.exchange.Caller;
import probity.identity.ApiKey;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.store.file.Ledger;

/// The log `records` as the gateway uses it: what the configuration asks for is appended, and what
/// the log says is what the gateway acts on.
final class Records implements RecordsLog {
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

  /// Enrols the callers of the configuration and revokes those that it no longer has; gives back
  /// the callers that the log then holds.
  List<ApiKey> callers(List<ApiKey> configured) {
    var known = callerEntries();
    for (ApiKey key : configured) {
      var entry = Optional.ofNullable(known.get(key.caller().id()));
      boolean same = entry.flatMap(Records::apiKey).filter(key::equals).isPresent();
      if (!same) write(keyDraft(key, "active", entry));
    }
    for (Entry entry : known.values()) {
      var gone =
          apiKey(entry)
              .filter(key ->
                  configured.stream().noneMatch(c -> c.caller().id().equals(key.caller().id())));
      gone.ifPresent(key -> write(keyDraft(key, "revoked", Optional.of(entry))));
    }
    return callerEntries().values().stream().flatMap(entry -> apiKey(entry).stream()).toList();
  }

  /// The newest entry of each caller.
  private Map<String, Entry> callerEntries() {
    var newest = new HashMap<String, Entry>();
    for (Entry entry : ledger.read(LOG)) {
      boolean caller =
          entry.kind().equals("key") && entry.body().text("role").orElse("").equals("caller");
      if (caller) newest.put(entry.body().text("name").orElse(""), entry);
    }
    return newest;
  }

  /// The caller that an entry enrols; empty where it revokes one.
  private static Optional<ApiKey> apiKey(Entry entry) {
    var body = entry.body();
    if (!body.text("status").orElse("").equals("active")) return Optional.empty();
    var caller =
        new Caller(
            body.text("name").orElse(""), words(body.items("roles")), words(body.items("groups")));
    String key = body.text("key").orElse("");
    return switch (Hash.parseHex(key.startsWith("sha256:") ? key.substring(7) : "")) {
      case Checked.Valid<Hash>(var hash) -> Optional.of(new ApiKey(caller, hash));
      case Checked.Invalid<Hash>(_, _) -> Optional.empty();
    };
  }

  private static List<String> words(List<Json> items) {
    var words = new ArrayList<String>();
    for (Json item : items) {
      if (item instanceof Json.Str(var word)) words.add(word);
    }
    return words;
  }

  private static Draft keyDraft(ApiKey key, String status, Optional<Entry> replaced) {
    return new Draft(
        LOG,
        "key",
        Json.object()
            .put("role", "caller")
            .put("name", key.caller().id())
            .put("key", "sha256:" + key.sha256().hex())
            .put("roles", key.caller().roles())
            .put("groups", key.caller().groups())
            .put("from", "")
            .put("until", "")
            .put("status", status)
            .put("replaces", replaced.map(entry -> entry.leaf().hex()).orElse(""))
            .put("approvals", List.of())
            .build());
  }

  /// Ends the exchanges that a crash left open.
  int interrupted(List<Entry> openIntents) {
    for (Entry intent : openIntents) write(probity.evidence.Evidence.interrupted(intent));
    return openIntents.size();
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
