package probity.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import probity.cosign.Cosigner;
import probity.ledger.Checkpoint;
import probity.ledger.KeyName;
import probity.ledger.KeyType;
import probity.ledger.VerifierKey;

/// The two keys of a witness under its one name: ML-DSA-44, which C2SP recommends, and Ed25519,
/// which some logs know alone. Seeds lie in `keys/`, readable by the owner alone.
///
/// Never put these files, or the journals beside them, back from a backup: a witness that forgot
/// what it cosigned can be made to cosign a fork. Begin a new one under a new name instead.
final class WitnessKeys {
  private static final String ML_DSA_44 = "ml-dsa-44";
  private static final String ED25519 = "ed25519";

  private final List<Cosigner> cosigners;

  private WitnessKeys(List<Cosigner> cosigners) {
    this.cosigners = cosigners;
  }

  /// The keys in `dir`, made at the first start.
  ///
  /// @param name must be given at the first start; later it may be left out
  static WitnessKeys open(Path dir, Optional<String> name, SecureRandom random) throws IOException {
    Path folder = dir.resolve("keys");
    Durable.folders(folder);
    keepName(folder.resolve("name"), name);
    for (String file : List.of(ML_DSA_44, ED25519)) makeSeed(folder.resolve(file), random);
    return existing(dir);
  }

  /// The keys in `dir`, where there must be some.
  static WitnessKeys existing(Path dir) throws IOException {
    Path folder = dir.resolve("keys");
    String name = name(folder.resolve("name"));
    return new WitnessKeys(
        List.of(
            Cosigner.of(KeyType.ML_DSA_44, name, seed(folder.resolve(ML_DSA_44))),
            Cosigner.of(KeyType.ED25519_COSIGNATURE, name, seed(folder.resolve(ED25519)))));
  }

  private static void keepName(Path file, Optional<String> given) throws IOException {
    if (Files.exists(file)) {
      String kept = name(file);
      if (given.isPresent() && !given.get().equals(kept)) {
        throw new WitnessException(
            "this witness is named `"
                + kept
                + "`, not `"
                + given.get()
                + "`; a name stays with its keys: leave `--name` out, or take another folder");
      }
      return;
    }
    if (given.isEmpty() || !KeyName.isValid(given.get())) {
      throw new WitnessException(
          "a new witness needs a name of [a-z0-9./_-]: `--name witness.example.org`");
    }
    byte[] line = (given.get() + "\n").getBytes(StandardCharsets.UTF_8);
    Durable.createWhole(file, line, false);
  }

  private static String name(Path file) throws IOException {
    String kept = Files.readString(file).strip();
    if (KeyName.isValid(kept)) return kept;
    throw new WitnessException("`" + file + "` does not hold a name of [a-z0-9./_-]");
  }

  private static void makeSeed(Path file, SecureRandom random) throws IOException {
    if (Files.exists(file)) return;
    byte[] seed = new byte[Cosigner.SEED_BYTES];
    random.nextBytes(seed);
    Durable.createWhole(file, seed, true);
  }

  private static byte[] seed(Path file) throws IOException {
    byte[] seed = Files.readAllBytes(file);
    if (seed.length == Cosigner.SEED_BYTES) return seed;
    throw new WitnessException(
        "key file `" + file + "` has " + seed.length + " bytes, 32 expected");
  }

  List<VerifierKey> keys() {
    return cosigners.stream().map(Cosigner::key).toList();
  }

  /// A signature line by each key.
  String lines(Checkpoint checkpoint, long seconds) {
    return cosigners.stream()
        .map(cosigner -> cosigner.line(checkpoint, seconds))
        .collect(Collectors.joining());
  }
}
