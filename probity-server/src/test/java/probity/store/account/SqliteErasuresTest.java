package probity.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.console.aims.ErasureRequests;
import probity.console.aims.ErasureRequests.Asked;

class SqliteErasuresTest {
  @TempDir Path data;

  private static Asked asked(int number) {
    return new Asked(
        "01kb0000000000000000000%03d".formatted(number),
        "person-3",
        "",
        "Leo Leaver left",
        "person-1",
        "2026-11-27T09:00:00.000Z");
  }

  @Test
  void what_waits_is_there_after_a_restart_and_its_reason_lies_nowhere_in_the_clear()
      throws IOException {
    try (var database = Database.open(data)) {
      assertThat(requests(database).add(asked(1))).isTrue();
    }

    try (var database = Database.open(data)) {
      assertThat(requests(database).waiting()).containsExactly(asked(1));
      assertThat(requests(database).find(asked(1).id())).contains(asked(1));
    }
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("Leaver");
      }
    }
  }

  @Test
  void what_was_decided_is_gone_and_no_more_wait_than_there_is_room_for() {
    try (var database = Database.open(data)) {
      var requests = requests(database);
      for (int i = 0; i < ErasureRequests.WAITING_MAX; i++) {
        assertThat(requests.add(asked(i))).isTrue();
      }
      assertThat(requests.add(asked(999))).isFalse();

      assertThat(requests.drop(asked(7).id())).isTrue();
      assertThat(requests.drop(asked(7).id())).isFalse();
      assertThat(requests.add(asked(999))).isTrue();
    }
  }

  private static ErasureRequests requests(Database database) {
    return new SqliteErasures(database, new byte[32], new SecureRandom());
  }
}
