package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.console.aims.ErasableKeys;
import probity.console.aims.ErasableKeys.What;
import probity.console.aims.Erasure;
import probity.console.aims.RegisterVault;
import probity.console.aims.RegisterVault.Held;
import probity.console.aims.RegisterVault.Value;
import probity.ledger.Entry;
import probity.store.file.FileLedger;
import probity.store.file.FileVault;
import probity.store.file.VaultSettings;

/// Erasing with the real ledger and the real vault, and what the gateway's next start makes of it.
class ErasureTest {
  private static final String ACT = "01k0000000000000000000000a";
  private static final String WANDA = "person:people-3";
  private static final String ANNA = "a".repeat(32);
  private static final String BEN = "b".repeat(32);

  @TempDir Path data;
  private FakeProvider provider;
  private Config config;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    config =
        Running.config(
            data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
    Running.start(config).stop();
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private FileVault vault() {
    return FileVault.open(
        data, VaultSettings.standard(), Running.CLOCK, new SecureRandom(), Runnable::run);
  }

  private interface Work {
    void with(Erasure erasure, Records records);
  }

  /// Between two runs of the gateway.
  private void erasing(FileVault vault, ErasableKeys keys, Work work) {
    var random = new SecureRandom();
    try (var ledger =
        FileLedger.open(data, SealerCommand.settings(config), Running.CLOCK, random)) {
      var records = new Records(ledger);
      work.with(new Erasure(records, vault.registers(), keys, Running.CLOCK, random), records);
    }
  }

  private static Erasure.Request request(String requested, String reason) {
    return new Erasure.Request(What.PERSON, WANDA, reason, requested, "2026-11-25T08:00:00.000Z");
  }

  private static List<Entry> erasures(Records records) {
    return records.entries().stream().filter(entry -> entry.kind().equals("erasure")).toList();
  }

  @Test
  void two_people_destroy_a_key_and_the_entry_says_who_and_withholds_why() {
    var vault = vault();
    vault.registers().keep(ACT, List.of(new Value(WANDA, "name", "Wanda")));
    String key = vault.id(What.PERSON, WANDA).orElseThrow();

    erasing(
        vault,
        vault,
        (erasure, records) -> {
          var done =
              (Erasure.Result.Done) erasure.approve(request(ANNA, "Wanda asked for it"), BEN);

          var entry = erasures(records).getFirst();
          assertThat(done.entry()).isEqualTo(entry.leaf());
          assertThat(done.key()).isEqualTo(key);
          assertThat(entry.body().text("key")).contains(key);
          assertThat(entry.body().text("requested")).contains(ANNA);
          assertThat(entry.body().text("approved")).contains(BEN);
          var reason = vault.registers().values(done.act()).getFirst().disclosure().orElseThrow();
          assertThat(entry.body().canonical())
              .contains(reason.digest())
              .doesNotContain("asked for it");
        });

    assertThat(vault.registers().values(ACT)).containsExactly(new Held("name", Optional.empty()));
    Running.start(config).close();
  }

  @Test
  void one_person_alone_no_reason_and_no_key_are_refused_and_leave_no_entry() {
    var vault = vault();
    RegisterVault registers = vault.registers();
    registers.keep(ACT, List.of(new Value(WANDA, "name", "Wanda")));

    erasing(
        vault,
        vault,
        (erasure, records) -> {
          var nobody =
              new Erasure.Request(
                  What.PERSON, "person:people-9", "x", ANNA, "2026-11-25T08:00:00.000Z");
          assertThat(
                  List.of(
                      erasure.approve(request(ANNA, "a reason"), ANNA),
                      erasure.approve(request(ANNA, "a reason"), ""),
                      erasure.approve(request(ANNA, "  "), BEN),
                      erasure.approve(request(ANNA, "x".repeat(4001)), BEN)))
              .hasOnlyElementsOfType(Erasure.Result.Refused.class);
          assertThat(erasure.approve(nobody, BEN)).isEqualTo(new Erasure.Result.Gone());
          assertThat(erasures(records)).isEmpty();
        });

    assertThat(registers.values(ACT).getFirst().disclosure()).isPresent();
  }

  @Test
  void a_start_destroys_what_a_crash_after_the_entry_left_and_no_name_is_anywhere()
      throws IOException {
    var vault = vault();
    vault.registers().keep(ACT, List.of(new Value(WANDA, "name", "Wanda Planted")));
    var crashing = new Crashing(vault);

    erasing(
        vault,
        crashing,
        (erasure, records) -> {
          assertThatThrownBy(() -> erasure.approve(request(ANNA, "Wanda Planted asked"), BEN))
              .hasMessage("the process ends here");
          assertThat(erasures(records)).hasSize(1);
        });
    assertThat(vault().registers().find(WANDA)).isPresent();
    Running.start(config).close();

    assertThat(vault().registers().find(WANDA)).isEmpty();
    assertThat(vault().registers().values(ACT).getFirst().disclosure()).isEmpty();
    try (var walk = Files.walk(data)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        assertThat(file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("Planted", "people-3");
      }
    }
  }

  @Test
  void a_start_with_a_vault_from_before_an_erasure_destroys_the_key_again() throws IOException {
    var vault = vault();
    vault.registers().keep(ACT, List.of(new Value(WANDA, "name", "Wanda")));
    vault.find("support-bot", Runnable::run, _ -> {});
    Path copy = data.resolveSibling(data.getFileName() + "-copy");
    copy(data.resolve("vault"), copy);
    erasing(
        vault, vault, (erasure, _) -> erasure.approve(request(ANNA, "Wanda asked for it"), BEN));
    Files.move(data.resolve("vault"), data.resolveSibling(data.getFileName() + "-newer"));
    copy(copy, data.resolve("vault"));
    assertThat(vault().registers().find(WANDA)).isPresent();

    Running.start(config).close();

    assertThat(vault().registers().find(WANDA)).isEmpty();
    assertThat(vault().id(What.SUBJECT, "support-bot")).isPresent();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (Path path : walk.toList())
        Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  /// A vault whose process ends before a key is destroyed.
  private record Crashing(ErasableKeys keys) implements ErasableKeys {
    @Override
    public Optional<String> id(What what, String subject) {
      return keys.id(what, subject);
    }

    @Override
    public void destroy(What what, String subject, String id) {
      throw new IllegalStateException("the process ends here");
    }
  }
}
