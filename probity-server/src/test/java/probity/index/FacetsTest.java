package probity.index;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.index.Recorded.Exchange.PLAIN;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.index.Counts.Facet;
import probity.index.Query.Field;
import probity.index.Query.Term;

/// Records are counted by what they have, and listed page by page.
class FacetsTest {
  private static final Index.Progress QUIET = (_, _, _) -> {};
  private static final Recorded.Exchange REFUSED =
      new Recorded.Exchange("intern", "other", "openai.chat", "refuse", "no-email");

  @TempDir private Path dir;

  @Test
  void each_word_is_counted_once_a_record_and_a_chosen_field_keeps_its_alternatives() {
    try (var ledger = Recorded.open(dir)) {
      for (int i = 0; i < 3; i++) ledger.delivered(PLAIN, 1, 1);
      ledger.outcome(ledger.intent(REFUSED), "refused", 0, 0, 0);
      ledger.intent(PLAIN);
    }
    try (var index = followed()) {
      var fields = EnumSet.of(Field.VERDICT, Field.LABEL, Field.ENDING, Field.RULE);

      var all = index.search().counts(new Query(List.of(), 1), fields, 9);
      var permitted =
          index
              .search()
              .counts(new Query(List.of(new Term(Field.VERDICT, "permit")), 1), fields, 9);

      assertThat(all.total()).isEqualTo(5);
      assertThat(all.exact()).isTrue();
      assertThat(all.facets())
          .containsEntry(Field.VERDICT, List.of(new Facet("permit", 4), new Facet("refuse", 1)))
          .containsEntry(Field.LABEL, List.of(new Facet("personal.email", 1)))
          .containsEntry(Field.RULE, List.of(new Facet("may-chat", 4), new Facet("no-email", 1)))
          .containsEntry(
              Field.ENDING,
              List.of(new Facet("delivered", 3), new Facet("open", 1), new Facet("refused", 1)));
      assertThat(permitted.total()).isEqualTo(4);
      assertThat(permitted.facets())
          .containsEntry(Field.VERDICT, List.of(new Facet("permit", 4), new Facet("refuse", 1)))
          .containsEntry(Field.LABEL, List.of());
    }
  }

  @Test
  void a_record_that_ends_leaves_the_count_of_those_that_are_open() {
    try (var index = followedLater();
        var ledger = Recorded.open(dir)) {
      var intent = ledger.intent(PLAIN);
      await(index, "open");
      ledger.outcome(intent, "cut", 200, 0, 0);
      await(index, "cut");

      var endings = index.search().words(Field.ENDING);

      assertThat(endings).containsExactly("cut");
      assertThat(index.search().count(ending("open"))).isZero();
    }
  }

  @Test
  void of_many_records_with_a_tool_none_is_left_out_of_a_list_and_a_count_says_when_it_is_short() {
    var with = new ArrayList<String>();
    try (var ledger = Recorded.open(dir)) {
      for (int i = 0; i < 60; i++) {
        ledger.at("2026-11-%02dT10:00:00Z".formatted(1 + i / 3));
        var intent = ledger.intent(PLAIN);
        if (i % 2 == 0) {
          ledger.step(intent, "lookup", "allow");
          with.add(intent.exchange());
        }
        ledger.outcome(intent, "delivered", 200, 1, 1);
      }
    }
    try (var index = followed()) {
      var tool = new Term(Field.TOOL, "lookup");
      var late = new Term(Field.FROM, "2026-11-01");
      var early = new Term(Field.UNTIL, "2026-11-04");
      for (int max : List.of(5, 1_000)) {
        var search = index.search(max);
        assertThat(search.find(new Query(List.of(tool), 100)).stream().map(Found::exchange))
            .as("those that were written first too, of at most %d", max)
            .containsExactlyInAnyOrderElementsOf(with);
        assertThat(search.find(new Query(List.of(tool, late, early), 100))).hasSize(5);
        assertThat(search.count(new Query(List.of(tool), 1))).isEqualTo(30);
        assertThat(search.count(new Query(List.of(tool, late, early), 1))).isEqualTo(5);
      }
      var few = Set.of(Field.ENDING);
      var cut = index.search(5).counts(new Query(List.of(tool), 1), few, 9);
      assertThat(cut.exact()).isFalse();
      assertThat(cut.total()).isEqualTo(5);
      assertThat(index.search(4).counts(new Query(List.of(tool, late, early), 1), few, 9).exact())
          .isFalse();
      assertThat(index.search(5).counts(new Query(List.of(tool, late, early), 1), few, 9))
          .isEqualTo(new Counts(5, true, Map.of(Field.ENDING, List.of(new Facet("delivered", 5)))));
    }
  }

  @Test
  void pages_follow_each_other_without_a_gap_or_a_record_twice() {
    var written = new ArrayList<String>();
    try (var ledger = Recorded.open(dir)) {
      for (int i = 0; i < 40; i++) {
        // Several have the same time.
        if (i % 5 == 0) ledger.at("2026-11-25T10:00:%02dZ".formatted(i));
        written.add(ledger.delivered(i % 2 == 0 ? PLAIN : REFUSED, 1, 1));
      }
    }
    try (var index = followed()) {
      for (var terms : List.of(List.<Term>of(), List.of(new Term(Field.CALLER, "intern")))) {
        var seen = new ArrayList<String>();
        Optional<Query.Place> before = Optional.empty();
        while (true) {
          var page = index.search().page(new Query(terms, before, 7));
          page.forEach(placed -> seen.add(placed.record().exchange()));
          if (page.size() < 7) break;
          before = Optional.of(page.getLast().place());
        }

        assertThat(seen).hasSize(terms.isEmpty() ? 40 : 20).doesNotHaveDuplicates();
        assertThat(written).containsAll(seen);
        assertThat(seen).isSortedAccordingTo(java.util.Comparator.reverseOrder());
      }
    }
  }

  @Test
  void times_tools_and_words_narrow_together() {
    try (var ledger = Recorded.open(dir)) {
      var early = ledger.intent(PLAIN);
      ledger.step(early, "lookup_order", "permit");
      ledger.outcome(early, "delivered", 200, 1, 1);
      var late = ledger.at("2026-11-25T12:00:00Z").intent(PLAIN);
      ledger.step(late, "lookup_order", "permit");
      ledger.outcome(late, "delivered", 200, 1, 1);
      ledger.delivered(PLAIN, 1, 1);
    }
    try (var index = followed()) {
      var query =
          new Query(
              List.of(
                  new Term(Field.TOOL, "lookup_order"),
                  new Term(Field.FROM, "2026-11-25T11:00:00.000Z"),
                  new Term(Field.ENDING, "delivered")),
              9);

      assertThat(index.search().page(query)).hasSize(1);
      assertThat(index.search().counts(query, Set.of(Field.RULE), 9).facets())
          .containsEntry(Field.RULE, List.of(new Facet("may-chat", 1), new Facet("tools", 1)));
    }
  }

  private static Query ending(String word) {
    return new Query(List.of(new Term(Field.ENDING, word)), 1);
  }

  private static void await(Index index, String ending) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (index.search().count(ending(ending)) == 0) {
      if (System.nanoTime() > deadline) throw new AssertionError("nothing ended as " + ending);
      index.catchUp(QUIET);
    }
  }

  private Index followedLater() {
    try {
      java.nio.file.Files.createDirectories(dir.resolve("ledger"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Index.open(dir);
  }

  private Index followed() {
    var index = Index.open(dir);
    index.catchUp(QUIET);
    return index;
  }
}
