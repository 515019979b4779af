package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The product without `probity-detect`, which somebody may want to be without.
class WithoutModelsTest {
  @Test
  void patterns_are_found_as_ever() throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(each -> !each.contains("probity-detect"))
            .collect(Collectors.joining(File.pathSeparator));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "probity.server.Main",
                "classify",
                "--jsonl")
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write("{\"text\":\"Anna Schmidt, a@example.com\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said)
        .contains("there are no models: `probity-detect` is not installed")
        .contains("{\"findings\":[{\"confidence\":95,\"end\":27,\"label\":\"personal.email\"")
        .doesNotContain("personal.person");
    assertThat(process.exitValue()).isZero();
  }
}
