package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import probity.aims.register.Gap;
import probity.console.aims.FileDigest;
import probity.console.aims.RegisterVault.HeldFile;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.reveal.Disclosure;

/// Files of records, each sealed under a key derived from its record's: `vault/files/<name of the
/// key>/<name of the file>`. The name of a file is an HMAC of its digest under the record's key, so
/// a listing does not tell whether a file that somebody knows is there.
///
/// A file is written under `vault/files/<name>.new` and moved, so it is whole or not there. What a
/// crash leaves of one is removed at the next start; one that was moved before its entry was
/// durable stays, and nothing points to it.
final class RecordFileStore {
  private static final String MADE = ".new";
  private static final HeldFile ALTERED = new HeldFile.Lacking(Gap.ALTERED);

  private final Disk disk;
  private final Path folder;
  private final SecureRandom random;

  private RecordFileStore(Disk disk, Path folder, SecureRandom random) {
    this.disk = disk;
    this.folder = folder;
    this.random = random;
  }

  static RecordFileStore open(Disk disk, Path folder, SecureRandom random) throws IOException {
    disk.createFolders(folder);
    try (var left = Files.newDirectoryStream(folder, "*" + MADE)) {
      for (Path each : left) disk.delete(each);
    }
    return new RecordFileStore(disk, folder, random);
  }

  /// @param owner name of the key's file
  synchronized void keep(String owner, SubjectKey key, FileDigest digest, byte[] content)
      throws IOException {
    String name = name(key, digest);
    Path home = folder.resolve(owner);
    Path made = folder.resolve(name + MADE);
    disk.createFolders(home);
    try {
      disk.writeSecret(made, Sealed.seal(sealing(key), content, belongsTo(owner, digest), random));
      disk.move(made, home.resolve(name));
      disk.sync(home);
    } catch (IOException e) {
      giveBack(made, e);
      throw e;
    }
  }

  /// A full disk gets its room back at once; where that fails too, the next start does it.
  private void giveBack(Path made, IOException failure) {
    try {
      disk.delete(made);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// The file of this digest, as the vault can give it out.
  HeldFile read(String owner, SubjectKey key, FileDigest digest) throws IOException {
    Path file = folder.resolve(owner).resolve(name(key, digest));
    try {
      // One that grew is not read into memory to learn that it is not the one.
      if (Files.size(file) != digest.bytes() + Sealed.EXTRA_BYTES) return ALTERED;
      return Sealed.open(sealing(key), Files.readAllBytes(file), belongsTo(owner, digest))
          .<HeldFile>map(content -> new HeldFile.Kept(Bytes.wrap(content)))
          .orElse(ALTERED);
    } catch (NoSuchFileException e) {
      return new HeldFile.Lacking(Gap.MISSING);
    }
  }

  /// Removes all files of a record, once its key is destroyed and nothing opens them any more.
  synchronized void remove(String owner) throws IOException {
    Path home = folder.resolve(owner);
    if (!Files.isDirectory(home)) return;
    try (var files = Files.newDirectoryStream(home)) {
      for (Path each : files) disk.delete(each);
    }
    disk.delete(home);
    disk.sync(folder);
  }

  private static byte[] sealing(SubjectKey key) {
    return Disclosure.hmac(key.bytes(), "probity vault files");
  }

  private static String name(SubjectKey key, FileDigest digest) {
    byte[] naming = Disclosure.hmac(key.bytes(), "probity vault file name");
    return HexFormat.of().formatHex(Disclosure.hmac(naming, digest.sha256().hex()));
  }

  private static String belongsTo(String owner, FileDigest digest) {
    return owner + "\n" + digest.sha256().hex() + "\n" + digest.bytes();
  }
}
