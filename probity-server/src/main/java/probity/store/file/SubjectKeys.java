package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import probity.evidence.SubjectKey;
import probity.ledger.reveal.Disclosure;

/// The keys of subjects on disk, one file each, sealed under a key derived from the master key. The
/// file's name is an HMAC of the subject's id, so a listing tells nothing about who is there.
///
/// Deleting a file destroys the key; nothing else holds it.
final class SubjectKeys {
  private static final int MASTER_BYTES = 32;

  private final Disk disk;
  private final Path folder;
  private final SecureRandom random;
  private final byte[] nameKey;
  private final byte[] wrapKey;

  SubjectKeys(Disk disk, Path folder, byte[] master, SecureRandom random) {
    this.disk = disk;
    this.folder = folder;
    this.random = random;
    this.nameKey = Disclosure.hmac(master, "probity vault name");
    this.wrapKey = Disclosure.hmac(master, "probity vault wrap");
  }

  /// Reads the master key, or makes it where no file is and no vault either.
  static byte[] master(Disk disk, Path file, Path vault, SecureRandom random) throws IOException {
    if (Files.exists(file)) {
      byte[] master = Files.readAllBytes(file);
      if (master.length == MASTER_BYTES) return master;
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "master key file has " + master.length + " bytes, 32 expected");
    }
    if (Files.exists(vault)) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "there is a vault and no master key file `"
              + file.getFileName()
              + "`; put the file back from a copy");
    }
    byte[] master = new byte[MASTER_BYTES];
    random.nextBytes(master);
    Path made = file.resolveSibling(file.getFileName() + ".new");
    disk.createFolders(Disk.folderOf(file));
    disk.writeSecret(made, master);
    disk.move(made, file);
    disk.sync(Disk.folderOf(file));
    return master;
  }

  /// The name that stands for the subject, and tells nothing to whoever lacks the master key.
  String name(String subject) {
    return HexFormat.of().formatHex(Disclosure.hmac(nameKey, subject));
  }

  private Path file(String name) {
    return folder.resolve(name.substring(0, 2)).resolve(name);
  }

  Optional<SubjectKey> find(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) return Optional.empty();
    var key = Sealed.open(wrapKey, Files.readAllBytes(file), name);
    if (key.isEmpty() || key.get().length != SubjectKey.BYTES) {
      throw new StoreException(
          StoreException.Kind.DAMAGED, "a subject key does not open under this master key");
    }
    return Optional.of(new SubjectKey(key.get()));
  }

  /// Makes a key; it is on stable storage on return.
  SubjectKey make(String name) throws IOException {
    byte[] key = new byte[SubjectKey.BYTES];
    random.nextBytes(key);
    Path file = file(name);
    Path made = folder.resolve(name + ".new");
    disk.createFolders(Disk.folderOf(file));
    disk.writeSecret(made, Sealed.seal(wrapKey, key, name, random));
    disk.move(made, file);
    disk.sync(Disk.folderOf(file));
    return new SubjectKey(key);
  }
}
