package probity.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import probity.evidence.Appended;
import probity.evidence.BundleRef;
import probity.evidence.Draft;
import probity.exchange.Caller;
import probity.identity.ApiKey;
import probity.identity.Validity;
import probity.ledger.Checked;
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

  /// Enrols the keys of the configuration and revokes those that it no longer has; gives back the
  /// keys that the log then holds, with those that were revoked.
  List<ApiKey> callers(List<ApiKey> configured) {
    var before = keyEntries();
    for (ApiKey key : configured) {
      var entry = before.stream().filter(e -> apiKey(e).filter(k -> isSame(k, key)).isPresent());
      var newest = entry.reduce((_, later) -> later);
      boolean same = newest.flatMap(Records::apiKey).filter(key::equals).isPresent();
      if (!same) append(keyDraft(key, newest));
    }
    for (Entry entry : before) {
      apiKey(entry)
          .filter(ApiKey::active)
          .filter(key -> configured.stream().noneMatch(c -> isSame(c, key)))
          .ifPresent(key -> append(keyDraft(key.revoked(), Optional.of(entry))));
    }
    return keyEntries().stream().flatMap(entry -> apiKey(entry).stream()).toList();
  }

  /// Whether both are one key of one caller, whatever else is said of it.
  private static boolean isSame(ApiKey one, ApiKey other) {
    return one.caller().id().equals(other.caller().id()) && one.sha256().equals(other.sha256());
  }

  /// The entries of callers' keys, but for those that a later one replaces.
  private List<Entry> keyEntries() {
    var standing = new LinkedHashMap<String, Entry>();
    for (Entry entry : ledger.read(LOG)) {
      boolean caller =
          entry.kind().equals("key") && entry.body().text("role").orElse("").equals("caller");
      if (!caller) continue;
      standing.remove(entry.body().text("replaces").orElse(""));
      standing.put(entry.leaf().hex(), entry);
    }
    return List.copyOf(standing.values());
  }

  private static Optional<ApiKey> apiKey(Entry entry) {
    var body = entry.body();
    var caller =
        new Caller(
            body.text("name").orElse(""), words(body.items("roles")), words(body.items("groups")));
    String key = body.text("key").orElse("");
    return switch (Hash.parseHex(key.startsWith("sha256:") ? key.substring(7) : "")) {
      case Checked.Valid<Hash>(var hash) ->
          Optional.of(
              new ApiKey(
                  caller,
                  hash,
                  new Validity(
                      time(body, "from", Validity.ALWAYS.from()),
                      time(body, "until", Validity.ALWAYS.until())),
                  words(body.items("routes")),
                  body.text("status").orElse("").equals("active")));
      case Checked.Invalid<Hash>(_, _) -> Optional.empty();
    };
  }

  private static long time(Json.Obj body, String member, long standard) {
    String text = body.text(member).orElse("");
    return text.isEmpty() ? standard : Instant.parse(text).toEpochMilli();
  }

  private static String text(long time, long standard) {
    return time == standard ? "" : UtcTime.text(time);
  }

  private static List<String> words(List<Json> items) {
    var words = new ArrayList<String>();
    for (Json item : items) {
      if (item instanceof Json.Str(var word)) words.add(word);
    }
    return words;
  }

  private static Draft keyDraft(ApiKey key, Optional<Entry> replaced) {
    return new Draft(
        LOG,
        "key",
        Json.object()
            .put("role", "caller")
            .put("name", key.caller().id())
            .put("key", "sha256:" + key.sha256().hex())
            .put("roles", key.caller().roles())
            .put("groups", key.caller().groups())
            .put("routes", key.routes())
            .put("from", text(key.validity().from(), Validity.ALWAYS.from()))
            .put("until", text(key.validity().until(), Validity.ALWAYS.until()))
            .put("status", key.active() ? "active" : "revoked")
            .put("replaces", replaced.map(entry -> entry.leaf().hex()).orElse(""))
            .put("approvals", List.of())
            .build());
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
