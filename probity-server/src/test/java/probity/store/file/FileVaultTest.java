package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects.Found;

class FileVaultTest {
  @TempDir Path dir;

  /// Work for the disk, done when the test says so.
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();

  private FileVault open(VaultSettings settings, Executor executor, Disk disk) {
    return FileVault.open(
        dir,
        dir.resolve("keys/master"),
        settings,
        InstantSource.fixed(Ledgers.NOON),
        new SecureRandom(),
        executor,
        disk);
  }

  private FileVault open() {
    return open(VaultSettings.standard(), Runnable::run, new NioDisk());
  }

  private static SubjectKey key(FileVault vault, String subject) {
    var found = new ArrayList<Found>();
    vault.find(subject, Runnable::run, found::add);
    return ((Found.Key) found.getFirst()).key();
  }

  @Test
  void a_key_is_the_same_after_a_restart_and_another_for_another_subject() {
    byte[] first = key(open(), "alice").bytes();

    var again = open();

    assertThat(key(again, "alice").bytes()).isEqualTo(first);
    assertThat(key(again, "bob").bytes()).isNotEqualTo(first);
  }

  @Test
  void withheld_values_are_read_back_by_their_subject_alone() {
    var vault = open();
    var alice = key(vault, "alice");
    var bob = key(vault, "bob");
    vault.keep(alice, "01X", "model", "gpt-secret");
    vault.keep(bob, "01Y", "model", "other");

    var kept = open().kept(alice);

    assertThat(kept).containsExactly(alice.withhold("01X", "model", "gpt-secret"));
    assertThat(vault.kept(bob)).hasSize(1);
  }

  @Test
  void nothing_in_the_vault_can_be_read_without_the_master_key() throws IOException {
    var vault = open();
    var key = key(vault, "alice@example.org");
    vault.keep(key, "01X", "model", "the withheld text");

    try (var walk = Files.walk(dir.resolve("vault"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(file + bytes)
            .doesNotContain("alice", "withheld text")
            .doesNotContain(new String(key.bytes(), StandardCharsets.ISO_8859_1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("keys/master"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_vault_without_its_master_key_is_not_begun_anew() throws IOException {
    byte[] unused = key(open(), "alice").bytes();
    assertThat(unused).hasSize(SubjectKey.BYTES);
    Files.delete(dir.resolve("keys/master"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no master key file `master`");
  }

  @Test
  void a_key_file_moved_to_another_subject_does_not_open() throws IOException {
    var vault = open();
    byte[] alice = key(vault, "alice").bytes();
    assertThat(key(vault, "bob").bytes()).isNotEqualTo(alice);
    List<Path> files;
    try (var walk = Files.walk(dir.resolve("vault/subjects"))) {
      files = walk.filter(file -> file.getFileName().toString().length() == 64).toList();
    }
    Files.write(files.get(0), Files.readAllBytes(files.get(1)));

    var found = new ArrayList<Found>();
    var again = open();
    again.find("alice", Runnable::run, found::add);
    again.find("bob", Runnable::run, found::add);

    assertThat(found).hasAtLeastOneElementOfType(Found.Unavailable.class);
  }

  @Test
  void a_known_key_is_found_at_once_and_a_new_one_later_at_home() {
    var home = new ArrayDeque<Runnable>();
    var found = new ArrayList<Found>();
    var vault = open(VaultSettings.standard(), later::add, new NioDisk());

    vault.find("alice", home::add, found::add);
    vault.find("alice", home::add, found::add);
    assertThat(found).isEmpty();
    later.forEach(Runnable::run);
    assertThat(later).hasSize(1);
    assertThat(found).isEmpty();
    home.forEach(Runnable::run);
    vault.find("alice", home::add, found::add);

    assertThat(found).hasSize(3).allSatisfy(one -> assertThat(one).isEqualTo(found.getFirst()));
  }

  @Test
  void too_many_waiting_searches_fail() {
    var found = new ArrayList<Found>();
    var vault = open(new VaultSettings(1, 2, 1), later::add, new NioDisk());

    for (int i = 0; i < 3; i++) vault.find("subject " + i, Runnable::run, found::add);

    assertThat(found).hasSize(1).hasOnlyElementsOfType(Found.Unavailable.class);
  }

  @Test
  void a_key_that_is_not_on_the_disk_is_not_given_out() {
    var disk = FaultyDisk.sound();
    var found = new ArrayList<Found>();
    var vault = open(VaultSettings.standard(), Runnable::run, disk);
    disk.othersFull = true;

    vault.find("alice", Runnable::run, found::add);

    assertThat(found).hasOnlyElementsOfType(Found.Unavailable.class).hasSize(1);
    disk.othersFull = false;
    assertThat(key(vault, "alice").bytes()).hasSize(SubjectKey.BYTES);
  }
}
