package probity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import probity.exchange.Coverage;
import probity.ledger.Hash;
import probity.ledger.Json;

/// An exchange whose outcome no entry has room for still ends on record.
class TooLargeOutcomeTest {
  private static final int ROOM = 4_000;

  @Test
  void its_end_is_recorded_without_what_was_found() {
    var journal = new SmallJournal();
    var evidence = new Evidence(journal, GoldenEntriesTest.oneSubject());
    var told = new ArrayList<Appended>();

    evidence.close(GoldenEntriesTest.opened(), large(), Runnable::run, told::add);

    assertThat(told).singleElement().isInstanceOf(Appended.Durable.class);
    assertThat(journal.taken).hasSize(1);
    var body = journal.taken.getFirst().body();
    assertThat(body.text("ending")).hasValue("delivered");
    assertThat(body.text("detail")).hasValue("entry-too-large");
    assertThat(body.items("findings")).isEmpty();
    assertThat(body.number("findings_omitted")).hasValue(64L);
  }

  @Test
  void an_end_that_cannot_be_written_at_all_is_told_once() {
    var evidence =
        new Evidence(
            (_, _, done) -> done.accept(new Appended.Unwritable(Appended.TOO_LARGE, "")),
            GoldenEntriesTest.oneSubject());
    var told = new ArrayList<Appended>();

    evidence.close(GoldenEntriesTest.opened(), large(), Runnable::run, told::add);

    assertThat(told).singleElement().isInstanceOf(Appended.Unwritable.class);
  }

  private static Outcome large() {
    var items = new ArrayList<Json>();
    for (int i = 0; i < 64; i++) items.add(Json.of("x".repeat(200)));
    return new Outcome(
        Ending.DELIVERED,
        "",
        200,
        200,
        1,
        1,
        2,
        new Outcome.Usage(0, 0, 0),
        new Seen(items, 0),
        Coverage.NONE,
        new Outcome.ToolCounts(0, 0, 0),
        new TreeMap<>(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /// Takes what is small enough.
  private static final class SmallJournal implements Journal {
    private final List<Draft> taken = new ArrayList<>();

    @Override
    public void append(Draft draft, Executor home, Consumer<Appended> done) {
      if (draft.body().canonicalBytes().length > ROOM) {
        done.accept(new Appended.Unwritable(Appended.TOO_LARGE, "over the bound"));
        return;
      }
      taken.add(draft);
      done.accept(new Appended.Durable(Hash.of(new byte[0]), "s", 0, "2025-11-25T09:00:00.130Z"));
    }
  }
}
