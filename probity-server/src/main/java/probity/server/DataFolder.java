package probity.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command finds the data: named itself, or by the configuration.
final class DataFolder {
  @Option(names = "--config", paramLabel = "FILE", description = "probity.yaml, which names it")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the data folder itself, in place of --config")
  private @Nullable Path data;

  /// The folder in which `ledger/` lies.
  Path path() {
    if (data != null && config == null) return data;
    if (config != null && data == null) return ServeCommand.read(config).ledgerFolder();
    throw new StartRefused("exactly one of `--config FILE` and `--data DIR` was expected");
  }
}
