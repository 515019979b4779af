package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.KeyType;
import probity.ledger.TrustPolicy;

/// Changes the keys of `records` by hand, in two steps, while the ledger runs or not: [#begin] adds
/// new ones, which sign beside the old from then on, and [#finish] gives up the old ones, which the
/// ledger then destroys. What is asked for lies in the names of files, so a crash loses none of it.
///
/// Logs of traffic need none of this: each half-year's log has keys of its own, which are destroyed
/// when it is closed.
public final class KeyRotation {
  private final Disk disk = new NioDisk();
  private final Path dir;
  private final LogKeys keys;

  /// @param dir the data folder
  public KeyRotation(Path dir, Settings settings, SecureRandom random, InstantSource clock) {
    this.dir = dir;
    this.keys = new LogKeys(disk, dir.resolve("keys"), Signers.portable(), random, settings, clock);
  }

  /// A key, as people see it.
  ///
  /// @param signing whether the published policy names it
  public record Key(
      String file, String type, String fingerprint, boolean signing, boolean retired) {}

  /// The keys of a log whose private halves are here.
  public List<Key> keys(String log) {
    try {
      var policy = policy(log);
      return keys.held(log).stream()
          .map(held ->
              new Key(
                  String.valueOf(held.file().getFileName()),
                  held.type().algorithm(),
                  held.signer().key().fingerprint(),
                  policy.filter(p -> p.logs().contains(held.signer().key())).isPresent(),
                  held.retired()))
          .toList();
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "keys of `" + log + "`", e);
    }
  }

  /// Adds a key of each type.
  ///
  /// @throws StoreException if an earlier rotation is not finished
  public void begin() {
    String log = LogName.RECORDS;
    try {
      var held = keys.held(log);
      if (held.isEmpty()) throw refused("there is no key of `records` yet; start the gateway once");
      if (held.size() > 2) {
        throw refused("an earlier rotation is not finished; `keys retire` finishes it");
      }
      int next = held.stream().mapToInt(LogKeys.Held::number).max().orElse(0) + 1;
      keys.add(log, KeyType.ED25519, next);
      keys.add(log, KeyType.ML_DSA_44, next);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "a new key was not written", e);
    }
  }

  /// Gives up all but the newest key of each type.
  ///
  /// @throws StoreException if there is no newer key, or the published policy does not name all yet
  public void finish() {
    String log = LogName.RECORDS;
    try {
      var held = keys.held(log);
      int newest = held.stream().mapToInt(LogKeys.Held::number).max().orElse(0);
      var policy = policy(log);
      if (held.size() <= 2) throw refused("there is no newer key; `keys rotate` adds one");
      for (LogKeys.Held one : held) {
        if (policy.filter(p -> p.logs().contains(one.signer().key())).isEmpty()) {
          throw refused(
              "the new keys do not sign yet; wait until the running ledger has published them");
        }
      }
      for (LogKeys.Held one : held) {
        if (one.number() == newest) continue;
        Path file = one.file();
        disk.move(file, file.resolveSibling(file.getFileName() + ".retired"));
      }
      disk.sync(dir.resolve("keys"));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "a key file was not renamed", e);
    }
  }

  private Optional<TrustPolicy> policy(String log) throws IOException {
    Path file = dir.resolve("ledger").resolve(log).resolve("policy");
    if (!Files.exists(file)) return Optional.empty();
    return switch (TrustPolicy.parse(Files.readString(file, StandardCharsets.UTF_8))) {
      case Checked.Valid<TrustPolicy>(var policy) -> Optional.of(policy);
      case Checked.Invalid<TrustPolicy>(_, var detail) ->
          throw new StoreException(StoreException.Kind.DAMAGED, "`" + file + "`: " + detail);
    };
  }

  private static StoreException refused(String why) {
    return new StoreException(StoreException.Kind.FAILED, why);
  }
}
