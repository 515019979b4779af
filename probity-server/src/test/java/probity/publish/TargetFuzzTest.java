package probity.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import probity.fuzz.Fuzz;

class TargetFuzzTest {
  /// What names a tile has one spelling, and stays below the log's folder.
  @Test
  void a_target_names_one_thing_or_nothing() {
    Fuzz.check(
        20_000,
        Fuzz.texts(
            "/records/checkpoint",
            "/traffic-2026-a/tile/entries/x001/000.p/3",
            "/records/tile/0/x001/x234/067",
            "/records/blob/" + "ab".repeat(32)),
        (input, _) -> {
          String text = new String(input, StandardCharsets.ISO_8859_1);
          Target.parse(text)
              .ifPresent(target -> {
                assertThat(text).doesNotContain("..", "//", "%", "\\");
                if (target instanceof Target.Tile(var log, var path)) {
                  assertThat(text).isEqualTo("/" + log + "/" + path.path());
                }
              });
        });
  }
}
