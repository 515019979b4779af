package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.console.aims.RegisterVault;
import probity.console.aims.RegisterVault.Held;
import probity.console.aims.RegisterVault.Value;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects;

class FileRegisterVaultTest {
  private static final String ONE = "01k0000000000000000000000a";
  private static final String TWO = "01k0000000000000000000000b";
  private static final String THREE = "01k0000000000000000000000c";
  private static final Value TITLE = new Value("record:risk-7", "title", "models drift");
  private static final Value OWNER = new Value("person:people-3", "owner", "people-3");

  @TempDir Path dir;

  private static FileVault open(Path dir, Disk disk, Instant now) {
    return FileVault.open(
        dir,
        dir.resolve("keys/master"),
        VaultSettings.standard(),
        InstantSource.fixed(now),
        new SecureRandom(),
        Runnable::run,
        disk);
  }

  private RegisterVault open() {
    return open(dir, new NioDisk(), Ledgers.NOON).registers();
  }

  private Path file() {
    return dir.resolve("vault/registers/2026-11.log");
  }

  private static Held held(SubjectKey key, String act, Value value) {
    return new Held(value.field(), Optional.of(key.withhold(act, value.field(), value.text())));
  }

  @Test
  void texts_of_an_act_survive_a_restart_in_their_order() {
    var vault = open();
    vault.keep(ONE, List.of(TITLE, OWNER));
    vault.keep(TWO, List.of(OWNER));

    var again = open();

    var record = again.find("record:risk-7").orElseThrow();
    var person = again.find("person:people-3").orElseThrow();
    assertThat(again.values(ONE))
        .containsExactly(held(record, ONE, TITLE), held(person, ONE, OWNER));
    assertThat(again.values(TWO)).containsExactly(held(person, TWO, OWNER));
    assertThat(again.values(THREE)).isEmpty();
  }

  @Test
  void each_month_has_a_file() {
    open().keep(ONE, List.of(TITLE));
    var later = open(dir, new NioDisk(), Instant.parse("2026-12-01T00:00:00Z")).registers();
    later.keep(TWO, List.of(TITLE));

    assertThat(dir.resolve("vault/registers/2026-12.log")).exists();
    assertThat(file()).exists();
    assertThat(open().values(ONE)).hasSize(1);
    assertThat(open().values(TWO)).hasSize(1);
  }

  @Test
  void a_key_is_made_once_and_found_after_a_restart() {
    var vault = open();
    assertThat(vault.find("record:risk-7")).isEmpty();

    var made = vault.key("record:risk-7");

    assertThat(vault.key("record:risk-7").bytes()).isEqualTo(made.bytes());
    assertThat(open().find("record:risk-7").orElseThrow().bytes()).isEqualTo(made.bytes());
    assertThat(vault.key("record:risk-8").bytes()).isNotEqualTo(made.bytes());
  }

  @Test
  void a_caller_that_names_somebody_reaches_no_key_of_a_register() {
    var vault = open(dir, new NioDisk(), Ledgers.NOON);
    byte[] ofRegister = vault.registers().key("person:people-3").bytes();

    vault.find(
        "person:people-3",
        Runnable::run,
        found -> assertThat(((Subjects.Found.Key) found).key().bytes()).isNotEqualTo(ofRegister));

    assertThat(vault.registers().key("person:people-3").bytes()).isEqualTo(ofRegister);
  }

  @Test
  void a_crash_anywhere_in_a_write_leaves_all_of_an_act_or_none_and_later_acts_are_readable()
      throws IOException {
    var vault = open();
    vault.keep(ONE, List.of(TITLE, OWNER));
    int first = (int) Files.size(file());
    vault.keep(TWO, List.of(TITLE, OWNER));
    byte[] whole = Files.readAllBytes(file());

    for (int size = first; size < whole.length; size++) {
      Files.write(file(), Arrays.copyOf(whole, size));
      var after = open();

      assertThat(after.values(ONE)).as("cut at %d", size).hasSize(2);
      assertThat(after.values(TWO)).as("cut at %d", size).isEmpty();
      after.keep(THREE, List.of(OWNER));
      assertThat(open().values(THREE)).as("cut at %d", size).hasSize(1);
    }
  }

  @Test
  void a_crash_that_leaves_room_without_content_is_cut_off() throws IOException {
    open().keep(ONE, List.of(TITLE));
    long size = Files.size(file());
    Files.write(file(), new byte[70_000], StandardOpenOption.APPEND);

    open().keep(TWO, List.of(OWNER));

    assertThat(open().values(ONE)).hasSize(1);
    assertThat(open().values(TWO)).hasSize(1);
    assertThat(Files.size(file())).isLessThan(2 * size + 1000);
  }

  @Test
  void a_byte_that_was_changed_before_good_acts_stops_the_start_and_cuts_nothing()
      throws IOException {
    var vault = open();
    vault.keep(ONE, List.of(TITLE));
    int first = (int) Files.size(file());
    vault.keep(TWO, List.of(OWNER));
    byte[] whole = Files.readAllBytes(file());

    for (int at = 0; at < first; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file(), changed);

      assertThatThrownBy(this::open)
          .as("byte %d", at)
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "`vault/registers/2026-11.log` was changed at byte 0; put a good copy in its place");
      assertThat(Files.readAllBytes(file())).isEqualTo(changed);
    }
  }

  @Test
  void a_text_that_was_changed_while_the_vault_was_open_is_not_shown() throws IOException {
    var vault = open();
    vault.keep(ONE, List.of(TITLE));
    byte[] changed = Files.readAllBytes(file());
    changed[changed.length - 1] ^= 1;
    Files.write(file(), changed);

    assertThatThrownBy(() -> vault.values(ONE))
        .isInstanceOf(StoreException.class)
        .hasMessage("texts of an act were changed after they were written");
  }

  @Test
  void a_full_disk_keeps_nothing_of_an_act_and_takes_the_next_when_there_is_room() {
    var disk = FaultyDisk.sound();
    var vault = open(dir, disk, Ledgers.NOON).registers();
    vault.keep(ONE, List.of(TITLE, OWNER));
    disk.othersFull = true;

    assertThatThrownBy(() -> vault.keep(TWO, List.of(TITLE, OWNER)))
        .isInstanceOf(StoreException.class)
        .hasMessage("the vault cannot be read or written: FileSystemException");

    disk.othersFull = false;
    assertThat(vault.values(TWO)).isEmpty();
    vault.keep(THREE, List.of(TITLE));
    assertThat(vault.values(THREE)).hasSize(1);
    assertThat(open().values(ONE)).hasSize(2);
    assertThat(open().values(TWO)).isEmpty();
    assertThat(open().values(THREE)).hasSize(1);
  }

  @Test
  void a_fault_at_any_call_to_the_disk_loses_no_act_that_was_kept() throws IOException {
    var sound = FaultyDisk.sound();
    live(dir.resolve("sound"), sound);
    assertThat(sound.changes()).isGreaterThan(20);

    for (int call = 0; call < sound.changes(); call++) {
      for (var disk :
          List.of(
              FaultyDisk.dyingAt(call, false),
              FaultyDisk.dyingAt(call, true),
              FaultyDisk.failingOnceAt(call, false),
              FaultyDisk.failingOnceAt(call, true))) {
        Path run = Files.createTempDirectory(dir, "run");
        var kept = live(run, disk);

        var after = open(run, new NioDisk(), Ledgers.NOON).registers();
        for (String act : List.of(ONE, TWO)) {
          assertThat(after.values(act))
              .as("%s at call %d", act, call)
              .satisfiesAnyOf(v -> assertThat(v).isEmpty(), v -> assertThat(v).hasSize(2));
        }
        for (String act : kept) {
          assertThat(after.values(act))
              .as("%s at call %d", act, call)
              .hasSize(2)
              .allSatisfy(value -> assertThat(value.disclosure()).isPresent());
        }
        after.keep(THREE, List.of(TITLE));
        assertThat(open(run, new NioDisk(), Ledgers.NOON).registers().values(THREE)).hasSize(1);
      }
    }
  }

  /// One process that keeps two acts; those for which it was told that they are kept.
  private static List<String> live(Path dir, FaultyDisk disk) {
    var kept = new ArrayList<String>();
    try {
      Files.createDirectories(dir);
      var vault = open(dir, disk, Ledgers.NOON).registers();
      for (String act : List.of(ONE, TWO)) {
        try {
          vault.keep(act, List.of(TITLE, OWNER));
          kept.add(act);
        } catch (StoreException e) {
          assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
        }
      }
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept;
  }

  @Test
  void a_name_stands_in_no_file_of_the_vault_in_clear_and_nobody_else_may_read_them()
      throws IOException {
    var vault = open();
    var planted = new Value("person:planted-id", "name", "Wanda Planted");
    vault.keep(ONE, List.of(planted));

    assertThat(planted.toString()).doesNotContain("Wanda", "planted-id");
    try (var walk = Files.walk(dir.resolve("vault"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        var text = file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContainIgnoringCase("planted", "wanda");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void an_act_of_more_than_16_mib_is_refused_and_nothing_of_it_kept() {
    var vault = open();
    var large = new Value("record:risk-7", "title", "x".repeat(17 << 20));

    assertThatThrownBy(() -> vault.keep(ONE, List.of(large)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(vault.values(ONE)).isEmpty();
  }
}
