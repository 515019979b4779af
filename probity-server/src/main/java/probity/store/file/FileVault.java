package probity.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import probity.console.aims.ErasableKeys;
import probity.console.aims.RegisterVault;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects;
import probity.ledger.reveal.Disclosure;
import probity.review.ReviewVault;

/// The vault in a folder: `vault/subjects/` holds the keys of subjects, `vault/values/` the texts
/// that entries of exchanges withhold, `vault/registers/` those of acts on registers,
/// `vault/files/` files of records, `vault/content/` what of exchanges is kept for reviewers.
/// Nothing in it can be read without the master key. (`vault/reviews`, which lists what waits for
/// reviewers, is no secret: ids, words of the bundle, and digests under a key of the vault;
/// `vault/counters` has sums and such digests.)
///
/// Keys that were used lately are in memory. All else runs on the executor given, which may refuse:
/// then the search fails and the exchange is refused.
public final class FileVault implements Subjects, ErasableKeys {
  private static final System.Logger LOG = System.getLogger(FileVault.class.getName());
  private static final int VALUES_AT_ONCE = 256;

  private final SubjectKeys keys;
  private final WithheldValues values;
  private final FileReviewVault reviews;
  private final FileRegisterVault registers;
  private final ErasureReplay replay;
  private final CounterFile counters;
  private final VaultSettings settings;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Executor disk;

  /// Guarded by itself.
  private final Map<String, SubjectKey> cache;

  /// Who waits for which subject. Guarded by itself.
  private final Map<String, List<Search>> searches = new HashMap<>();

  /// Guarded by `searches`.
  private int searching;

  private final ArrayBlockingQueue<WithheldValues.Value> waiting;
  private final AtomicBoolean keeping = new AtomicBoolean();

  private FileVault(
      SubjectKeys keys,
      WithheldValues values,
      FileReviewVault reviews,
      FileRegisterVault registers,
      ErasureReplay replay,
      CounterFile counters,
      VaultSettings settings,
      InstantSource clock,
      SecureRandom random,
      Executor disk) {
    this.keys = keys;
    this.values = values;
    this.reviews = reviews;
    this.registers = registers;
    this.replay = replay;
    this.counters = counters;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.disk = disk;
    this.cache = new LeastRecent(settings.keysCachedMax());
    this.waiting = new ArrayBlockingQueue<>(settings.valuesWaitingMax());
  }

  private record Search(Executor home, Consumer<Found> done) {
    void tell(Found found) {
      try {
        home.execute(() -> done.accept(found));
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.WARNING, "an executor ended before a subject was found");
      }
    }
  }

  /// Opens the vault under `dir`; its master key is `keys/master` there, made at the first start.
  ///
  /// @param disk a small pool with a bound, for what touches the disk
  public static FileVault open(
      Path dir, VaultSettings settings, InstantSource clock, SecureRandom random, Executor disk) {
    return open(dir, dir.resolve("keys").resolve("master"), settings, clock, random, disk);
  }

  /// As above, with the master key in another file, which is made where it and the vault are not
  /// there.
  public static FileVault open(
      Path dir,
      Path master,
      VaultSettings settings,
      InstantSource clock,
      SecureRandom random,
      Executor disk) {
    return open(dir, master, settings, clock, random, disk, new NioDisk());
  }

  static FileVault open(
      Path dir,
      Path master,
      VaultSettings settings,
      InstantSource clock,
      SecureRandom random,
      Executor executor,
      Disk disk) {
    Path vault = dir.resolve("vault");
    try {
      byte[] key = SubjectKeys.master(disk, master, vault, random);
      Path subjects = vault.resolve("subjects");
      disk.createFolders(subjects);
      var erased = ErasedKeys.open(disk, subjects);
      var keys = SubjectKeys.ofExchanges(disk, subjects, erased, key, random);
      var registers =
          new FileRegisterVault(
              SubjectKeys.ofRegisters(disk, subjects, erased, key, random),
              ActTexts.open(disk, vault.resolve("registers")),
              RecordFileStore.open(disk, vault.resolve("files"), random),
              settings.keysCachedMax(),
              clock,
              random);
      var values = new WithheldValues(vault.resolve("values"));
      var reviews =
          new FileReviewVault(
              keys,
              Disclosure.hmac(key, "probity vault reviews"),
              values,
              new ContentFiles(vault.resolve("content"), random),
              clock,
              random);
      var counters =
          new CounterFile(
              disk, vault.resolve("counters"), Disclosure.hmac(key, "probity vault counters"));
      return new FileVault(
          keys,
          values,
          reviews,
          registers,
          new ErasureReplay(keys, erased, subjects),
          counters,
          settings,
          clock,
          random,
          executor);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "vault cannot be opened", e);
    }
  }

  @Override
  public void find(String subject, Executor home, Consumer<Found> done) {
    var cached = cached(subject);
    if (cached.isPresent()) {
      done.accept(new Found.Key(cached.get()));
      return;
    }
    var search = new Search(home, done);
    synchronized (searches) {
      if (searching >= settings.waitingMax()) {
        search.tell(new Found.Unavailable("too many searches wait for the vault"));
        return;
      }
      searching++;
      var others = searches.computeIfAbsent(subject, _ -> new ArrayList<>());
      others.add(search);
      // One reads or makes the key for all: two that make it would make two.
      if (others.size() > 1) return;
    }
    try {
      disk.execute(() -> answer(subject, findOrMake(subject)));
    } catch (RejectedExecutionException e) {
      answer(subject, new Found.Unavailable("the vault is busy or closed"));
    }
  }

  private Optional<SubjectKey> cached(String subject) {
    synchronized (cache) {
      return Optional.ofNullable(cache.get(subject));
    }
  }

  private void answer(String subject, Found found) {
    List<Search> all;
    synchronized (searches) {
      all = searches.remove(subject);
      if (all == null) return;
      searching -= all.size();
    }
    all.forEach(search -> search.tell(found));
  }

  private Found findOrMake(String subject) {
    try {
      return new Found.Key(load(subject));
    } catch (IOException | RuntimeException e) {
      // Its message names the file, which stands for a person.
      LOG.log(
          System.Logger.Level.ERROR,
          "a subject key cannot be read or written: " + e.getClass().getSimpleName());
      return new Found.Unavailable("a subject key cannot be read or written");
    }
  }

  private SubjectKey load(String subject) throws IOException {
    var cached = cached(subject);
    if (cached.isPresent()) return cached.get();
    String name = keys.name(subject);
    synchronized (keys) {
      var found = keys.find(name);
      var key = found.isPresent() ? found.get() : keys.make(name);
      synchronized (cache) {
        cache.put(subject, key);
      }
      return key;
    }
  }

  @Override
  public void keep(SubjectKey key, String exchange, String field, String value) {
    if (!waiting.offer(new WithheldValues.Value(key, exchange, field, value))) {
      LOG.log(System.Logger.Level.WARNING, "too many withheld values wait; one is lost");
      return;
    }
    keepSoon();
  }

  private void keepSoon() {
    if (!keeping.compareAndSet(false, true)) return;
    try {
      disk.execute(this::keepAll);
    } catch (RejectedExecutionException e) {
      // They wait for the next call.
      keeping.set(false);
    }
  }

  private void keepAll() {
    try {
      var kept = new ArrayList<WithheldValues.Value>();
      while (waiting.drainTo(kept, VALUES_AT_ONCE) > 0) {
        append(kept);
        kept.clear();
      }
    } finally {
      keeping.set(false);
    }
    if (!waiting.isEmpty()) keepSoon();
  }

  private void append(List<WithheldValues.Value> kept) {
    try {
      String month = clock.instant().atOffset(ZoneOffset.UTC).toString().substring(0, 7);
      values.append(month, kept, random);
    } catch (IOException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "withheld values cannot be written and are lost: " + e.getClass().getSimpleName());
    }
  }

  /// The vault as reviews need it.
  public ReviewVault reviews() {
    return reviews;
  }

  /// The vault as registers need it.
  public RegisterVault registers() {
    return registers;
  }

  /// Destroys again, before anything reads the vault, every key that `records` says was erased: an
  /// older copy of the vault may have brought it back, or a crash kept it from being destroyed.
  ///
  /// @param ids those of `erasure` entries
  /// @return how many were there
  public int replay(Collection<String> ids) {
    try {
      return replay.destroy(ids);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.FAILED, "keys that were erased cannot be destroyed again", e);
    }
  }

  @Override
  public Optional<String> id(What what, String subject) {
    return switch (what) {
      case PERSON, PERSONAL -> registers.find(subject).map(SubjectKey::id);
      case SUBJECT -> {
        try {
          yield keys.find(keys.name(subject)).map(SubjectKey::id);
        } catch (IOException e) {
          throw failed(e);
        }
      }
    };
  }

  @Override
  public void destroy(What what, String subject, String id) {
    switch (what) {
      case PERSON, PERSONAL -> registers.destroy(subject, id);
      case SUBJECT -> {
        try {
          destroy(subject, id);
        } catch (IOException e) {
          throw failed(e);
        }
      }
    }
  }

  private void destroy(String subject, String id) throws IOException {
    synchronized (keys) {
      synchronized (cache) {
        cache.remove(subject);
      }
      keys.destroy(keys.name(subject), id);
    }
  }

  /// Names of files stand for people, so no message has them.
  private static StoreException failed(IOException cause) {
    return new StoreException(
        StoreException.Kind.FAILED,
        "a subject key cannot be read or destroyed: " + cause.getClass().getSimpleName());
  }

  /// What limits have counted.
  public CounterFile counters() {
    return counters;
  }

  /// The withheld texts kept for a subject, each with the salt that its digest needs. Blocks on the
  /// disk.
  public List<Disclosure> kept(SubjectKey subject) {
    return values.read(subject);
  }
}
