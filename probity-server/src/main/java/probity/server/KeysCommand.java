package probity.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.store.file.KeyRotation;
import probity.store.file.Settings;

/// `probity keys`: the keys that sign the ledger's checkpoints.
@Command(
    name = "keys",
    description = "Lists and changes the keys of the log `records` (docs/formats/ledger.md).",
    mixinStandardHelpOptions = true,
    subcommands = {KeysCommand.Show.class, KeysCommand.Rotate.class, KeysCommand.Retire.class})
final class KeysCommand {
  private static final String RECORDS = "records";

  /// What all three ask for.
  private static final class Where {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "probity.yaml")
    private Path config = Path.of("");

    KeyRotation keys() {
      var read = ServeCommand.read(config);
      var settings = Settings.of(read.origin(), "gateway", Product.NAME_AND_VERSION);
      return new KeyRotation(read.ledgerFolder(), settings, new SecureRandom(), Clock.systemUTC());
    }
  }

  private static void print(KeyRotation rotation) {
    for (KeyRotation.Key key : rotation.keys(RECORDS)) {
      String state =
          key.retired() ? "retired" : key.signing() ? "signing" : "new, not published yet";
      System.out.println(
          String.format(
              Locale.ROOT,
              "%-28s %-10s %-24s %s",
              key.file(),
              key.type(),
              state,
              key.fingerprint()));
    }
  }

  @Command(
      name = "show",
      description = "File, type, state and fingerprint of each key.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private Where where = new Where();

    @Override
    public Integer call() {
      print(where.keys());
      return 0;
    }
  }

  @Command(
      name = "rotate",
      description = "Adds new keys, which sign beside the old ones from then on.",
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {
    @Mixin private Where where = new Where();

    @Override
    public Integer call() {
      var keys = where.keys();
      keys.begin();
      print(keys);
      System.out.println(
          "the running ledger publishes them within seconds, else the next start does;");
      System.out.println("give out a new trust file, then `keys retire`");
      return 0;
    }
  }

  @Command(
      name = "retire",
      description = "Gives up the old keys; the ledger hands over in an entry and destroys them.",
      mixinStandardHelpOptions = true)
  static final class Retire implements Callable<Integer> {
    @Mixin private Where where = new Where();

    @Override
    public Integer call() {
      var keys = where.keys();
      keys.finish();
      print(keys);
      System.out.println("the running ledger destroys the retired ones within seconds");
      return 0;
    }
  }
}
