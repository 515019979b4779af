package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// `./probity` and the command line that it starts know the same commands.
class LauncherTest {
  @Test
  void every_command_can_be_started_and_stands_in_the_usage() throws IOException {
    String script = Files.readString(Path.of("../probity"));
    List<String> started =
        script
            .lines()
            .filter(line -> line.startsWith("  demo | serve |"))
            .flatMap(line -> Arrays.stream(line.replace(")", "").split("\\|", -1)))
            .map(String::strip)
            .filter(word -> !word.startsWith("-"))
            .toList();
    Set<String> known = Main.commandLine().getSubcommands().keySet();

    assertThat(started).containsExactlyInAnyOrderElementsOf(known);
    assertThat(known)
        .allSatisfy(command -> assertThat(script).containsPattern("(?m)^  " + command + "\\b"));
  }
}
