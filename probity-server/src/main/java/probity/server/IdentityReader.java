package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.exchange.Caller;
import probity.gateway.AddressRange;
import probity.gateway.Proxies;
import probity.gateway.TlsFiles;
import probity.gateway.upstream.Origin;
import probity.identity.Issuer;
import probity.identity.Presented;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `issuers`, `proxies` and `listen.tls` of the configuration.
final class IdentityReader {
  private static final int ISSUERS_MAX = 16;

  /// It stands on an entry.
  private static final int ISSUER_CHARACTERS_MAX = 300;

  private static final int AUDIENCES_MAX = 16;
  private static final int MAPPED_MAX = 1_000;
  private static final int PATH_MAX = 8;
  private static final int TEXT_MAX = 500;
  private static final int RANGES_MAX = 64;
  private static final Duration LIFETIME_LONGEST = Duration.ofDays(7);

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// Headers that mean something else here, whoever sends them.
  private static final Set<String> TAKEN =
      Stream.concat(
              Presented.KEY_HEADERS.stream(),
              Stream.of("authorization", "host", "content-length", "transfer-encoding"))
          .collect(Collectors.toUnmodifiableSet());

  private final Path folder;
  private final CallersReader.Callers callers;

  IdentityReader(Path folder, CallersReader.Callers callers) {
    this.folder = folder;
    this.callers = callers;
  }

  IdentityConfig read(Mapping top) {
    var value = top.optional("issuers");
    var issuers =
        value.mappings(ISSUERS_MAX, this::issuer).stream().flatMap(Optional::stream).toList();
    var names = new HashSet<String>();
    for (IdentityConfig.TrustedIssuer issuer : issuers) {
      if (!names.add(issuer.issuer().name())) value.mistake("an issuer stands twice");
    }
    return new IdentityConfig(
        issuers,
        callers.certificates(),
        top.optional("proxies").mapping(this::proxies).orElse(Proxies.NONE));
  }

  static TlsFiles tls(Mapping tls, Path folder) {
    var authorities = tls.optional("client_ca");
    var client = tls.optional("client");
    var required = client.word(List.of("optional", "required"));
    if (client.present() && !authorities.present()) {
      client.mistake("`client` needs `client_ca`: who may have signed clients' certificates");
    }
    return new TlsFiles(
        path(tls.required("certificate"), folder),
        path(tls.required("key"), folder),
        authorities.present() ? Optional.of(path(authorities, folder)) : Optional.empty(),
        required.filter(word -> word.value().equals("required")).isPresent());
  }

  private static Path path(Value value, Path folder) {
    return folder.resolve(value.text(4000).map(Text::value).orElse("")).normalize();
  }

  private Optional<IdentityConfig.TrustedIssuer> issuer(Mapping mapping) {
    var name = mapping.required("issuer").text(ISSUER_CHARACTERS_MAX);
    var jwks = mapping.required("jwks").text(2_000);
    var authorities = mapping.optional("ca");
    var audience = mapping.required("audience");
    var audiences = audience.texts(AUDIENCES_MAX, TEXT_MAX).stream().map(Text::value).toList();
    if (audience.present() && audiences.isEmpty()) {
      audience.mistake("at least one audience was expected, as tokens for this gateway have it");
    }
    var algorithms = algorithms(mapping.required("algorithms"));
    var skew =
        within(mapping.optional("skew"), Issuer.SKEW, Duration.ofSeconds(1), Issuer.SKEW_MAX);
    var lifetime =
        within(
            mapping.optional("lifetime_max"),
            Issuer.LIFETIME_MAX,
            Duration.ofMinutes(1),
            LIFETIME_LONGEST);
    var caller = mapping.required("caller").mapping(this::caller);
    var roles = mapping.optional("roles").mapping(IdentityReader::names).orElse(Issuer.Names.NONE);
    var groups =
        mapping.optional("groups").mapping(IdentityReader::names).orElse(Issuer.Names.NONE);
    var person = mapping.optional("person");
    var personPath = person.present() ? Optional.of(claim(person)) : Optional.<List<String>>empty();
    var url = jwks.flatMap(text -> ConfigReader.uri(text.value()));
    var origin = url.flatMap(Origin::of).filter(Origin::tls);
    if (jwks.isPresent() && origin.isEmpty()) {
      jwks.get().mistake("a URL `https://host[:port]/path` was expected");
    }
    if (name.isEmpty() || origin.isEmpty() || audiences.isEmpty() || algorithms.isEmpty()) {
      return Optional.empty();
    }
    var issuer =
        new Issuer(
            name.get().value(),
            audiences,
            algorithms,
            skew,
            lifetime,
            caller.map(CallerClaim::path).orElse(List.of()),
            caller.map(CallerClaim::callers).orElse(Map.of()),
            roles,
            groups,
            personPath);
    return Optional.of(
        new IdentityConfig.TrustedIssuer(
            issuer,
            origin.get(),
            target(url.get()),
            authorities.present() ? Optional.of(path(authorities, folder)) : Optional.empty()));
  }

  private static String target(java.net.URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static Set<String> algorithms(Value value) {
    var items = value.items(Issuer.ALGORITHMS.size());
    if (value.present() && items.isEmpty()) value.mistake("at least one algorithm was expected");
    return items.stream()
        .flatMap(item -> item.word(Issuer.ALGORITHMS).stream())
        .map(Text::value)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Duration within(Value value, Duration standard, Duration min, Duration max) {
    var duration = ConfigReader.duration(value, standard);
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      value.mistake(
          "a duration from `" + written(min) + "` to `" + written(max) + "` was expected");
      return standard;
    }
    return duration;
  }

  private static String written(Duration duration) {
    return duration.toSecondsPart() == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
  }

  private record CallerClaim(List<String> path, Map<String, Caller> callers) {}

  private CallerClaim caller(Mapping mapping) {
    var path = claim(mapping.required("claim"));
    var mapped = new HashMap<String, Caller>();
    for (Value.Entry entry : mapping.required("values").entries(MAPPED_MAX)) {
      var id = entry.value().text(64);
      id.flatMap(text -> Optional.ofNullable(callers.byId().get(text.value())))
          .ifPresentOrElse(
              caller -> mapped.put(entry.name().value(), caller),
              () -> id.ifPresent(text -> text.isOneOf(callers.byId().keySet(), "caller")));
    }
    return new CallerClaim(path, mapped);
  }

  private static Issuer.Names names(Mapping mapping) {
    var path = claim(mapping.required("claim"));
    var words = new HashMap<String, String>();
    for (Value.Entry entry : mapping.required("values").entries(Issuer.Names.MAX)) {
      entry
          .value()
          .name(ConfigReader.ID, "a word (`[a-z0-9._-]+`)")
          .ifPresent(word -> words.put(entry.name().value(), word.value()));
    }
    return new Issuer.Names(path, words);
  }

  /// The name of a claim, or a pointer to one inside of others (`/realm_access/roles`, RFC 6901).
  private static List<String> claim(Value value) {
    var text = value.text(TEXT_MAX).map(Text::value).orElse("");
    if (!text.startsWith("/")) return List.of(text);
    var path = new ArrayList<String>();
    for (String name : text.substring(1).split("/", -1)) {
      path.add(name.replace("~1", "/").replace("~0", "~"));
    }
    if (path.size() > PATH_MAX) value.mistake("a pointer of at most 8 names was expected");
    return path;
  }

  private Proxies proxies(Mapping mapping) {
    var ranges = new ArrayList<AddressRange>();
    var addresses = mapping.required("addresses");
    for (Text text : addresses.texts(RANGES_MAX, 64)) {
      AddressRange.parse(text.value())
          .ifPresentOrElse(
              ranges::add,
              () ->
                  text.mistake("an address or a range of them such as `10.0.0.0/8` was expected"));
    }
    return new Proxies(
        ranges,
        header(mapping.optional("person_header"), Set.of("x-probity-person")),
        header(mapping.optional("certificate_header"), Set.of()));
  }

  private static Optional<String> header(Value value, Set<String> alsoTaken) {
    return value
        .name(HEADER, "the name of a header")
        .filter(text -> {
          String name = text.value().toLowerCase(Locale.ROOT);
          boolean taken = TAKEN.contains(name) || alsoTaken.contains(name);
          if (taken) text.mistake("another header was expected: `" + name + "` has a meaning");
          return !taken;
        })
        .map(text -> text.value().toLowerCase(Locale.ROOT));
  }
}
