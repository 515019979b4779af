package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.SubjectKey;
import probity.evidence.Subjects.Found;

class FileVaultTest {
  private static final String EXCHANGE = "01KAXY4M9R0000000000000000";

  @TempDir Path dir;

  @Test
  void a_subject_has_one_key_for_ever() {
    byte[] first;
    try (var vault = open()) {
      first = key(vault, "person:Jane Doe").bytes();
    }

    try (var vault = open()) {
      assertThat(key(vault, "person:Jane Doe").bytes()).isEqualTo(first);
      assertThat(key(vault, "person:John Doe").bytes()).isNotEqualTo(first);
    }
  }

  @Test
  void a_withheld_text_comes_back_with_its_subject_exchange_and_field() {
    try (var vault = open()) {
      vault.keep("caller:bot", EXCHANGE, "model", "secret-model");
    }

    try (var vault = open()) {
      assertThat(vault.kept("caller:bot", EXCHANGE, "model")).hasValue("secret-model");
      assertThat(vault.kept("caller:bot", EXCHANGE, "tools")).isEmpty();
      assertThat(vault.kept("caller:other", EXCHANGE, "model")).isEmpty();
    }
  }

  @Test
  void deleting_a_subjects_file_erases_its_texts() throws IOException {
    try (var vault = open()) {
      vault.keep("person:Jane Doe", EXCHANGE, "person", "Jane Doe");
    }

    for (Path file : files()) {
      if (file.startsWith(dir.resolve("vault/subjects"))) Files.delete(file);
    }

    try (var vault = open()) {
      key(vault, "person:Jane Doe");
      assertThat(vault.kept("person:Jane Doe", EXCHANGE, "person")).isEmpty();
    }
  }

  @Test
  void no_name_and_no_text_stands_in_any_file_or_its_name() throws IOException {
    try (var vault = open()) {
      vault.keep("person:Jane Doe", EXCHANGE, "model", "secret-model");
    }

    for (Path file : files()) {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(file.toString() + content).doesNotContain("Jane", "secret-model");
    }
  }

  @Test
  void another_master_key_opens_nothing_and_makes_nothing_up() throws IOException {
    try (var vault = open()) {
      key(vault, "caller:bot");
    }
    Files.write(dir.resolve("keys/master"), new byte[32]);

    try (var vault = open()) {
      // Names are HMACs under the master key, so the subject's file is not even found.
      assertThat(vault.kept("caller:bot", EXCHANGE, "model")).isEmpty();
    }
  }

  @Test
  void a_file_that_was_changed_makes_the_subject_unavailable() throws IOException {
    try (var vault = open()) {
      key(vault, "caller:bot");
    }
    for (Path file : files()) {
      if (!file.startsWith(dir.resolve("vault/subjects"))) continue;
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
    }

    try (var vault = open()) {
      assertThat(find(vault, "caller:bot")).isInstanceOf(Found.Unavailable.class);
    }
  }

  @Test
  void a_master_key_of_another_length_is_refused() throws IOException {
    Files.createDirectories(dir.resolve("keys"));
    Files.write(dir.resolve("keys/master"), new byte[16]);

    assertThatThrownBy(this::open).hasMessageContaining("16 bytes, 32 were expected");
  }

  @Test
  void keys_are_for_their_owner_alone() throws IOException {
    try (var vault = open()) {
      key(vault, "caller:bot");
    }

    for (Path file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  private FileVault open() {
    return FileVault.open(dir, dir.resolve("keys/master"), Clock.systemUTC(), new SecureRandom());
  }

  private Iterable<Path> files() throws IOException {
    try (var walk = Files.walk(dir)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static SubjectKey key(FileVault vault, String subject) {
    if (find(vault, subject) instanceof Found.Key(var key)) return key;
    throw new AssertionError("no key");
  }

  private static Found find(FileVault vault, String subject) {
    var found = new CompletableFuture<Found>();
    vault.find(subject, Runnable::run, found::complete);
    return found.join();
  }
}
