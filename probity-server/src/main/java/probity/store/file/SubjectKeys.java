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
/// Subjects of exchanges and those of registers have names of their own, so a caller that names
/// somebody reaches no key of a register.
///
/// Deleting a file destroys the key; nothing else holds it for long. Whoever keeps keys in memory
/// holds the monitor of this while reading and remembering one, and while destroying and forgetting
/// one.
final class SubjectKeys {
  private static final System.Logger LOG = System.getLogger(SubjectKeys.class.getName());
  private static final int MASTER_BYTES = 32;

  private final Disk disk;
  private final Path folder;
  private final ErasedKeys erased;
  private final SecureRandom random;
  private final byte[] nameKey;
  private final byte[] wrapKey;

  private SubjectKeys(
      Disk disk,
      Path folder,
      ErasedKeys erased,
      byte[] master,
      String naming,
      SecureRandom random) {
    this.disk = disk;
    this.folder = folder;
    this.erased = erased;
    this.random = random;
    this.nameKey = Disclosure.hmac(master, naming);
    this.wrapKey = Disclosure.hmac(master, "probity vault wrap");
  }

  /// The keys of callers, and of the people on whose behalf they ask.
  static SubjectKeys ofExchanges(
      Disk disk, Path folder, ErasedKeys erased, byte[] master, SecureRandom random) {
    return new SubjectKeys(disk, folder, erased, master, "probity vault name", random);
  }

  /// The keys of records of registers, and of the people in them.
  static SubjectKeys ofRegisters(
      Disk disk, Path folder, ErasedKeys erased, byte[] master, SecureRandom random) {
    return new SubjectKeys(disk, folder, erased, master, "probity vault register name", random);
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

  /// The key in the file of this name. One that was erased is not given out, wherever its file came
  /// from, and the file goes again.
  synchronized Optional<SubjectKey> find(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) return Optional.empty();
    byte[] sealed = Files.readAllBytes(file);
    if (isWiped(sealed)) return gone(file);
    var opened = Sealed.open(wrapKey, sealed, name);
    if (opened.isEmpty() || opened.get().length != SubjectKey.BYTES) {
      throw new StoreException(
          StoreException.Kind.DAMAGED, "a subject key does not open under this master key");
    }
    var key = new SubjectKey(opened.get());
    return erased.has(key.id()) ? gone(file) : Optional.of(key);
  }

  /// Its file goes, or stays until the next start where the disk refuses: it is not given out
  /// either way.
  private Optional<SubjectKey> gone(Path file) {
    try {
      disk.destroy(file);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the file of an erased key could not be removed; the next start tries again",
          e);
    }
    return Optional.empty();
  }

  /// Whether a crash came between overwriting and deleting.
  private static boolean isWiped(byte[] sealed) {
    for (byte one : sealed) if (one != 0) return false;
    return sealed.length > 0;
  }

  /// Makes a key; it is on stable storage on return.
  synchronized SubjectKey make(String name) throws IOException {
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

  /// Destroys the key `id` if the file of this name has it; a newer one stays. It is not given out
  /// any more, even where the disk fails; then the next start destroys it.
  synchronized void destroy(String name, String id) throws IOException {
    var found = find(name);
    if (found.isEmpty() || !found.get().id().equals(id)) return;
    erased.add(id, name);
    disk.destroy(file(name));
    erased.write();
  }
}
