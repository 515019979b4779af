package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/policy.md shows what the commands print.
class PolicyDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```\n\\$ \\./probity ([^\n]+)\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void each_output_on_the_page_is_what_the_command_prints() throws IOException {
    wider();
    var page = EXAMPLE.matcher(Files.readString(ROOT.resolve("docs/policy.md")));
    int shown = 0;
    while (page.find()) {
      var words = Arrays.stream(page.group(1).split(" ")).map(this::place).toArray(String[]::new);

      var run = Commands.run(words);

      assertThat(run.err()).isEmpty();
      String printed =
          run.out()
              .replaceAll("(?m)^(from .*digest )[0-9a-f]{64}$", "$1OLD")
              .replaceAll("(?m)^(to .*digest )[0-9a-f]{64}$", "$1NEW");
      assertThat(printed).as(page.group(1)).isEqualTo(page.group(2));
      shown++;
    }
    assertThat(shown).isEqualTo(3);
  }

  private String place(String word) {
    if (word.startsWith("examples/")) return ROOT.resolve(word).toString();
    return word.equals("wider") ? folder.toString() : word;
  }

  /// The demo's bundle without one part of one condition, and with tests that fit.
  private void wider() throws IOException {
    Path demo = ROOT.resolve("examples/demo-bundle");
    try (var paths = Files.walk(demo)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        Path to = folder.resolve(demo.relativize(path).toString());
        Files.createDirectories(to.getParent());
        Files.writeString(
            to,
            Files.readString(path)
                .replace("'support' in roles && model == 'demo-small'", "'support' in roles")
                .replace(
                    "model: demo-large}\n      expect: none",
                    "model: demo-large}\n      expect: permit"));
      }
    }
  }

  @Test
  void a_suspicious_bundle_fails_the_check_and_machines_can_read_why() {
    Path bundle = ROOT.resolve("probity-core/src/test/resources/check/every-finding");

    var run = Commands.run("policy", "check", bundle.toString(), "--json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("\"passed\":false")
        .contains("\"kind\":\"shadowed\"")
        .contains("\"file\":\"rules/all.yaml\"");
  }

  @Test
  void a_failing_test_shows_its_facts_and_goes_into_the_report_for_build_servers()
      throws IOException {
    Path bundle = ROOT.resolve("probity-core/src/test/resources/check/every-finding");
    Path report = folder.resolve("report.xml");

    var run = Commands.run("policy", "test", bundle.toString(), "--junit", report.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("rule `two-routes-at-once`, test `yes`: expected `refuse`, got `none`")
        .contains("  given route = \"chat\"\n")
        .contains("  the bundle as a whole refuses, by `not-too-short`\n");
    assertThat(Files.readString(report))
        .contains("<testcase classname=\"two-routes-at-once\" name=\"yes\" file=\"rules/all.yaml\"")
        .contains("<failure message=\"rules/all.yaml:");
  }

  @Test
  void each_environment_is_checked_and_an_unknown_one_is_refused() {
    Path bundle = ROOT.resolve("examples/customer-support");
    var words = new ArrayList<>(List.of("policy", "check", bundle.toString()));

    assertThat(Commands.run(words.toArray(String[]::new)).out()).contains("  in:  staging\n");
    words.addAll(List.of("--environment", "moon"));
    assertThat(Commands.run(words.toArray(String[]::new)).err())
        .contains("the bundle has no overlay for environment `moon`; there are ");
  }
}
