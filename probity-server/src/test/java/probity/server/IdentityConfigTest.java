package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Caller;
import probity.gateway.AddressRange;
import probity.gateway.Proxies;
import probity.gateway.TlsFiles;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;
import probity.identity.Issuer;
import probity.identity.SpiffeId;
import probity.identity.Validity;
import probity.ledger.Hash;
import probity.yaml.Mistake;

/// What the configuration says of callers, issuers, certificates and proxies.
class IdentityConfigTest {
  private static final Path FILE = Path.of("/etc/probity/probity.yaml");

  private static final String IDENTITY =
      """
      listen: {tls: {certificate: tls/server.pem, key: tls/server.key, client_ca: clients.pem, client: required}}
      data: data
      origin: probity.example/acme
      bundle: ../bundle
      upstreams: {openai: {url: "https://api.openai.com"}}
      callers:
        - id: crm
          roles: [sales]
          spiffe: [spiffe://acme.example/crm]
          keys:
            - {sha256: "%1$s", until: 2027-01-31}
            - {sha256: "%2$s", from: "2026-12-01T12:00:00Z", routes: [chat, files]}
            - {sha256: "%3$s", status: revoked}
        - {id: web}
      issuers:
        - issuer: https://login.example/acme
          jwks: https://login.example/acme/certs?all
          ca: issuer.pem
          audience: [probity, "https://probity.example"]
          algorithms: [RS256, ES384]
          skew: 5m
          lifetime_max: 60m
          caller: {claim: azp, values: {crm-web: web}}
          roles: {claim: /realm_access/roles, values: {Sales: sales}}
          groups: {claim: "https://acme.example/groups", values: {g1: north}}
          person: /user~1s/e~0mail
      proxies:
        addresses: [10.0.0.0/8, "::1"]
        person_header: X-Forwarded-User
        certificate_header: x-forwarded-client-cert
      """
          .formatted("1".repeat(64), "2".repeat(64), "3".repeat(64));

  private static Config good(String text) {
    assertThat(mistakes(text)).isEmpty();
    return ((ConfigReader.Read.Good) ConfigReader.read(FILE, text)).config();
  }

  private static String mistakes(String text) {
    return switch (ConfigReader.read(FILE, text)) {
      case ConfigReader.Read.Good(_) -> "";
      case ConfigReader.Read.Bad(var mistakes) ->
          mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n"));
    };
  }

  @Test
  void whatever_makes_a_caller_known_is_taken() {
    var config = good(IDENTITY);

    var crm = new Caller("crm", List.of("sales"), List.of());
    var web = new Caller("web", List.of(), List.of());
    assertThat(config.listen())
        .isEqualTo(
            new Config.Listen(
                "127.0.0.1",
                8642,
                Optional.of(
                    new TlsFiles(
                        Path.of("/etc/probity/tls/server.pem"),
                        Path.of("/etc/probity/tls/server.key"),
                        Optional.of(Path.of("/etc/probity/clients.pem")),
                        true))));
    long day = Instant.parse("2027-01-31T00:00:00Z").toEpochMilli();
    long time = Instant.parse("2026-12-01T12:00:00Z").toEpochMilli();
    assertThat(config.callers())
        .containsExactly(
            new ApiKey(crm, hash("1"), new Validity(Long.MIN_VALUE, day), List.of(), true),
            new ApiKey(
                crm, hash("2"), new Validity(time, Long.MAX_VALUE), List.of("chat", "files"), true),
            new ApiKey(crm, hash("3")).revoked());
    assertThat(config.identity())
        .isEqualTo(
            new IdentityConfig(
                List.of(
                    new IdentityConfig.TrustedIssuer(
                        new Issuer(
                            "https://login.example/acme",
                            List.of("probity", "https://probity.example"),
                            Set.of("RS256", "ES384"),
                            Duration.ofMinutes(5),
                            Duration.ofHours(1),
                            List.of("azp"),
                            Map.of("crm-web", web),
                            new Issuer.Names(
                                List.of("realm_access", "roles"), Map.of("Sales", "sales")),
                            new Issuer.Names(
                                List.of("https://acme.example/groups"), Map.of("g1", "north")),
                            Optional.of(List.of("user/s", "e~mail"))),
                        new Origin(true, "login.example", 443),
                        "/acme/certs?all",
                        Optional.of(Path.of("/etc/probity/issuer.pem")))),
                Map.of(SpiffeId.parse("spiffe://acme.example/crm").orElseThrow(), crm),
                new Proxies(
                    List.of(
                        AddressRange.parse("10.0.0.0/8").orElseThrow(),
                        AddressRange.parse("::1").orElseThrow()),
                    Optional.of("x-forwarded-user"),
                    Optional.of("x-forwarded-client-cert"))));
  }

  @Test
  void what_the_documentation_shows_in_comments_can_be_read() throws IOException {
    var page = Files.readString(Path.of("../docs/config.md"));
    String listen = page.substring(page.indexOf("listen:\n"), page.indexOf("data: "));
    String identity = page.substring(page.indexOf("callers:  "), page.indexOf("limits:\n"));
    String others =
        """
        data: data
        origin: probity.example/acme
        bundle: ../bundle
        upstreams: {openai: {url: "https://api.openai.com"}}
        """;
    String text =
        (listen + others + identity)
            .replaceAll("(?m)^( *)# ", "$1")
            .replace("issuers: []", "issuers:")
            .replaceFirst("…", "a".repeat(64))
            .replaceFirst("…", "b".repeat(64));

    var config = good(text);

    assertThat(config.listen().tls()).isPresent();
    assertThat(config.callers()).hasSize(3);
    assertThat(config.identity().certificates()).hasSize(1);
    assertThat(config.identity().proxies().addresses()).hasSize(1);
    var issuer = config.identity().issuers().getFirst().issuer();
    assertThat(issuer.skew()).isEqualTo(Issuer.SKEW);
    assertThat(issuer.lifetimeMax()).isEqualTo(Issuer.LIFETIME_MAX);
  }

  /// A word that is not on the page would be one that nobody can look up.
  @Test
  void every_word_of_turned_away_that_is_about_callers_is_on_the_page() throws IOException {
    var page = Files.readString(Path.of("../docs/identity.md"));
    var table = page.substring(page.indexOf("## Words of `turned-away`"));
    var source = new StringBuilder();
    for (String folder :
        List.of(
            "../probity-core/src/main/java/probity/identity",
            "../probity-gateway/src/main/java/probity/gateway")) {
      try (var files = Files.list(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          source.append(Files.readString(file));
        }
      }
    }
    var used =
        Pattern.compile(
                "(?:Unknown|refused|Wrong|unknownCaller|KeyMissing)\\((?:[a-z.()]+, )?\"([a-z-]+)\"")
            .matcher(source)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    used.addAll(List.of("out-of-scope", "tls-failed"));

    var named =
        Pattern.compile("`([a-z-]+)`[,|` a-z-]*\\|")
            .matcher(table)
            .results()
            .flatMap(match -> Pattern.compile("`([a-z-]+)`").matcher(match.group()).results())
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    assertThat(named).isEqualTo(used);
  }

  private static Hash hash(String digit) {
    return Hash.parseHex(digit.repeat(64)).orThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [RS256, ES384]           | [RS256, HS256]          | one of `RS256`, `RS384`, `RS512`, `PS256`, `PS384`, `PS512`, `ES256`, `ES384`, `ES512` was expected, not `HS256`
          [RS256, ES384]           | [none]                  | was expected, not `none`
          [RS256, ES384]           | []                      | at least one algorithm was expected
          algorithms: [RS256, ES384] | # none                | member `algorithms` is missing
          audience: [probity, "https://probity.example"] | audience: [] | at least one audience was expected
          jwks: https://           | jwks: http://           | a URL `https://host[:port]/path` was expected
          skew: 5m                 | skew: 6m                | a duration from `1s` to `5m` was expected
          lifetime_max: 60m        | lifetime_max: 20000m    | a duration from `1m` to `10080m` was expected
          {crm-web: web}           | {crm-web: wbe}          | unknown caller `wbe`
          {Sales: sales}           | {Sales: "To Sell"}      | a word (`[a-z0-9._-]+`) was expected
          10.0.0.0/8               | 10.0.0.1/8              | an address or a range of them such as `10.0.0.0/8` was expected
          10.0.0.0/8               | proxy.example           | an address or a range of them such as `10.0.0.0/8` was expected
          X-Forwarded-User         | Authorization           | another header was expected: `authorization` has a meaning
          X-Forwarded-User         | X-Probity-Person        | another header was expected: `x-probity-person` has a meaning
          client_ca: clients.pem,  |                         | `client` needs `client_ca`
          client: required         | client: maybe           | one of `optional`, `required` was expected, not `maybe`
          until: 2027-01-31        | until: 2027-02-30       | `2027-02-30` is not in the calendar
          until: 2027-01-31        | until: tomorrow         | a time such as `2027-01-31T00:00:00Z` or a day `2027-01-31` was expected
          until: 2027-01-31        | from: 2027-01-31, until: 2027-01-31 | a time after `from` was expected
          status: revoked          | status: gone            | one of `active`, `revoked` was expected, not `gone`
          [chat, files]            | [Chat]                  | a route's id (`[a-z0-9._-]+`) was expected
          spiffe://acme.example/crm | spiffe://acme.example  | a SPIFFE id `spiffe://trust-domain/path` was expected
          {id: web}                | {id: crm}               | a caller's id stands twice
          {id: web}                | {id: web, sha256: "00"} | the SHA-256 of the caller's key in 64 lower-case hex digits
          {id: web}                | {id: web, spiffe: ["spiffe://acme.example/crm"]} | a SPIFFE id stands twice
          roles: [sales]           | sha256: "00"            | at most one of `sha256` and `keys` was expected
          TWO                      | THREE                   | a key stands twice
          """)
  void a_mistake_about_identity_is_shown(String right, String wrong, String expected) {
    String came = right.replace("TWO", "2".repeat(64));
    String other = Optional.ofNullable(wrong).orElse("").replace("THREE", "3".repeat(64));
    assertThat(IDENTITY).contains(came);

    assertThat(mistakes(IDENTITY.replace(came, other))).contains(expected);
  }
}
