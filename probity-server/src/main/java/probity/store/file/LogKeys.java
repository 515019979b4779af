package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import probity.ledger.NoteSigner;
import probity.ledger.TrustPolicy;

/// The keys that sign checkpoints, one per log: `keys/<log>.key` holds the seed.
final class LogKeys {
  private final Disk disk;
  private final Path folder;
  private final Signers signers;
  private final SecureRandom random;
  private final Settings settings;

  LogKeys(Disk disk, Path folder, Signers signers, SecureRandom random, Settings settings) {
    this.disk = disk;
    this.folder = folder;
    this.signers = signers;
    this.random = random;
    this.settings = settings;
  }

  /// The key of a log that exists.
  Optional<NoteSigner> find(String log) throws IOException {
    Path file = folder.resolve(log + ".key");
    if (!Files.exists(file)) return Optional.empty();
    byte[] seed = Files.readAllBytes(file);
    if (seed.length != Signers.SEED_BYTES) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "key file of log `" + log + "` has " + seed.length + " bytes, 32 expected");
    }
    return Optional.of(signers.of(settings.origin(log), seed));
  }

  /// The key of a log, made and stored if there is none yet.
  NoteSigner findOrMake(String log) throws IOException {
    var found = find(log);
    if (found.isPresent()) return found.get();
    byte[] seed = Signers.newSeed(random);
    Path file = folder.resolve(log + ".key");
    Path temp = folder.resolve(log + ".key.new");
    disk.writeSecret(temp, seed);
    disk.move(temp, file);
    disk.sync(folder);
    return signers.of(settings.origin(log), seed);
  }

  /// The bytes of the log's file `policy`.
  static String policy(NoteSigner key) {
    return TrustPolicy.ofLogs(List.of(key.key())).text();
  }
}
