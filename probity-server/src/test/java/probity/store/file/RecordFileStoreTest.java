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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Gap;
import probity.console.aims.ErasableKeys.What;
import probity.console.aims.FileDigest;
import probity.console.aims.RegisterVault;
import probity.console.aims.RegisterVault.HeldFile;
import probity.exchange.Bytes;

class RecordFileStoreTest {
  private static final String RECORD = "record:evidence-7";
  private static final String OTHER = "record:evidence-8";
  private static final Bytes REPORT = Bytes.utf8("Planted Wanda wrote this report. ".repeat(100));
  private static final Bytes LATER = Bytes.utf8("another report");
  private static final FileDigest DIGEST = FileDigest.of(REPORT);
  private static final HeldFile WHOLE = new HeldFile.Kept(REPORT);
  private static final HeldFile MISSING = new HeldFile.Lacking(Gap.MISSING);
  private static final HeldFile ALTERED = new HeldFile.Lacking(Gap.ALTERED);

  @TempDir Path dir;

  private static FileVault open(Path dir, Disk disk) {
    return FileVault.open(
        dir,
        dir.resolve("keys/master"),
        VaultSettings.standard(),
        InstantSource.fixed(Ledgers.NOON),
        new SecureRandom(),
        Runnable::run,
        disk);
  }

  private RegisterVault open() {
    return open(dir, new NioDisk()).registers();
  }

  private List<Path> files() throws IOException {
    try (var walk = Files.walk(dir.resolve("vault/files"))) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void a_file_survives_a_restart_beside_the_one_that_came_later() {
    var vault = open();
    vault.keepFile(RECORD, DIGEST, REPORT);
    vault.keepFile(RECORD, FileDigest.of(LATER), LATER);

    var again = open();

    assertThat(again.file(RECORD, DIGEST)).isEqualTo(WHOLE);
    assertThat(again.file(RECORD, FileDigest.of(LATER))).isEqualTo(new HeldFile.Kept(LATER));
    assertThat(again.file(RECORD, FileDigest.of(Bytes.EMPTY))).isEqualTo(MISSING);
  }

  @Test
  void the_same_file_is_kept_once_for_a_record_and_under_another_name_for_another()
      throws IOException {
    var vault = open();
    vault.keepFile(RECORD, DIGEST, REPORT);
    vault.keepFile(RECORD, DIGEST, REPORT);
    assertThat(files()).hasSize(1);

    vault.keepFile(OTHER, DIGEST, REPORT);

    assertThat(files().stream().map(Path::getFileName).distinct()).hasSize(2);
  }

  @Test
  void nothing_of_a_file_stands_in_clear_and_nobody_else_may_read_it() throws IOException {
    open().keepFile(RECORD, DIGEST, REPORT);

    try (var walk = Files.walk(dir.resolve("vault"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        var text = file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("Planted", "Wanda", "evidence-7", DIGEST.sha256().hex());
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_file_that_was_changed_cut_or_exchanged_is_not_given_out() throws IOException {
    var vault = open();
    vault.keepFile(RECORD, DIGEST, REPORT);
    var file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);

    for (int at : new int[] {0, 12, whole.length / 2, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertThat(vault.file(RECORD, DIGEST)).as("byte %d", at).isEqualTo(ALTERED);
    }
    for (int size : new int[] {0, 11, whole.length - 1, whole.length + 1}) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertThat(vault.file(RECORD, DIGEST)).as("%d bytes", size).isEqualTo(ALTERED);
    }
    Files.delete(file);
    vault.keepFile(OTHER, DIGEST, REPORT);
    Files.copy(files().getFirst(), file);
    assertThat(vault.file(RECORD, DIGEST)).isEqualTo(ALTERED);
    Files.delete(file);
    assertThat(vault.file(RECORD, DIGEST)).isEqualTo(MISSING);
  }

  @Test
  void a_file_goes_with_the_key_of_its_record_and_leaves_those_of_others() throws IOException {
    var vault = open(dir, new NioDisk());
    vault.registers().keepFile(RECORD, DIGEST, REPORT);
    vault.registers().keepFile(OTHER, DIGEST, REPORT);

    vault.destroy(What.PERSONAL, RECORD, vault.id(What.PERSONAL, RECORD).orElseThrow());

    assertThat(vault.registers().file(RECORD, DIGEST)).isEqualTo(new HeldFile.Lacking(Gap.ERASED));
    assertThat(open().file(RECORD, DIGEST)).isEqualTo(new HeldFile.Lacking(Gap.ERASED));
    assertThat(open().file(OTHER, DIGEST)).isEqualTo(WHOLE);
    assertThat(files()).hasSize(1);
  }

  @Test
  void a_full_disk_keeps_nothing_of_a_file_and_takes_it_when_there_is_room() throws IOException {
    var disk = FaultyDisk.sound();
    var vault = open(dir, disk).registers();
    vault.keepFile(RECORD, DIGEST, REPORT);
    disk.othersFull = true;

    assertThatThrownBy(() -> vault.keepFile(RECORD, FileDigest.of(LATER), LATER))
        .isInstanceOf(StoreException.class)
        .hasMessage("the vault cannot be read or written: FileSystemException");

    assertThat(files()).hasSize(1);
    disk.othersFull = false;
    vault.keepFile(RECORD, FileDigest.of(LATER), LATER);
    assertThat(open().file(RECORD, DIGEST)).isEqualTo(WHOLE);
    assertThat(open().file(RECORD, FileDigest.of(LATER))).isEqualTo(new HeldFile.Kept(LATER));
  }

  @Test
  void a_fault_at_any_call_to_the_disk_leaves_a_file_whole_or_not_there() throws IOException {
    var sound = FaultyDisk.sound();
    live(Files.createDirectory(dir.resolve("sound")), sound);
    assertThat(sound.changes()).isGreaterThan(10);

    for (int call = 0; call < sound.changes(); call++) {
      for (var disk :
          List.of(
              FaultyDisk.dyingAt(call, false),
              FaultyDisk.dyingAt(call, true),
              FaultyDisk.failingOnceAt(call, false),
              FaultyDisk.failingOnceAt(call, true))) {
        Path run = Files.createTempDirectory(dir, "run");

        boolean kept = live(run, disk);

        var after = open(run, new NioDisk()).registers();
        after.key(RECORD);
        assertThat(after.file(RECORD, DIGEST))
            .as("call %d", call)
            .isIn(kept ? List.of(WHOLE) : List.of(WHOLE, MISSING));
        try (var left = Files.newDirectoryStream(run.resolve("vault/files"), "*.new")) {
          assertThat(left).as("call %d", call).isEmpty();
        }
        after.keepFile(RECORD, DIGEST, REPORT);
        assertThat(open(run, new NioDisk()).registers().file(RECORD, DIGEST)).isEqualTo(WHOLE);
      }
    }
  }

  /// One process that keeps a file; whether it was told that it is kept.
  private static boolean live(Path dir, Disk disk) {
    try {
      open(dir, disk).registers().keepFile(RECORD, DIGEST, REPORT);
      return true;
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
      return false;
    }
  }
}
