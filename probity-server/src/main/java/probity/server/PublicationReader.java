package probity.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.copy.S3Store;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `listen` and `copies` of the section `ledger`.
///
/// @param path reads a path, which is relative to the configuration's folder
record PublicationReader(Function<Value, Path> path) {
  private static final int COPIES_MAX = 8;
  private static final Duration FOLDER_EVERY = Duration.ofSeconds(5);

  /// Each round leaves versions that a lock keeps for its days.
  private static final Duration S3_EVERY = Duration.ofMinutes(1);

  private static final Pattern ENDPOINT = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final Pattern PREFIX =
      Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/){1,8}");

  PublicationConfig read(Mapping ledger) {
    var copies = ledger.optional("copies");
    var read = copies.mappings(COPIES_MAX, this::copy).stream().flatMap(Optional::stream).toList();
    if (read.stream().map(PublicationConfig.Copy::name).distinct().count() != read.size()) {
      copies.mistake("a copy's name stands twice");
    }
    return new PublicationConfig(ledger.optional("listen").mapping(this::listen), read);
  }

  private Config.Listen listen(Mapping listen) {
    return new Config.Listen(
        ConfigReader.text(listen.optional("host"), Config.Listen.DEFAULT.host()),
        (int) listen.required("port").integer(0, 65535).orElse(0));
  }

  private Optional<PublicationConfig.Copy> copy(Mapping copy) {
    var name = copy.required("name").name(ConfigReader.ID, "a copy's name (`[a-z0-9._-]+`)");
    var folder = copy.optional("folder");
    var s3 = copy.optional("s3");
    if (folder.present() == s3.present()) {
      copy.mistake("exactly one of `folder` and `s3` was expected");
      return Optional.empty();
    }
    Optional<PublicationConfig.Place> place =
        folder.present()
            ? Optional.of(new PublicationConfig.Place.Folder(path.apply(folder)))
            : s3.mapping(this::s3).flatMap(found -> found);
    var every =
        ConfigReader.duration(copy.optional("every"), s3.present() ? S3_EVERY : FOLDER_EVERY);
    return name.map(Text::value)
        .flatMap(text -> place.map(at -> new PublicationConfig.Copy(text, every, at)));
  }

  private Optional<PublicationConfig.Place> s3(Mapping s3) {
    var endpoint = s3.required("endpoint").name(ENDPOINT, "a URL `http(s)://host[:port]`");
    var region = s3.optional("region").name(WORD, "a region").map(Text::value).orElse("us-east-1");
    var bucket = s3.required("bucket").name(WORD, "a bucket's name");
    var prefix =
        s3.optional("prefix")
            .name(PREFIX, "a prefix of keys that ends in `/`")
            .map(Text::value)
            .orElse("");
    var accessKey = s3.required("access_key").mapping(this::source).flatMap(found -> found);
    var secretKey = s3.required("secret_key").mapping(this::source).flatMap(found -> found);
    var days = s3.required("lock").mapping(PublicationReader::lockDays);
    if (endpoint.isEmpty()
        || bucket.isEmpty()
        || accessKey.isEmpty()
        || secretKey.isEmpty()
        || days.isEmpty()) {
      return Optional.empty();
    }
    var place =
        new S3Store.Place(
            URI.create(endpoint.get().value()), region, bucket.get().value(), prefix, days.get());
    return Optional.of(new PublicationConfig.Place.S3(place, accessKey.get(), secretKey.get()));
  }

  /// `{mode: compliance, days: N}`, or `{mode: none}`: whoever wants no lock says so.
  private static OptionalInt lockDays(Mapping lock) {
    var days = lock.optional("days").integer(1, 36_500);
    boolean compliance =
        lock.required("mode")
            .word(List.of("compliance", "none"))
            .filter(word -> word.value().equals("compliance"))
            .isPresent();
    if (compliance != days.isPresent()) {
      lock.mistake("`days` was expected with `mode: compliance`, and only there");
    }
    return compliance && days.isPresent()
        ? OptionalInt.of((int) days.getAsLong())
        : OptionalInt.empty();
  }

  private Optional<Config.Credential.Source> source(Mapping source) {
    return ConfigReader.secret(source, path);
  }
}
