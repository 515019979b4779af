package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.gateway.upstream.Origin;
import probity.witness.client.Witnesses;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads the section `ledger` of the configuration.
final class LedgerReader {
  private static final int TIMESTAMPS_MAX = 8;
  private static final Duration STAMP_EVERY_MIN = Duration.ofMinutes(1);
  private static final Duration STAMP_EVERY_MAX = Duration.ofDays(1);

  private final Path folder;

  private LedgerReader(Path folder) {
    this.folder = folder;
  }

  /// @param folder to which paths are relative
  static LedgerConfig read(Mapping ledger, Path folder) {
    var reader = new LedgerReader(folder);
    return new LedgerConfig(
        ConfigReader.duration(ledger.optional("seal_every"), LedgerConfig.SEAL_EVERY),
        new PublicationReader(reader::path).read(ledger),
        ledger.optional("witnesses").mapping(WitnessesReader::read).orElse(Witnesses.NONE),
        reader.timestamps(ledger.optional("timestamps")),
        reader.sealer(ledger));
  }

  private List<LedgerConfig.TimestampAuthority> timestamps(Value value) {
    var authorities =
        value.mappings(TIMESTAMPS_MAX, this::timestampAuthority).stream()
            .flatMap(Optional::stream)
            .toList();
    long names = authorities.stream().map(LedgerConfig.TimestampAuthority::name).distinct().count();
    if (names != authorities.size()) value.mistake("an authority's name stands twice");
    return authorities;
  }

  private Optional<LedgerConfig.TimestampAuthority> timestampAuthority(Mapping authority) {
    var name =
        authority.required("name").name(ConfigReader.ID, "an authority's name (`[a-z0-9._-]+`)");
    var url = authority.required("url").text(2000);
    var every = authority.optional("every");
    var pause = ConfigReader.duration(every, LedgerConfig.STAMP_EVERY);
    if (pause.compareTo(STAMP_EVERY_MIN) < 0 || pause.compareTo(STAMP_EVERY_MAX) > 0) {
      every.mistake("a duration from `1m` to `1440m` was expected");
    }
    var trust = authority.optional("trust");
    Optional<Path> trusted = trust.present() ? Optional.of(path(trust)) : Optional.empty();
    return url.flatMap(text -> {
      var parsed = ConfigReader.uri(text.value());
      var origin = parsed.flatMap(Origin::of);
      if (origin.isEmpty() || parsed.get().getRawQuery() != null) {
        text.mistake("a URL `http(s)://host[:port][/path]` was expected");
        return Optional.empty();
      }
      String path = parsed.get().getRawPath().isEmpty() ? "/" : parsed.get().getRawPath();
      return name.map(word ->
          new LedgerConfig.TimestampAuthority(word.value(), origin.get(), path, pause, trusted));
    });
  }

  private SealerConfig sealer(Mapping ledger) {
    return new SealerConfig(
        optionalPath(ledger.optional("socket")),
        optionalPath(ledger.optional("folder")),
        ledger
            .optional("gateway_user")
            .name(ConfigReader.ID, "the name of a user")
            .map(Text::value));
  }

  private Optional<Path> optionalPath(Value value) {
    return value.present() ? Optional.of(path(value)) : Optional.empty();
  }

  private Path path(Value value) {
    return folder.resolve(value.text(4000).map(Text::value).orElse("")).normalize();
  }
}
