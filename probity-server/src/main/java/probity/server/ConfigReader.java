package probity.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.exchange.Purpose;
import probity.gateway.Limits;
import probity.gateway.upstream.CallTimeouts;
import probity.gateway.upstream.Origin;
import probity.ledger.KeyName;
import probity.review.Reviews;
import probity.yaml.Mapping;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Text;
import probity.yaml.Value;
import probity.yaml.Yaml;

/// Reads `probity.yaml`; every mistake at once, an unknown key with the nearest known one.
final class ConfigReader {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(ms|s|m)");
  static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final Path folder;
  private final Mistakes mistakes = new Mistakes();

  private ConfigReader(Path folder) {
    this.folder = folder;
  }

  /// Whether `text` can be a role or group.
  static boolean isWord(String text) {
    return ID.matcher(text).matches();
  }

  /// What a file says, or what is wrong with it.
  sealed interface Read {
    record Good(Config config) implements Read {}

    record Bad(List<Mistake> mistakes) implements Read {}
  }

  /// Reads `text`; paths in it are relative to the folder of `file`.
  static Read read(Path file, String text) {
    var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    var reader = new ConfigReader(folder);
    var config =
        Yaml.read(String.valueOf(file.getFileName()), text, reader.mistakes)
            .mapping(reader::config);
    return reader.mistakes.none() && config.isPresent()
        ? new Read.Good(config.get())
        : new Read.Bad(reader.mistakes.inOrder());
  }

  private Config config(Mapping top) {
    var callers = CallersReader.read(top.required("callers"));
    var times = top.optional("timeouts").mapping(this::times).orElse(Times.STANDARD);
    var vault = top.optional("vault").mapping(this::vault).orElse(Vault.STANDARD);
    return new Config(
        top.optional("listen").mapping(this::listen).orElse(Config.Listen.DEFAULT),
        path(top.required("data")),
        origin(top.required("origin")),
        purpose(top.optional("purpose")),
        path(top.required("bundle")),
        upstreams(top.required("upstreams")),
        top.optional("egress").mapping(this::privateHosts).orElse(List.of()),
        callers.keys(),
        new IdentityReader(folder, callers).read(top),
        limits(top.optional("limits"), times.clientBody()),
        times.calls(),
        new ClassifiersReader(folder).read(top.optional("classifiers")),
        vault.masterKey(),
        top.optional("ledger")
            .mapping(ledger -> LedgerReader.read(ledger, folder))
            .orElse(LedgerConfig.sealed(LedgerConfig.SEAL_EVERY)),
        GovernanceReader.read(
            top,
            vault.reviews(),
            top.optional("webhooks")
                .mapping(webhooks -> WebhooksReader.read(webhooks, folder))
                .orElse(WebhooksConfig.NONE),
            this::path));
  }

  private Config.Listen listen(Mapping listen) {
    return new Config.Listen(
        text(listen.optional("host"), Config.Listen.DEFAULT.host()),
        (int) listen.optional("port").integer(0, 65535).orElse(Config.Listen.DEFAULT.port()),
        listen.optional("tls").mapping(tls -> IdentityReader.tls(tls, folder)));
  }

  private String origin(Value value) {
    var origin = value.text(150);
    origin
        .filter(text -> !KeyName.isValid(text.value()) || text.value().endsWith("/"))
        .ifPresent(text ->
            text.mistake(
                "a prefix of log names such as `probity.example/acme` was expected"
                    + " (`[a-z0-9./_-]+`)"));
    return origin.map(Text::value).orElse("");
  }

  private static Purpose purpose(Value value) {
    return value
        .word(List.of("live", "demo", "test"))
        .map(word -> Purpose.valueOf(word.value().toUpperCase(Locale.ROOT)))
        .orElse(Purpose.LIVE);
  }

  private List<Config.UpstreamConfig> upstreams(Value value) {
    var upstreams = new ArrayList<Config.UpstreamConfig>();
    for (Value.Entry entry : value.entries(64)) {
      if (!ID.matcher(entry.name().value()).matches()) {
        entry.name().mistake("an upstream's name (`[a-z0-9._-]+`) was expected");
      }
      entry
          .value()
          .mapping(upstream -> upstream(entry.name().value(), upstream))
          .flatMap(found -> found)
          .ifPresent(upstreams::add);
    }
    return upstreams;
  }

  private Optional<Config.UpstreamConfig> upstream(String name, Mapping upstream) {
    var url = upstream.required("url").text(2000);
    var credential = upstream.optional("credential").mapping(each -> credential(each, folder));
    var authorities = optionalPath(upstream.optional("ca"));
    return url.flatMap(text -> {
      var parsed = uri(text.value());
      var origin = parsed.flatMap(Origin::of);
      if (origin.isEmpty() || parsed.get().getRawQuery() != null) {
        text.mistake("a URL `http(s)://host[:port][/path]` was expected");
        return Optional.empty();
      }
      String path = parsed.get().getRawPath().replaceAll("/+$", "");
      return Optional.of(
          new Config.UpstreamConfig(name, origin.get(), path, credential, authorities));
    });
  }

  static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /// Where a secret is; the file is relative to `folder`.
  static Config.Credential credential(Mapping credential, Path folder) {
    var env = credential.optional("env").text(200).map(Text::value);
    var file = credential.optional("file");
    if (env.isPresent() == file.present()) {
      credential.mistake("exactly one of `env` and `file` was expected");
    }
    return new Config.Credential(
        credential
            .optional("header")
            .name(HEADER, "the name of a header")
            .map(text -> text.value().toLowerCase(Locale.ROOT))
            .orElse("authorization"),
        credential.optional("prefix").textOrEmpty(100).map(Text::value).orElse("Bearer "),
        env.<Config.Credential.Source>map(Config.Credential.Source.Environment::new)
            .orElseGet(() -> new Config.Credential.Source.InFile(path(file, folder))));
  }

  /// Where a secret is: `{env: NAME}` or `{file: PATH}`.
  static Optional<Config.Credential.Source> secret(Mapping source, Function<Value, Path> path) {
    var env = source.optional("env").text(200).map(Text::value);
    var file = source.optional("file");
    if (env.isPresent() == file.present()) {
      source.mistake("exactly one of `env` and `file` was expected");
      return Optional.empty();
    }
    return Optional.of(
        env.<Config.Credential.Source>map(Config.Credential.Source.Environment::new)
            .orElseGet(() -> new Config.Credential.Source.InFile(path.apply(file))));
  }

  private List<String> privateHosts(Mapping egress) {
    return egress.optional("private").texts(64, 253).stream()
        .map(host -> host.value().toLowerCase(Locale.ROOT))
        .toList();
  }

  private Limits limits(Value value, Duration clientBody) {
    return value
        .mapping(limits -> limits(limits, clientBody))
        .orElse(Config.LIMITS.with(clientBody));
  }

  private Limits limits(Mapping limits, Duration clientBody) {
    var standard = Config.LIMITS;
    return new Limits(
        number(limits, "body_bytes", 1 << 10, 64 << 20, standard.bodyBytes()),
        number(limits, "answer_bytes", 1 << 10, 256 << 20, standard.answerBytes()),
        number(limits, "held_bytes", 64 << 10, 64 << 20, standard.heldBytes()),
        number(limits, "header_bytes", 4 << 10, 256 << 10, standard.headerBytes()),
        number(limits, "connections", 1, 100_000, standard.connections()),
        number(limits, "inline_bytes", 0, 1 << 20, standard.inlineBytes()),
        number(limits, "pool_threads", 1, 64, standard.poolThreads()),
        number(limits, "pool_queue", 1, 100_000, standard.poolQueue()),
        number(limits, "model_pieces", 1, 100_000, standard.modelPieces()),
        number(limits, "model_texts", 1, 1_000_000, standard.modelTexts()),
        clientBody);
  }

  static int number(Mapping mapping, String name, int min, int max, int standard) {
    return (int) mapping.optional(name).integer(min, max).orElse(standard);
  }

  /// The section `timeouts`: those of calls to providers, and that of a client's request.
  private record Times(CallTimeouts calls, Duration clientBody) {
    static final Times STANDARD = new Times(Config.TIMEOUTS, Config.LIMITS.clientBody());
  }

  private Times times(Mapping timeouts) {
    var standard = Times.STANDARD;
    return new Times(
        new CallTimeouts(
            duration(timeouts.optional("connect"), standard.calls().connect()),
            duration(timeouts.optional("first_byte"), standard.calls().firstByte()),
            duration(timeouts.optional("idle"), standard.calls().idle())),
        duration(timeouts.optional("client_body"), standard.clientBody()));
  }

  /// The section `vault`.
  private record Vault(Optional<Path> masterKey, Reviews.Settings reviews) {
    static final Vault STANDARD = new Vault(Optional.empty(), Reviews.Settings.STANDARD);
  }

  private Vault vault(Mapping vault) {
    var standard = Reviews.Settings.STANDARD;
    return new Vault(
        optionalPath(vault.optional("master_key")),
        new Reviews.Settings(
            number(vault, "content_bytes", 1 << 10, 2 << 20, standard.contentBytes()),
            vault
                .optional("content_waiting_bytes")
                .integer(1 << 20, 1 << 30)
                .orElse(standard.contentWaitingBytes()),
            number(vault, "content_days", 1, 36_500, standard.contentDays()),
            standard.itemsMax()));
  }

  private Optional<Path> optionalPath(Value value) {
    return value.present() ? Optional.of(path(value)) : Optional.empty();
  }

  static Duration duration(Value value, Duration standard) {
    return value
        .name(DURATION, "a duration such as `200ms`, `5s` or `2m`")
        .map(text -> parsed(text.value()))
        .orElse(standard);
  }

  private static Duration parsed(String text) {
    var form = DURATION.matcher(text);
    if (!form.matches()) throw new IllegalStateException("the form was checked");
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  static String text(Value value, String standard) {
    return value.text(253).map(Text::value).orElse(standard);
  }

  private Path path(Value value) {
    return path(value, folder);
  }

  static Path path(Value value, Path folder) {
    return folder.resolve(value.text(4000).map(Text::value).orElse("")).normalize();
  }
}
