package probity.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.Ulid;
import probity.store.file.FileVault;
import probity.store.file.VaultSettings;

/// Content in the vault: bound to what it is of, and gone when its time is over.
class ContentTest {
  private static final String LOG = "traffic-short-2026h2";
  private static final long NOVEMBER_25 = 1_795_597_200_000L; // 2026-11-25T09:00:00Z

  @TempDir private Path data;
  private final SecureRandom random = new SecureRandom();
  private final SubjectKey key = new SubjectKey(new byte[SubjectKey.BYTES]);
  private ReviewVault vault;

  @BeforeEach
  void open() {
    vault =
        FileVault.open(
                data, VaultSettings.standard(), InstantSource.system(), random, Runnable::run)
            .reviews();
  }

  private static ReviewVault.Place place(String log, long day) {
    String exchange = Ulid.of(NOVEMBER_25 + day * 86_400_000, 1, 2).text();
    return new ReviewVault.Place(log, exchange, "request");
  }

  @Test
  void content_ends_with_its_retention_class_or_before() {
    for (long day = 0; day < 4; day++) {
      vault.keep(key, place(LOG, day), Bytes.utf8("short"));
      vault.keep(key, place("traffic-long-2026h2", day), Bytes.utf8("long"));
    }
    var contents = new ContentKeeper(vault, 100, 100, Runnable::run);
    var day4 = LocalDate.parse("2026-11-29");

    contents.sweep(Map.of("short", 2, "long", 400), Integer.MAX_VALUE, day4);
    assertThat(vault.read(key, place(LOG, 1))).isEmpty();
    assertThat(vault.read(key, place(LOG, 2))).isPresent();
    assertThat(vault.read(key, place("traffic-long-2026h2", 0))).isPresent();

    // A class that no bundle has any more ends by the configuration alone.
    contents.sweep(Map.of(), Integer.MAX_VALUE, day4);
    assertThat(vault.read(key, place(LOG, 3))).isPresent();
    contents.sweep(Map.of(), 1, day4);
    assertThat(vault.read(key, place(LOG, 2))).isEmpty();
    assertThat(vault.read(key, place("traffic-long-2026h2", 2))).isEmpty();
    assertThat(vault.read(key, place("traffic-long-2026h2", 3))).isPresent();
  }

  @Test
  void content_opens_under_its_own_key_and_as_its_own_part_alone() throws Exception {
    var place = place(LOG, 0);
    vault.keep(key, place, Bytes.utf8("mine"));
    byte[] other = new byte[SubjectKey.BYTES];
    random.nextBytes(other);

    assertThat(vault.read(key, place)).contains(Bytes.utf8("mine"));
    assertThat(vault.read(new SubjectKey(other), place)).isEmpty();
    Path file = data.resolve("vault/content/" + LOG + "/2026-11-25/" + place.exchange());
    java.nio.file.Files.copy(Path.of(file + ".request"), Path.of(file + ".answer"));
    assertThat(vault.read(key, new ReviewVault.Place(LOG, place.exchange(), "answer"))).isEmpty();
  }
}
