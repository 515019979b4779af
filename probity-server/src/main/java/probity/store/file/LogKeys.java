package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.cosign.Cosigner;
import probity.ledger.Checked;
import probity.ledger.KeyType;
import probity.ledger.NoteSigner;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// The keys that sign checkpoints, under `keys/`: of each log an Ed25519 and an ML-DSA-44 one, a
/// file each that holds the seed.
///
/// `<log>.key` and `<log>.ml-dsa-44.key` are the first ones, `<log>.<n>.key` and
/// `<log>.<n>.ml-dsa-44.key` those that came in their place; one that is to go has `.retired` after
/// its name. `<log>.policy` is the policy of a log that is not published yet.
final class LogKeys {
  private static final Pattern FILE =
      Pattern.compile(
          "(?<log>[a-z0-9_-]+)(?:\\.(?<n>[0-9]{1,6}))?(?<ml>\\.ml-dsa-44)?\\.key(?<retired>\\.retired)?");

  private final Disk disk;
  private final Path folder;
  private final Signers signers;
  private final SecureRandom random;
  private final Settings settings;
  private final InstantSource clock;

  LogKeys(
      Disk disk,
      Path folder,
      Signers signers,
      SecureRandom random,
      Settings settings,
      InstantSource clock) {
    this.disk = disk;
    this.folder = folder;
    this.signers = signers;
    this.random = random;
    this.settings = settings;
    this.clock = clock;
  }

  /// A key with its file.
  ///
  /// @param number 0 for the first of its type
  /// @param retired whether it is to sign no longer than it must
  record Held(NoteSigner signer, Path file, int number, boolean retired) {
    KeyType type() {
      return signer.key().type();
    }
  }

  /// The names of all files here: as long as they stay the same, so do the keys.
  List<String> names() throws IOException {
    try (var listed = Files.list(folder)) {
      return listed.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /// All keys of a log whose files are there, older ones first.
  List<Held> held(String log) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    var held = new ArrayList<Held>();
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      var name = FILE.matcher(file.getFileName().toString());
      if (!name.matches() || !name.group("log").equals(log)) continue;
      var type = name.group("ml") == null ? KeyType.ED25519 : KeyType.ML_DSA_44;
      int number = name.group("n") == null ? 0 : Integer.parseInt(name.group("n"));
      boolean retired = name.group("retired") != null;
      try {
        held.add(new Held(signer(log, type, seed(file)), file, number, retired));
      } catch (NoSuchFileException e) {
        // Destroyed since the folder was listed; whoever needs the key finds that it is not there.
      }
    }
    held.sort(Comparator.comparing(Held::type).thenComparingInt(Held::number));
    return List.copyOf(held);
  }

  private byte[] seed(Path file) throws IOException {
    byte[] seed = Files.readAllBytes(file);
    if (seed.length != Signers.SEED_BYTES) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "key file `"
              + file.getFileName()
              + "` has "
              + seed.length
              + " bytes, 32 expected; put it back from a copy");
    }
    return seed;
  }

  private NoteSigner signer(String log, KeyType type, byte[] seed) {
    String origin = settings.origin(log);
    return type == KeyType.ED25519
        ? signers.of(origin, seed)
        : Cosigner.of(type, origin, seed).by(clock);
  }

  /// The policy of a new log, with the keys that it names, made and stored if they are not there;
  /// the policy is stored too, because the entry that states it comes before the log is published.
  LogPolicy make(String log) throws IOException {
    var policy = wanted(log);
    disk.replace(policyFile(log), folder.resolve(log + ".policy.new"), policy.bytes().array());
    return policy;
  }

  /// What the policy of a log should be: all keys that are there and not retired, one of each type
  /// at least, and the witnesses of the configuration.
  LogPolicy wanted(String log) throws IOException {
    for (KeyType type : List.of(KeyType.ED25519, KeyType.ML_DSA_44)) {
      if (held(log).stream().noneMatch(one -> one.type() == type)) add(log, type, 0);
    }
    var signers = held(log).stream().filter(one -> !one.retired()).map(Held::signer).toList();
    return new LogPolicy(
        settings.policy().apply(signers.stream().map(NoteSigner::key).toList()), signers);
  }

  /// Destroys keys of which `policy` names none.
  void destroy(String log, TrustPolicy policy) throws IOException {
    for (Held one : held(log)) {
      if (!policy.logs().contains(one.signer().key())) disk.destroy(one.file());
    }
  }

  /// Destroys all keys of a log that is closed.
  void destroyAll(String log) throws IOException {
    for (Held one : held(log)) disk.destroy(one.file());
  }

  /// Makes and stores a key.
  void add(String log, KeyType type, int number) throws IOException {
    byte[] seed = Signers.newSeed(random);
    String name =
        log
            + (number == 0 ? "" : "." + number)
            + (type == KeyType.ML_DSA_44 ? ".ml-dsa-44" : "")
            + ".key";
    Path file = folder.resolve(name);
    Path temp = folder.resolve(name + ".new");
    disk.writeSecret(temp, seed);
    disk.move(temp, file);
    disk.sync(folder);
  }

  /// Reads a policy's bytes and finds the private halves of its keys.
  LogPolicy read(String log, byte[] text) throws IOException {
    var parsed = TrustPolicy.parse(new String(text, StandardCharsets.UTF_8));
    if (!(parsed instanceof Checked.Valid<TrustPolicy>(var policy))) {
      throw new StoreException(
          StoreException.Kind.DAMAGED, "log `" + log + "`: its file `policy` is no policy");
    }
    var held = held(log);
    var found = new ArrayList<NoteSigner>();
    for (VerifierKey key : policy.logs()) {
      found.add(
          held.stream()
              .map(Held::signer)
              .filter(signer -> signer.key().equals(key))
              .findFirst()
              .orElseThrow(() ->
                  new StoreException(
                      StoreException.Kind.DAMAGED,
                      "log `"
                          + log
                          + "`: no file in `keys/` holds a key that its policy names; put the file"
                          + " back from a copy")));
    }
    return new LogPolicy(policy, found);
  }

  /// The policy that [#make] stored for a log that is not published yet.
  Optional<byte[]> unpublishedPolicy(String log) throws IOException {
    Path file = policyFile(log);
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private Path policyFile(String log) {
    return folder.resolve(log + ".policy");
  }
}
