package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.copy.S3Store;
import probity.exchange.Caller;
import probity.exchange.Purpose;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;
import probity.ledger.Hash;
import probity.ledger.KeyType;
import probity.ledger.VerifierKey;
import probity.policy.life.Founder;
import probity.server.person.PersonKey;
import probity.witness.client.Witnesses;
import probity.yaml.Mistake;

class ConfigTest {
  private static final Path FILE = Path.of("/etc/probity/probity.yaml");

  private static final String ONE =
      "example.com/witness+10a1c019+BGSEitir7W6FmBs7OHWyUrh2frtLAvcDrKOx5xu9ao5Q";
  private static final String TWO = two();

  private static String two() {
    byte[] raw = new byte[32];
    raw[0] = 1;
    return VerifierKey.of(KeyType.ED25519_COSIGNATURE, "two.example", raw).orThrow().toString();
  }

  private static final PersonKey AUTHOR = PersonKey.generate("a.author", new SecureRandom());
  private static final PersonKey APPROVER = PersonKey.generate("an.approver", new SecureRandom());

  @Test
  void people_who_cannot_sign_a_bundle_between_them_are_refused() {
    String one =
        "people: [{name: a.author, key: \"" + AUTHOR.key() + "\", roles: [author, approver]}]";
    String renamed = VerifierKey.of("other", rawKey(AUTHOR.key())).orThrow().toString();
    String twice =
        one.replace("}]", "}, {name: other, key: \"" + renamed + "\", roles: [approver]}]");

    assertThat(mistakes(SHORTEST + one)).contains("one is an `author` and another an `approver`");
    assertThat(mistakes(SHORTEST + twice)).contains("`a.author` and `other` have one key");
    assertThat(mistakes(SHORTEST + one.replace("name: a.author", "name: somebody")))
        .contains("the key is named `a.author`, and the person is `somebody`");
  }

  private static byte[] rawKey(VerifierKey key) {
    byte[] typed = Base64.getDecoder().decode(key.toString().split("\\+", 3)[2]);
    return Arrays.copyOfRange(typed, 1, typed.length);
  }

  private static final String SHORTEST =
      """
      data: data
      origin: probity.example/acme
      bundle: ../bundle
      upstreams: {openai: {url: "https://api.openai.com"}}
      callers: []
      """;

  private static Config good(String text) {
    return switch (ConfigReader.read(FILE, text)) {
      case ConfigReader.Read.Good(var config) -> config;
      case ConfigReader.Read.Bad(var mistakes) ->
          throw new AssertionError(
              mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n")));
    };
  }

  private static String mistakes(String text) {
    return switch (ConfigReader.read(FILE, text)) {
      case ConfigReader.Read.Good(_) -> "";
      case ConfigReader.Read.Bad(var mistakes) ->
          mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n"));
    };
  }

  /// What the documentation's example and the shortest file have in common: every default.
  private static Config defaults(
      Path bundle, Optional<Config.Credential> credential, List<ApiKey> callers) {
    return new Config(
        Config.Listen.DEFAULT,
        Path.of("/etc/probity/data"),
        "probity.example/acme",
        Purpose.LIVE,
        bundle,
        List.of(
            new Config.UpstreamConfig(
                "openai",
                new Origin(true, "api.openai.com", 443),
                "",
                credential,
                Optional.empty())),
        List.of(),
        callers,
        Config.LIMITS,
        Config.TIMEOUTS,
        Optional.empty(),
        LedgerConfig.SEAL_EVERY);
  }

  @Test
  void the_example_of_the_documentation_shows_every_default() throws IOException {
    var page = Files.readString(Path.of("../docs/config.md"));
    int from = page.indexOf("```yaml\n") + 8;

    var config = good(page.substring(from, page.indexOf("```", from)));

    var zeros = Hash.parseHex("0".repeat(64)).orThrow();
    assertThat(config)
        .isEqualTo(
            defaults(
                Path.of("/etc/probity/bundle"),
                Optional.of(
                    new Config.Credential(
                        "authorization",
                        "Bearer ",
                        new Config.Credential.Source.Environment("OPENAI_API_KEY"))),
                List.of(
                    new ApiKey(new Caller("support-bot", List.of("support"), List.of()), zeros))));
  }

  @Test
  void webhooks_have_addresses_in_tls_or_on_loopback() {
    var webhooks =
        good(SHORTEST
                + """
                webhooks:
                  waiting: 5
                  attempts: 2
                  timeout: 3s
                  channels:
                    ops: {url: "https://hooks.example/a/b", secret: ./secret, ca: ca.pem}
                    lab: {url: "http://[::1]:8080"}
                """)
            .governance()
            .webhooks();

    assertThat(webhooks)
        .isEqualTo(
            new WebhooksConfig(
                5,
                2,
                Duration.ofSeconds(3),
                List.of(
                    new WebhooksConfig.Hook(
                        "ops",
                        new Origin(true, "hooks.example", 443),
                        "/a/b",
                        Optional.of(Path.of("/etc/probity/secret")),
                        Optional.of(Path.of("/etc/probity/ca.pem"))),
                    new WebhooksConfig.Hook(
                        "lab",
                        new Origin(false, "::1", 8080),
                        "/",
                        Optional.empty(),
                        Optional.empty()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://hooks.example/a | `https` was expected",
        "http://127.evil.example | `https` was expected",
        "https://hooks.example/?token=1 | a URL `https://host",
        "https://user@hooks.example/ | a URL `https://host",
        "ftp://hooks.example/ | a URL `https://host",
        "https://hooks.example/ä | a URL `https://host"
      })
  void an_address_of_a_webhook_that_others_could_read_is_refused(String url, String mistake) {
    String text = SHORTEST + "webhooks: {channels: {ops: {url: \"" + url + "\"}}}\n";

    assertThat(mistakes(text)).contains(mistake);
  }

  private static final String CLASSIFIER =
      """
      classifiers:
        - id: house
          version: "3"
          labels: {TOXIC: model.toxic}
          on_failure: record
          http: {url: "https://models.example/predict"}
      """;

  @Test
  void a_classifier_is_taken_with_its_defaults() {
    assertThat(good(SHORTEST + CLASSIFIER).classifiers())
        .containsExactly(
            new ClassifierConfig(
                "house@3",
                new ClassifierConfig.Where.Http(
                    new Origin(true, "models.example", 443),
                    "/predict",
                    ClassifierConfig.Where.Http.CHARACTERS,
                    Optional.empty(),
                    Optional.empty()),
                new TreeMap<>(Map.of("TOXIC", "model.toxic")),
                ClassifierConfig.TIMEOUT,
                ClassifierConfig.PIECES,
                false));
    assertThat(
            good(SHORTEST
                    + CLASSIFIER.replace(
                        "http: {url: \"https://models.example/predict\"}",
                        "onnx: {model: m/t.onnx, tokenizer: t.json, outputs: [SAFE, TOXIC],"
                            + " scores: exclusive}"))
                .classifiers()
                .getFirst()
                .where())
        .isEqualTo(
            new ClassifierConfig.Where.Onnx(
                Path.of("/etc/probity/m/t.onnx"),
                Path.of("/etc/probity/t.json"),
                List.of("SAFE", "TOXIC"),
                true,
                ClassifierConfig.Where.Onnx.TOKENS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.toxic             | toxic                     | a label of the form `model.<name>`
          model.toxic             | personal.person           | a label of the form `model.<name>`
          {TOXIC: model.toxic}    | {}                        | at least one word of the classifier
          https://models          | http://models             | `https` was expected; `http` is for
          /predict                | /predict?key=1            | a URL `https://host
          on_failure: record      | on_failure: permit        | one of `refuse`, `record` was expected
          on_failure: record      | timeout: 11s              | a duration of at most `10s`
          on_failure: record      | pieces: 0                 | an integer from 1 to 1000
          on_failure: record      | pieces: 1                 | member `on_failure` is missing
          http: {url              | onnx: {url                | unknown member `url`
          http: {url              | htp: {url                 | exactly one of `http` and `onnx` was expected
          id: house               | id: My House              | a name (`[a-z0-9-]+`)
          """)
  void a_mistake_about_a_classifier_is_shown(String right, String wrong, String expected) {
    assertThat(CLASSIFIER).contains(right);
    assertThat(mistakes(SHORTEST + CLASSIFIER.replace(right, wrong))).contains(expected);
  }

  @Test
  void what_is_left_out_has_its_default_and_paths_are_relative_to_the_file() {
    assertThat(good(SHORTEST))
        .isEqualTo(defaults(Path.of("/etc/bundle"), Optional.empty(), List.of()));
  }

  @Test
  void what_is_given_is_taken() {
    var config =
        good(
            """
            listen: {host: "::1", port: 0}
            data: /var/lib/probity
            origin: probity.example/acme
            purpose: test
            bundle: bundle
            upstreams:
              local:
                url: http://[::1]:8080/base/
                credential: {header: X-Api-Key, prefix: "", file: key}
            egress: {private: ["::1"]}
            callers: []
            limits: {body_bytes: 2000}
            timeouts: {connect: 1s, first_byte: 200ms, idle: 2m, client_body: 3s}
            ledger:
              seal_every: 1s
              listen: {port: 0}
              timestamps:
                - {name: one, url: "http://tsa.example", every: 5m, trust: tsa.pem}
                - {name: two, url: "https://[::1]:8443/a/tsr"}
              copies: [{name: a, folder: ../copy}, {name: b, s3: {endpoint: "https://s3.example", bucket: bucket, prefix: acme/, access_key: {env: A}, secret_key: {file: k}, lock: {mode: compliance, days: 365}}}]
              witnesses:
                quorum: 2
                every: 5s
                list:
                  - {name: one, key: "%s", url: "https://witness.example/a/"}
                  - {name: two, key: "%s", url: "http://[::1]:7380"}
            vault: {master_key: /run/key}
            unsigned_bundle: true
            control: {listen: {host: "::1", port: 0}}
            people:
              - {name: a.author, key: "%s", roles: [author], competence: hr-17}
              - {name: an.approver, key: "%s", roles: [approver, safety-board]}
            """
                .formatted(ONE, TWO, AUTHOR.key(), APPROVER.key()));

    assertThat(config.listen()).isEqualTo(new Config.Listen("::1", 0));
    assertThat(config.data()).isEqualTo(Path.of("/var/lib/probity"));
    assertThat(config.purpose()).isEqualTo(Purpose.TEST);
    assertThat(config.upstreams())
        .containsExactly(
            new Config.UpstreamConfig(
                "local",
                new Origin(false, "::1", 8080),
                "/base",
                Optional.of(
                    new Config.Credential(
                        "x-api-key",
                        "",
                        new Config.Credential.Source.InFile(Path.of("/etc/probity/key")))),
                Optional.empty()));
    assertThat(config.governance().unsignedBundle()).isTrue();
    assertThat(config.governance().control()).contains(new Config.Listen("::1", 0));
    assertThat(config.governance().people())
        .containsExactly(
            new Founder(AUTHOR.key(), new TreeSet<>(List.of("author")), "hr-17"),
            new Founder(APPROVER.key(), new TreeSet<>(List.of("approver", "safety-board")), ""));
    assertThat(config.privateHosts()).containsExactly("::1");
    assertThat(config.limits().bodyBytes()).isEqualTo(2000);
    assertThat(config.limits().answerBytes()).isEqualTo(Config.LIMITS.answerBytes());
    assertThat(config.limits().clientBody()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.timeouts().firstByte()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.timeouts().idle()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.sealEvery()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.timestamps())
        .containsExactly(
            new LedgerConfig.TimestampAuthority(
                "one",
                new Origin(false, "tsa.example", 80),
                "/",
                Duration.ofMinutes(5),
                Optional.of(Path.of("/etc/probity/tsa.pem"))),
            new LedgerConfig.TimestampAuthority(
                "two",
                new Origin(true, "::1", 8443),
                "/a/tsr",
                Duration.ofHours(1),
                Optional.empty()));
    assertThat(config.publication())
        .isEqualTo(
            new PublicationConfig(
                Optional.of(new Config.Listen("127.0.0.1", 0)),
                List.of(
                    new PublicationConfig.Copy(
                        "a",
                        Duration.ofSeconds(5),
                        new PublicationConfig.Place.Folder(Path.of("/etc/copy"))),
                    new PublicationConfig.Copy(
                        "b",
                        Duration.ofMinutes(1),
                        new PublicationConfig.Place.S3(
                            new S3Store.Place(
                                URI.create("https://s3.example"),
                                "us-east-1",
                                "bucket",
                                "acme/",
                                OptionalInt.of(365)),
                            new Config.Credential.Source.Environment("A"),
                            new Config.Credential.Source.InFile(Path.of("/etc/probity/k")))))));
    assertThat(config.masterKey()).contains(Path.of("/run/key"));
    assertThat(config.witnesses())
        .isEqualTo(
            new Witnesses(
                2,
                Duration.ofSeconds(5),
                List.of(
                    new Witnesses.Named(
                        "one",
                        VerifierKey.parse(ONE).orThrow(),
                        new Origin(true, "witness.example", 443),
                        "/a"),
                    new Witnesses.Named(
                        "two",
                        VerifierKey.parse(TWO).orThrow(),
                        new Origin(false, "::1", 7380),
                        ""))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limts: {}                      | 6:1: unknown member `limts`, did you mean `limits`?
          limits: {body_byte: 1}         | 6:10: unknown member `body_byte`, did you mean `body_bytes`?
          limits: {body_bytes: 1}        | 6:22: an integer from 1024 to
          limits: 5                      | 6:9: a mapping was expected, not `5`
          timeouts: {idle: 5}            | 6:18: a duration such as `200ms`, `5s` or `2m` was expected
          timeouts: {idle: 0s}           | 6:18: a duration such as `200ms`, `5s` or `2m` was expected
          purpose: canary                | 6:10: one of `live`, `demo`, `test` was expected, not `canary`
          canaries: {}                   | 6:11: member `channel` is missing
          canaries: {channel: Ops}       | 6:21: a channel of the bundle
          listen: {port: 70000}          | 6:16: an integer from 0 to 65535 was expected
          ledger: {listen: {host: x}}     | 6:18: member `port` is missing
          ledger: {copies: [{name: a}]}  | 6:19: exactly one of `folder` and `s3` was expected
          data: other                    | 6:1: member `data` is already on line 1
          vault: {master_key: &a x}      | 6:21: an anchor was not expected
          egress: {private: 127.0.0.1}   | 6:19: a list was expected
          ledger: {timestamps: [{name: a, url: "ftp://h"}]} | 6:38: a URL `http(s)://host[:port][/path]` was expected
          ledger: {timestamps: [{name: a, url: "http://h?q"}]} | 6:38: a URL `http(s)://host[:port][/path]` was expected
          ledger: {timestamps: [{name: a, url: "http://h", every: 5s}]} | 6:57: a duration from `1m` to `1440m` was expected
          ledger: {timestamps: [{name: A, url: "http://h"}]} | 6:30: an authority's name (`[a-z0-9._-]+`) was expected
          ledger: {timestamps: [{name: a, url: "http://h"}, {name: a, url: "http://i"}]} | 6:22: an authority's name stands twice
          ledger: {timestamp: []}        | 6:10: unknown member `timestamp`, did you mean `timestamps`?
          """)
  void a_mistake_is_shown_with_its_line(String line, String expected) {
    assertThat(mistakes(SHORTEST + line + "\n")).startsWith("probity.yaml:" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://api.openai.com            | ftp://api.openai.com           | a URL `http(s)://host[:port][/path]` was expected
          https://api.openai.com            | https://key@api.openai.com     | a URL `http(s)://host[:port][/path]` was expected
          https://api.openai.com            | https://api.openai.com/?a=b    | a URL `http(s)://host[:port][/path]` was expected
          "https://api.openai.com"          | "http://h", credential: {}     | exactly one of `env` and `file` was expected
          "https://api.openai.com"          | "http://h", credential: {env: A, file: b} | exactly one of `env` and `file` was expected
          origin: probity.example/acme      | origin: Acme Inc               | a prefix of log names such as `probity.example/acme`
          callers: []                       | callers: [{id: a_b, sha256: "00"}] | a caller's id (`[a-z0-9.-]+`) was expected
          callers: []                       | callers: [{id: probity.canary.x, sha256: "00"}] | callers whose id begins with `probity.` are the program's
          callers: []                       | callers: [{id: a, sha256: "00"}] | the SHA-256 of the caller's key in 64 lower-case hex digits
          data: data                        | # nothing                      | member `data` is missing
          """)
  void a_wrong_value_is_shown(String right, String wrong, String expected) {
    assertThat(SHORTEST).contains(right);
    assertThat(mistakes(SHORTEST.replace(right, wrong))).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quorum: 1   | quorum: 2             | a quorum of 2, but there are 1 witnesses
          quorum: 1   | quorum: 0             | an integer from 1 to 32
          quorum: 1   | every: 2s             | member `quorum` is missing
          name: one   | name: witnesses       | `none` and `witnesses` have a meaning in a policy
          name: one   | name: none            | `none` and `witnesses` have a meaning in a policy
          name: one   | name: One             | a witness's name (`[a-z0-9._-]+`) was expected
          https://w   | ftp://w               | a URL `http(s)://host[:port][/path]` was expected
          https://w   | https://w/?a          | a URL `http(s)://host[:port][/path]` was expected
          +BGSE       | +AGSE                 | is neither Ed25519 (0x01, 0x04) nor ML-DSA-44 (0x06)
          10a1c019    | 10a1c018              | is not that of the key
          list: [     | lists: [              | unknown member `lists`
          }]          | }, {name: two, key: "KEY", url: "http://v"}] | a witness's name or key stands twice
          }]          | }, {name: one, key: "KEY2", url: "http://v"}] | a witness's name or key stands twice
          KEY         | PLAIN                 | a witness's key (type 0x04 or 0x06) was expected, not a log's
          """)
  void a_mistake_about_witnesses_is_shown(String right, String wrong, String expected) {
    String section =
        "ledger: {witnesses: {quorum: 1, list: [{name: one, key: \"KEY\", url: \"https://w\"}]}}\n";
    byte[] raw = new byte[32];
    raw[0] = 1;
    String plain = VerifierKey.of("log.example", raw).orThrow().toString();
    String text = section.replace("KEY", right.equals("KEY") ? "KEY" : ONE);
    assertThat(text).contains(right);
    text =
        text.replace(right, wrong).replace("KEY2", TWO).replace("KEY", ONE).replace("PLAIN", plain);

    assertThat(mistakes(SHORTEST + text)).contains(expected);
    assertThat(mistakes(SHORTEST + section.replace("KEY", ONE))).isEmpty();
  }

  @Test
  void a_caller_that_stands_twice_is_a_mistake() {
    String caller = "{id: a, sha256: " + "0".repeat(64) + "}";

    assertThat(mistakes(SHORTEST.replace("[]", "[" + caller + ", " + caller + "]")))
        .contains("a caller's id stands twice");
  }

  @Test
  void all_mistakes_are_shown_at_once() {
    assertThat(mistakes("limts: {}\ndata: data\nvalt: {}\n"))
        .contains("`limts`", "`valt`", "`origin` is missing", "`callers` is missing");
  }
}
