package probity.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static List<String> notes(Small small) {
    var bundle = small.bundle();
    var prover = new Prover(bundle, new CelSolver(), System::nanoTime);
    return new Notes(bundle, prover, System::nanoTime)
        .note(Small.BOUND).notes().stream()
            .map(note -> note.rule().id() + ": " + note.says())
            .toList();
  }

  @Test
  void a_permission_under_refusals_that_cover_it_never_decides() {
    var small =
        new Small()
            .rule("dba-only", "tool", "refuse", "tool.startsWith('db.') && !('dba' in roles)")
            .rule("intern-query", "tool", "permit", "tool == 'db.query' && roles == ['intern']")
            .rule("mail", "tool", "permit", "tool == 'mail'");

    assertThat(notes(small))
        .containsExactly(
            "intern-query: it never decides: whatever it would permit, another rule refuses");
  }

  @Test
  void conditions_that_are_never_true_or_never_false_are_named() {
    var small =
        new Small()
            .rule("both", "request", "refuse", "model == '' && model == 'small'")
            .rule("draw", "request", "permit", "draw >= 0")
            .rule("some", "request", "permit", "'dba' in roles")
            .rule("always", "response", "tag", "status == 0 || status > 0", "tags: [seen]");

    assertThat(notes(small))
        .containsExactly(
            "both: its condition is never true",
            "draw: its condition is never false",
            "always: its condition is never false");
  }
}
