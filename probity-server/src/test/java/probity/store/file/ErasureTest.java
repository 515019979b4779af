package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.console.aims.ErasableKeys.What;
import probity.console.aims.RegisterVault.Held;
import probity.console.aims.RegisterVault.Value;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects.Found;

/// What destroying a key takes away, and that no copy and no crash brings it back.
class ErasureTest {
  private static final String ACT = "01k0000000000000000000000a";
  private static final String NEXT = "01k0000000000000000000000b";
  private static final String ANNA = "person:people-3";
  private static final String BEN = "person:people-4";

  @TempDir Path dir;

  private FileVault open(Executor executor, Disk disk) {
    return FileVault.open(
        dir,
        dir.resolve("keys/master"),
        VaultSettings.standard(),
        InstantSource.fixed(Ledgers.NOON),
        new SecureRandom(),
        executor,
        disk);
  }

  private FileVault open() {
    return open(Runnable::run, new NioDisk());
  }

  private static SubjectKey key(FileVault vault, String subject) {
    var found = new AtomicReference<Found>();
    vault.find(subject, Runnable::run, found::set);
    return ((Found.Key) found.get()).key();
  }

  private static String erase(FileVault vault, What what, String subject) {
    String id = vault.id(what, subject).orElseThrow();
    vault.destroy(what, subject, id);
    return id;
  }

  private static void keepBoth(FileVault vault) {
    vault
        .registers()
        .keep(ACT, List.of(new Value(ANNA, "name", "Anna"), new Value(BEN, "name", "Ben")));
  }

  private List<Path> keyFiles() throws IOException {
    try (var walk = Files.walk(dir.resolve("vault/subjects"))) {
      return walk.filter(file -> file.getFileName().toString().length() == 64).toList();
    }
  }

  @Test
  void an_erased_key_takes_the_texts_of_its_subject_alone_for_good() throws IOException {
    var vault = open();
    keepBoth(vault);

    erase(vault, What.PERSON, ANNA);

    for (FileVault each : List.of(vault, open())) {
      var values = each.registers().values(ACT);
      assertThat(values).extracting(Held::field).containsExactly("name", "name");
      assertThat(values.get(0).disclosure()).isEmpty();
      assertThat(values.get(1).disclosure())
          .contains(each.registers().key(BEN).withhold(ACT, "name", "Ben"));
      assertThat(each.registers().find(ANNA)).isEmpty();
      assertThat(each.id(What.PERSON, ANNA)).isEmpty();
    }
    assertThat(keyFiles()).hasSize(1);
  }

  @Test
  void an_erased_subject_of_exchanges_gets_another_key_and_its_texts_are_gone() {
    var vault = open();
    var old = key(vault, "alice");
    vault.keep(old, "01X", "model", "gpt-secret");

    erase(vault, What.SUBJECT, "alice");

    var now = key(vault, "alice");
    assertThat(now.id()).isNotEqualTo(old.id());
    assertThat(vault.kept(now)).isEmpty();
    assertThat(key(open(), "alice").bytes()).isEqualTo(now.bytes());
  }

  @Test
  void what_an_exchange_keeps_after_its_subject_was_erased_cannot_be_read() {
    var vault = open();
    var old = key(vault, "alice");
    erase(vault, What.SUBJECT, "alice");
    var now = key(vault, "alice");

    vault.keep(old, "01X", "model", "gpt-secret");

    assertThat(vault.kept(now)).isEmpty();
  }

  @Test
  void a_copy_of_the_vault_from_before_loses_the_key_again() throws IOException {
    var vault = open();
    keepBoth(vault);
    Ledgers.copy(dir.resolve("vault"), dir.resolve("copy"));
    String id = erase(vault, What.PERSON, ANNA);
    deleteAll(dir.resolve("vault"));
    Ledgers.copy(dir.resolve("copy"), dir.resolve("vault"));

    var restored = open();
    int destroyed = restored.replay(List.of(id));

    assertThat(destroyed).isEqualTo(1);
    assertThat(restored.registers().values(ACT).get(0).disclosure()).isEmpty();
    assertThat(restored.registers().values(ACT).get(1).disclosure()).isPresent();
    assertThat(keyFiles()).hasSize(1);
    assertThat(open().replay(List.of(id))).isZero();
  }

  @Test
  void key_files_that_are_put_back_into_a_vault_that_knows_of_the_erasure_go_again()
      throws IOException {
    var vault = open();
    keepBoth(vault);
    Ledgers.copy(dir.resolve("vault"), dir.resolve("copy"));
    String id = erase(vault, What.PERSON, ANNA);
    for (Path file : filesUnder(dir.resolve("copy"))) {
      Path there = dir.resolve("vault").resolve(dir.resolve("copy").relativize(file));
      if (!Files.exists(there)) Files.copy(file, there);
    }
    assertThat(keyFiles()).hasSize(2);

    // Not even before the start has looked.
    assertThat(vault.registers().find(ANNA)).isEmpty();
    var restored = open();
    restored.replay(List.of(id));

    assertThat(keyFiles()).hasSize(1);
    assertThat(restored.registers().values(ACT).get(0).disclosure()).isEmpty();
  }

  @Test
  void a_key_file_that_is_put_back_is_removed_by_the_next_start_without_a_look_at_all_keys()
      throws IOException {
    var vault = open();
    keepBoth(vault);
    var before = new HashSet<>(keyFiles());
    Ledgers.copy(dir.resolve("vault"), dir.resolve("copy"));
    String id = erase(vault, What.PERSON, ANNA);
    before.removeAll(new HashSet<>(keyFiles()));
    Path gone = before.iterator().next();
    Files.copy(dir.resolve("copy").resolve(dir.resolve("vault").relativize(gone)), gone);
    // A look at it would warn, and would not be counted as complete.
    Files.writeString(
        keyFiles().stream().filter(file -> !file.equals(gone)).toList().getFirst(), "x");

    int destroyed = open().replay(List.of(id));

    assertThat(destroyed).isEqualTo(1);
    assertThat(gone).doesNotExist();
  }

  @Test
  void a_crash_between_entry_and_destruction_is_healed_by_the_start() {
    var vault = open();
    keepBoth(vault);
    String id = vault.id(What.PERSON, ANNA).orElseThrow();

    var next = open();
    int destroyed = next.replay(List.of(id));

    assertThat(destroyed).isEqualTo(1);
    assertThat(next.registers().find(ANNA)).isEmpty();
    assertThat(next.registers().find(BEN)).isPresent();
  }

  @Test
  void a_key_that_the_subject_got_after_the_erasure_stays() {
    var vault = open();
    keepBoth(vault);
    String id = erase(vault, What.PERSON, ANNA);
    vault.registers().keep(NEXT, List.of(new Value(ANNA, "name", "Anna again")));
    String newer = vault.id(What.PERSON, ANNA).orElseThrow();

    vault.destroy(What.PERSON, ANNA, id);
    var next = open();
    next.replay(List.of(id));

    assertThat(newer).isNotEqualTo(id);
    assertThat(next.id(What.PERSON, ANNA)).contains(newer);
    assertThat(next.registers().values(ACT).get(0).disclosure()).isEmpty();
    assertThat(next.registers().values(NEXT).get(0).disclosure())
        .contains(next.registers().key(ANNA).withhold(NEXT, "name", "Anna again"));
  }

  @Test
  void while_a_key_does_not_open_no_erasure_counts_as_done() throws IOException {
    var vault = open();
    keepBoth(vault);
    String id = vault.id(What.PERSON, ANNA).orElseThrow();
    byte[] master = Files.readAllBytes(dir.resolve("keys/master"));
    byte[] other = master.clone();
    other[0] ^= 1;
    Files.write(dir.resolve("keys/master"), other);

    open().replay(List.of(id));
    Files.write(dir.resolve("keys/master"), master);
    int destroyed = open().replay(List.of(id));

    assertThat(destroyed).isEqualTo(1);
    assertThat(open().registers().find(ANNA)).isEmpty();
  }

  @Test
  void a_key_that_a_failing_disk_kept_is_not_given_out_and_goes_at_the_next_start()
      throws IOException {
    keepBoth(open());
    int calls = changesOfAnErasure();

    for (int call = 0; call < calls; call++) {
      for (boolean after : List.of(false, true)) {
        deleteAll(dir.resolve("vault"));
        deleteAll(dir.resolve("keys"));
        keepBoth(open());
        var disk = FaultyDisk.dyingAt(call, after);
        var vault = open(Runnable::run, disk);
        String id = vault.id(What.PERSON, ANNA).orElseThrow();

        boolean done = true;
        try {
          vault.destroy(What.PERSON, ANNA, id);
        } catch (StoreException e) {
          done = false;
        }

        if (!done) {
          assertThat(vault.registers().find(ANNA)).as("call %d", call).isEmpty();
        }
        var next = open();
        next.replay(List.of(id));
        assertThat(next.registers().find(ANNA)).as("call %d", call).isEmpty();
        assertThat(next.registers().find(BEN)).as("call %d", call).isPresent();
        assertThat(keyFiles()).hasSize(1);
      }
    }
  }

  private int changesOfAnErasure() {
    var disk = FaultyDisk.sound();
    erase(open(Runnable::run, disk), What.PERSON, ANNA);
    assertThat(disk.changes()).isGreaterThan(5);
    return disk.changes();
  }

  @Test
  void once_a_key_is_destroyed_nobody_finds_it_however_many_look() throws Exception {
    int threads = 4;
    try (var disk = Executors.newSingleThreadExecutor();
        var pool = Executors.newFixedThreadPool(threads)) {
      var vault = open(disk, new NioDisk());
      Set<String> destroyed = ConcurrentHashMap.newKeySet();
      Set<String> seenAfter = ConcurrentHashMap.newKeySet();
      var stop = new AtomicBoolean();
      var started = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        boolean register = i % 2 == 0;
        pool.execute(() -> {
          started.countDown();
          while (!stop.get()) {
            var before = Set.copyOf(destroyed);
            String id = register ? vault.registers().key(ANNA).id() : found(vault, "alice");
            if (before.contains(id)) seenAfter.add(id);
          }
        });
      }
      started.await();

      for (int i = 0; i < 200; i++) {
        vault.registers().key(ANNA);
        found(vault, "alice");
        var person = vault.id(What.PERSON, ANNA);
        person.ifPresent(id -> vault.destroy(What.PERSON, ANNA, id));
        person.ifPresent(destroyed::add);
        var subject = vault.id(What.SUBJECT, "alice");
        subject.ifPresent(id -> vault.destroy(What.SUBJECT, "alice", id));
        subject.ifPresent(destroyed::add);
      }
      stop.set(true);

      assertThat(destroyed).hasSizeGreaterThan(200);
      assertThat(seenAfter).isEmpty();
    }
  }

  private static String found(FileVault vault, String subject) {
    var found = new CompletableFuture<Found>();
    vault.find(subject, Runnable::run, found::complete);
    return ((Found.Key) found.join()).key().id();
  }

  @Test
  void the_list_of_erased_keys_names_nobody_and_may_be_lost() throws IOException {
    var vault = open();
    keepBoth(vault);
    String id = erase(vault, What.PERSON, ANNA);
    Path list = dir.resolve("vault/subjects/erased");
    assertThat(Files.readString(list, StandardCharsets.US_ASCII)).matches(id + " [0-9a-f]{64}\n");

    Files.writeString(list, "nonsense\n");
    open().replay(List.of(id));

    assertThat(Files.readString(list, StandardCharsets.US_ASCII)).isEqualTo(id + " -\n");
    assertThat(keyFiles()).hasSize(1);
  }

  @Test
  void an_older_vault_without_the_list_opens() throws IOException {
    keepBoth(open());
    Files.delete(dir.resolve("vault/subjects/erased"));

    assertThat(open().registers().values(ACT)).hasSize(2);
    assertThat(dir.resolve("vault/subjects/erased")).exists();
  }

  private static List<Path> filesUnder(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    var paths = new ArrayList<Path>();
    try (var walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) Files.delete(path);
  }
}
