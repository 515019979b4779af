package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects;
import probity.ledger.reveal.Disclosure;

/// The vault in a folder: `vault/subjects/` has one small file per subject, `vault/values/` the
/// texts that were withheld. Everything is encrypted under the master key, and names of files are
/// HMACs under it; without that key nothing here can be read or linked to anybody.
///
/// A file of a subject holds the subject's key; deleting it erases the subject (its texts stay as
/// noise, its digests and pseudonyms mean nothing more).
public final class FileVault implements Subjects, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FileVault.class.getName());
  private static final int CACHED_MAX = 50_000;
  private static final int WAITING_MAX = 4_096;
  private static final int TEXT_CHARS_MAX = 64 << 10;
  private static final long CLOSE_SECONDS = 10;

  private final Disk disk;
  private final Path subjects;
  private final VaultValues values;
  private final byte[] names;
  private final VaultKeys wrapping;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ThreadPoolExecutor thread;
  private final Map<String, SubjectKey> cached = new RecentlyUsed();

  private FileVault(Path folder, byte[] master, InstantSource clock, SecureRandom random, Disk disk)
      throws IOException {
    this.disk = disk;
    this.subjects = folder.resolve("subjects");
    this.values = new VaultValues(folder.resolve("values"), random);
    this.names = Disclosure.hmac(master, "probity vault 1 names");
    this.wrapping = new VaultKeys(master, "subject keys", random);
    this.clock = clock;
    this.random = random;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            work -> Thread.ofPlatform().name("vault").unstarted(work));
    disk.createFolders(subjects);
    disk.createFolders(folder.resolve("values"));
  }

  /// Opens the vault below `dir`, or begins one.
  ///
  /// @param masterKey a file of 32 bytes; made where it is not there, readable by its owner alone
  /// @throws StoreException if the key has another length, or the disk fails
  public static FileVault open(Path dir, Path masterKey, InstantSource clock, SecureRandom random) {
    var disk = new NioDisk();
    try {
      return new FileVault(
          dir.resolve("vault"), master(masterKey, random, disk), clock, random, disk);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "the vault cannot be opened", e);
    }
  }

  private static byte[] master(Path file, SecureRandom random, Disk disk) throws IOException {
    if (!Files.exists(file)) {
      byte[] fresh = new byte[VaultKeys.KEY_BYTES];
      random.nextBytes(fresh);
      disk.createFolders(Disk.folderOf(file));
      disk.writeSecret(file, fresh);
      disk.sync(Disk.folderOf(file));
    }
    byte[] master = Files.readAllBytes(file);
    if (master.length != VaultKeys.KEY_BYTES) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "master key `"
              + file.getFileName()
              + "` has "
              + master.length
              + " bytes, 32 were expected");
    }
    return master;
  }

  @Override
  public void find(String subject, Executor home, Consumer<Found> done) {
    var key = inCache(subject);
    if (key.isPresent()) {
      done.accept(new Found.Key(key.get()));
      return;
    }
    try {
      thread.execute(() -> {
        var found = findOrMake(subject);
        home.execute(() -> done.accept(found));
      });
    } catch (RejectedExecutionException full) {
      done.accept(new Found.Unavailable("too many subjects wait for their keys"));
    }
  }

  private Found findOrMake(String subject) {
    try {
      var known = inCache(subject).or(() -> read(subject));
      return new Found.Key(known.isPresent() ? known.get() : make(subject));
    } catch (IOException | StoreException e) {
      LOG.log(Level.WARNING, "a subject's key could not be read or written", e);
      return new Found.Unavailable("a subject's key could not be read or written");
    }
  }

  private Optional<SubjectKey> inCache(String subject) {
    synchronized (cached) {
      return Optional.ofNullable(cached.get(subject));
    }
  }

  private SubjectKey cache(String subject, SubjectKey key) {
    synchronized (cached) {
      cached.put(subject, key);
    }
    return key;
  }

  private Optional<SubjectKey> read(String subject) {
    Path file = file(subject);
    try {
      byte[] key =
          wrapping
              .open(Files.readAllBytes(file), String.valueOf(file.getFileName()))
              .filter(bytes -> bytes.length == SubjectKey.BYTES)
              .orElseThrow(() ->
                  new StoreException(
                      StoreException.Kind.DAMAGED,
                      "a subject's file was not written under this master key"));
      return Optional.of(cache(subject, new SubjectKey(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "a subject's file", e);
    }
  }

  private SubjectKey make(String subject) throws IOException {
    byte[] key = new byte[SubjectKey.BYTES];
    random.nextBytes(key);
    Path file = file(subject);
    Path folder = Disk.folderOf(file);
    disk.createFolders(folder);
    Path staged = subjects.resolve("new");
    disk.writeSecret(staged, wrapping.seal(key, String.valueOf(file.getFileName())));
    disk.move(staged, file);
    disk.sync(folder);
    return cache(subject, new SubjectKey(key));
  }

  /// Two letters of folders, so that none grows too large.
  private Path file(String subject) {
    String name = HexFormat.of().formatHex(Disclosure.hmac(names, subject));
    return subjects.resolve(name.substring(0, 2)).resolve(name);
  }

  @Override
  public void keep(String subject, String exchange, String field, String value) {
    if (value.length() > TEXT_CHARS_MAX) return;
    try {
      thread.execute(() -> append(subject, exchange, field, value));
    } catch (RejectedExecutionException full) {
      LOG.warning("a withheld text was not kept: too many wait");
    }
  }

  private void append(String subject, String exchange, String field, String value) {
    var month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)).toString();
    try {
      if (findOrMake(subject) instanceof Found.Key(var key)) {
        values.append(month, key, exchange, field, value);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a withheld text was not kept", e);
    }
  }

  /// A text that was withheld; empty where it was not kept, or its subject is unknown or erased.
  public Optional<String> kept(String subject, String exchange, String field) {
    try {
      var key = inCache(subject).or(() -> read(subject));
      return key.isEmpty() ? Optional.empty() : values.find(key.get(), exchange, field);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "the withheld texts", e);
    }
  }

  /// Writes what still waits.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) thread.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Forgets whom nobody asked for longest.
  private static final class RecentlyUsed extends LinkedHashMap<String, SubjectKey> {
    private static final long serialVersionUID = 1;

    RecentlyUsed() {
      super(1024, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.@Nullable Entry<String, SubjectKey> eldest) {
      return size() > CACHED_MAX;
    }
  }
}
