package probity.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import probity.evidence.Draft;
import probity.exchange.Caller;
import probity.identity.ApiKey;
import probity.identity.Validity;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// By what a caller is known, or whose tokens are taken, as `key` entries of `records` have it.
///
/// @param role [#CALLER] or [#ISSUER]
/// @param name the caller's id, or the issuer
/// @param key of a caller `sha256:` and the hash of an API key, a SPIFFE id, or `jwt:` and the
///   SHA-256 of the issuer, a newline and the claim's value; of an issuer the URL of its keys
record Enrolled(
    String role,
    String name,
    String key,
    List<String> roles,
    List<String> groups,
    List<String> routes,
    Validity validity,
    boolean active) {
  static final String CALLER = "caller";
  static final String ISSUER = "issuer";

  private static final String API_KEY = "sha256:";

  Enrolled {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
    routes = List.copyOf(routes);
  }

  /// All of a configuration.
  static List<Enrolled> of(List<ApiKey> keys, IdentityConfig identity) {
    var all = new ArrayList<Enrolled>();
    keys.forEach(key -> all.add(of(key)));
    identity.certificates().entrySet().stream()
        .map(entry -> of(entry.getValue(), entry.getKey().text()))
        .sorted((one, other) -> one.key.compareTo(other.key))
        .forEach(all::add);
    for (IdentityConfig.TrustedIssuer trusted : identity.issuers()) {
      String issuer = trusted.issuer().name();
      var none = List.<String>of();
      all.add(
          new Enrolled(
              ISSUER,
              issuer,
              trusted.origin() + trusted.path(),
              none,
              none,
              none,
              Validity.ALWAYS,
              true));
      trusted.issuer().callers().entrySet().stream()
          .map(entry -> of(entry.getValue(), token(issuer, entry.getKey())))
          .sorted((one, other) -> one.key.compareTo(other.key))
          .forEach(all::add);
    }
    return all;
  }

  private static Enrolled of(ApiKey key) {
    return new Enrolled(
        CALLER,
        key.caller().id(),
        API_KEY + key.sha256().hex(),
        key.caller().roles(),
        key.caller().groups(),
        key.routes(),
        key.validity(),
        key.active());
  }

  private static Enrolled of(Caller caller, String key) {
    return new Enrolled(
        CALLER,
        caller.id(),
        key,
        caller.roles(),
        caller.groups(),
        List.of(),
        Validity.ALWAYS,
        true);
  }

  private static String token(String issuer, String value) {
    return "jwt:" + Hash.of((issuer + "\n" + value).getBytes(StandardCharsets.UTF_8)).hex();
  }

  /// What has to be appended to `records` so that it says what is configured: what is new or
  /// changed, and what is there no more, revoked.
  static List<Draft> due(List<Entry> records, List<Enrolled> configured, String log) {
    var standing = standing(records);
    var drafts = new ArrayList<Draft>();
    for (Enrolled wanted : configured) {
      var newest =
          standing.stream().filter(entry -> of(entry).isSame(wanted)).reduce((_, later) -> later);
      if (newest.map(Enrolled::of).filter(wanted::equals).isEmpty()) {
        drafts.add(wanted.draft(log, newest));
      }
    }
    for (Entry entry : standing) {
      var there = of(entry);
      if (there.active && configured.stream().noneMatch(there::isSame)) {
        drafts.add(there.revoked().draft(log, Optional.of(entry)));
      }
    }
    return drafts;
  }

  /// The API keys that `records` has, with those that it says are revoked.
  static List<ApiKey> apiKeys(List<Entry> records) {
    return standing(records).stream().flatMap(entry -> of(entry).apiKey().stream()).toList();
  }

  /// The entries of callers and issuers, but for those that a later one replaces.
  private static List<Entry> standing(List<Entry> records) {
    var standing = new LinkedHashMap<String, Entry>();
    for (Entry entry : records) {
      String role = entry.body().text("role").orElse("");
      boolean ours = entry.kind().equals("key") && (role.equals(CALLER) || role.equals(ISSUER));
      if (!ours) continue;
      standing.remove(entry.body().text("replaces").orElse(""));
      standing.put(entry.leaf().hex(), entry);
    }
    return List.copyOf(standing.values());
  }

  private static Enrolled of(Entry entry) {
    var body = entry.body();
    return new Enrolled(
        body.text("role").orElse(""),
        body.text("name").orElse(""),
        body.text("key").orElse(""),
        words(body.items("roles")),
        words(body.items("groups")),
        words(body.items("routes")),
        new Validity(
            time(body, "from", Validity.ALWAYS.from()),
            time(body, "until", Validity.ALWAYS.until())),
        body.text("status").orElse("").equals("active"));
  }

  private static List<String> words(List<Json> items) {
    var words = new ArrayList<String>();
    for (Json item : items) {
      if (item instanceof Json.Str(var word)) words.add(word);
    }
    return words;
  }

  private static long time(Json.Obj body, String member, long standard) {
    String text = body.text(member).orElse("");
    return text.isEmpty() ? standard : Instant.parse(text).toEpochMilli();
  }

  private static String text(long time, long standard) {
    return time == standard ? "" : UtcTime.text(time);
  }

  /// Whether both are of one key, whatever else is said of it.
  private boolean isSame(Enrolled other) {
    return role.equals(other.role) && name.equals(other.name) && key.equals(other.key);
  }

  private Enrolled revoked() {
    return new Enrolled(role, name, key, roles, groups, routes, validity, false);
  }

  private Optional<ApiKey> apiKey() {
    if (!key.startsWith(API_KEY)) return Optional.empty();
    return switch (Hash.parseHex(key.substring(API_KEY.length()))) {
      case Checked.Valid<Hash>(var hash) ->
          Optional.of(new ApiKey(new Caller(name, roles, groups), hash, validity, routes, active));
      case Checked.Invalid<Hash>(_, _) -> Optional.empty();
    };
  }

  private Draft draft(String log, Optional<Entry> replaced) {
    return new Draft(
        log,
        "key",
        Json.object()
            .put("role", role)
            .put("name", name)
            .put("key", key)
            .put("roles", roles)
            .put("groups", groups)
            .put("routes", routes)
            .put("from", text(validity.from(), Validity.ALWAYS.from()))
            .put("until", text(validity.until(), Validity.ALWAYS.until()))
            .put("status", active ? "active" : "revoked")
            .put("replaces", replaced.map(entry -> entry.leaf().hex()).orElse(""))
            .put("approvals", List.of())
            .build());
  }
}
