package probity.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final Path DEMO = Path.of("../examples/demo-bundle");

  @TempDir Path folder;

  private record Run(int exit, String out, String err) {}

  private static Run prove(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  private Path demo() throws IOException {
    try (var paths = Files.walk(DEMO)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = folder.resolve(DEMO.relativize(path).toString());
        if (Files.isDirectory(path)) Files.createDirectories(copy);
        else Files.copy(path, copy);
      }
    }
    return folder;
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void the_bundle_of_the_demo_keeps_its_invariants() {
    var run = prove(DEMO.toString());

    assertThat(run.out())
        .isEqualTo(
            """
            kept       `support-staff-alone`: Nobody but support staff reaches a model.
            kept       `no-refund-by-the-model`: The model never issues a refund, whoever asks.
            kept       `no-keys-to-the-provider`: No API key and no private key goes to the provider.
            3 invariants: 3 kept, 0 broken, 0 not shown
            """);
    assertThat(run.exit()).isZero();
  }

  @Test
  void a_counter_example_is_a_test_that_fails_beside_the_rule_until_it_is_mended()
      throws IOException {
    demo();
    change(
        "rules/access.yaml",
        "when: route == 'models' && 'support' in roles",
        "when: route == 'models'");

    var run = prove(folder.toString(), "--note-seconds", "0");

    assertThat(run.out())
        .contains(
            """
            broken     `support-staff-alone`: Nobody but support staff reaches a model.
              permitted by `support-may-list-models` (rules/access.yaml:20); a test that fails beside it:
                - name: counter-example to `support-staff-alone`
                  given: {route: models}
                  expect: none
            kept       `no-refund-by-the-model`
            """
                .stripTrailing())
        .endsWith("3 invariants: 2 kept, 1 broken, 0 not shown\n");
    assertThat(run.exit()).isOne();
  }

  @Test
  void an_overlay_can_break_what_the_bundle_itself_keeps() throws IOException {
    demo();
    Files.createDirectories(folder.resolve("overlays"));
    Files.writeString(
        folder.resolve("overlays/staging.yaml"),
        """
        rules:
          - id: refunds-need-a-person
            when: tool == 'issue_refund' && !('support' in roles)
          - id: orders-may-be-looked-up
            when: route == 'chat' && 'support' in roles
        """);

    assertThat(prove(folder.toString(), "--note-seconds", "0").exit()).isZero();
    var run = prove(folder.toString(), "--note-seconds", "0", "--environment", "staging");
    assertThat(run.out()).contains("given: {roles: [support], route: chat, tool: issue_refund}");
    assertThat(run.exit()).isOne();
  }

  @Test
  void rules_that_can_never_do_anything_are_noted() throws IOException {
    demo();
    change(
        "rules/tools.yaml",
        "'support' in roles && tool == 'lookup_order'",
        "'support' in roles && tool == 'issue_refund'");

    assertThat(prove(folder.toString()).out())
        .contains(
            "note: rule `orders-may-be-looked-up` (rules/tools.yaml:1): it never decides: whatever"
                + " it would permit, another rule refuses");
  }

  @Test
  void what_cannot_be_proved_is_told_in_a_sentence() throws IOException {
    demo();
    change("invariants.yaml", "'support' in roles", "'suport' in roles");

    assertThat(prove(folder.toString()).err())
        .contains("has 1 mistake\n", "`roles` never holds `suport`, did you mean `support`?");
    assertThat(prove(folder.toString()).exit()).isOne();
    assertThat(prove("nowhere").err()).contains("bundle folder `nowhere` is not there");
    assertThat(prove(folder.toString(), "--environment", "moon").err())
        .contains("has no file `overlays/moon.yaml`");
    assertThat(prove(folder.toString(), "--seconds", "0").exit()).isEqualTo(2);
  }
}
