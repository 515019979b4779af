package probity.server.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.server.command.CommandRefused;

/// Reads a bundle back from the ledger that recorded it.
public final class RecordedBundle {
  private static final long BYTES_MAX = 4 << 20;

  private RecordedBundle() {}

  /// The bundle with a digest: its bytes are those that the digest says.
  ///
  /// @param ledger the folder `ledger`
  /// @param digest SHA-256 of the blob, in hex
  public static Bundle read(Path ledger, String digest) {
    var bytes = Bytes.wrap(bytes(ledger.resolve("records/blob").resolve(digest), digest));
    if (!Hash.of(bytes.array()).hex().equals(digest)) {
      throw new CommandRefused(
          "the bundle `" + digest + "` of the ledger has other bytes than its name says");
    }
    return loaded(digest, bytes);
  }

  private static byte[] bytes(Path file, String digest) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new CommandRefused("the bundle `" + digest + "` is larger than 4 MiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CommandRefused("the ledger has no bundle `" + digest + "`", e);
    } catch (IOException e) {
      throw new CommandRefused("the bundle `" + digest + "` cannot be read", e);
    }
  }

  /// The blob with a digest, checked against it; empty where the ledger lacks it.
  public static Optional<Bytes> blob(Path ledger, String digest) {
    if (!(Hash.parseHex(digest) instanceof Checked.Valid<Hash>)) return Optional.empty();
    Path file = ledger.resolve("records/blob").resolve(digest);
    if (!Files.isRegularFile(file)) return Optional.empty();
    var bytes = Bytes.wrap(bytes(file, digest));
    return Hash.of(bytes.array()).hex().equals(digest) ? Optional.of(bytes) : Optional.empty();
  }

  /// The bundle of a blob.
  static Bundle loaded(String named, Bytes blob) {
    return switch (Bundle.fromBlob(blob)) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new CommandRefused(
              "the bundle `" + named + "` cannot be used: " + mistakes.getFirst().render());
    };
  }
}
