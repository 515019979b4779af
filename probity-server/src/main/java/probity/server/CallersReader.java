package probity.server;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import probity.exchange.Caller;
import probity.identity.ApiKey;
import probity.identity.SpiffeId;
import probity.identity.Validity;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.policy.Canary;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `callers` of the configuration.
final class CallersReader {
  private static final int CALLERS_MAX = 10_000;
  private static final int CERTIFICATES_MAX = 16;

  /// Roles or groups of one caller: they stand on every entry of its exchanges.
  private static final int WORDS_MAX = 16;

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?Z)?");

  private final Map<String, Caller> callers = new LinkedHashMap<>();
  private final List<ApiKey> keys = new ArrayList<>();
  private final Map<SpiffeId, Caller> certificates = new HashMap<>();

  private CallersReader() {}

  /// What the section says.
  ///
  /// @param byId every caller
  record Callers(Map<String, Caller> byId, List<ApiKey> keys, Map<SpiffeId, Caller> certificates) {
    Callers {
      keys = List.copyOf(keys);
      certificates = Map.copyOf(certificates);
    }
  }

  static Callers read(Value value) {
    var reader = new CallersReader();
    for (Value caller : value.items(CALLERS_MAX)) {
      caller.mapping(mapping -> reader.caller(caller, mapping));
    }
    return new Callers(reader.callers, reader.keys, reader.certificates);
  }

  private Optional<Caller> caller(Value place, Mapping mapping) {
    var id = mapping.required("id").text(64);
    id.filter(text -> !ApiKey.isId(text.value()))
        .ifPresent(text -> text.mistake("a caller's id (`[a-z0-9.-]+`) was expected"));
    id.filter(text -> text.value().startsWith(Canary.CALLERS))
        .ifPresent(text ->
            text.mistake(
                "callers whose id begins with `" + Canary.CALLERS + "` are the program's"));
    var roles = words(mapping.optional("roles"));
    var groups = words(mapping.optional("groups"));
    // Of a caller without a good id all else is read as well, so that every mistake shows.
    var caller =
        new Caller(id.map(Text::value).filter(ApiKey::isId).orElse("unknown"), roles, groups);
    keys(mapping, caller);
    for (Text text : mapping.optional("spiffe").texts(CERTIFICATES_MAX, 2048)) {
      certificate(text, caller);
    }
    if (Optional.ofNullable(callers.put(caller.id(), caller)).isPresent()) {
      place.mistake("a caller's id stands twice");
    }
    return Optional.of(caller);
  }

  private void certificate(Text text, Caller caller) {
    var id = SpiffeId.parse(text.value());
    if (id.isEmpty()) {
      text.mistake("a SPIFFE id `spiffe://trust-domain/path` was expected");
    } else if (Optional.ofNullable(certificates.put(id.get(), caller)).isPresent()) {
      text.mistake("a SPIFFE id stands twice");
    }
  }

  /// One key beside the id, or a list of them, or none where the caller is known otherwise.
  private void keys(Mapping mapping, Caller caller) {
    var one = mapping.optional("sha256");
    var several = mapping.optional("keys");
    if (one.present() && several.present()) {
      mapping.mistake("at most one of `sha256` and `keys` was expected");
    }
    hash(one).ifPresent(hash -> keys.add(new ApiKey(caller, hash)));
    var read =
        several.mappings(ApiKey.PER_CALLER_MAX, key -> key(key, caller)).stream()
            .flatMap(Optional::stream)
            .toList();
    var hashes = new HashSet<Hash>();
    for (ApiKey key : read) {
      if (!hashes.add(key.sha256())) several.mistake("a key stands twice");
    }
    keys.addAll(read);
  }

  private static Optional<ApiKey> key(Mapping mapping, Caller caller) {
    var hash = hash(mapping.required("sha256"));
    var from = time(mapping.optional("from"));
    var until = mapping.optional("until");
    var end = time(until);
    var routes =
        mapping.optional("routes").items(ApiKey.ROUTES_MAX).stream()
            .flatMap(item -> item.name(ConfigReader.ID, "a route's id (`[a-z0-9._-]+`)").stream())
            .map(Text::value)
            .toList();
    var status = mapping.optional("status").word(List.of("active", "revoked"));
    boolean active = status.map(Text::value).orElse("active").equals("active");
    if (from.orElse(Long.MIN_VALUE) >= end.orElse(Long.MAX_VALUE)) {
      until.mistake("a time after `from` was expected");
      return Optional.empty();
    }
    var validity =
        new Validity(from.orElse(Validity.ALWAYS.from()), end.orElse(Validity.ALWAYS.until()));
    return hash.map(sha256 -> new ApiKey(caller, sha256, validity, routes, active));
  }

  private static Optional<Hash> hash(Value value) {
    var text = value.text(64);
    if (text.isEmpty()) return Optional.empty();
    return switch (Hash.parseHex(text.get().value())) {
      case Checked.Valid<Hash>(var hash) -> Optional.of(hash);
      case Checked.Invalid<Hash>(_, _) -> {
        text.get()
            .mistake("the SHA-256 of the caller's key in 64 lower-case hex digits was expected");
        yield Optional.empty();
      }
    };
  }

  private static OptionalLong time(Value value) {
    var text = value.name(TIME, "a time such as `2027-01-31T00:00:00Z` or a day `2027-01-31`");
    if (text.isEmpty()) return OptionalLong.empty();
    var time = time(text.get().value());
    if (time.isEmpty()) text.get().mistake("`" + text.get().value() + "` is not in the calendar");
    return time;
  }

  /// Milliseconds since 1970 of a time in UTC, or of the beginning of a day there; empty for
  /// anything else.
  static OptionalLong time(String text) {
    if (!TIME.matcher(text).matches()) return OptionalLong.empty();
    try {
      return OptionalLong.of(
          text.contains("T")
              ? Instant.parse(text).toEpochMilli()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }

  private static List<String> words(Value value) {
    return value.items(WORDS_MAX).stream()
        .flatMap(item -> item.name(ConfigReader.ID, "a word (`[a-z0-9._-]+`)").stream())
        .map(Text::value)
        .toList();
  }
}
