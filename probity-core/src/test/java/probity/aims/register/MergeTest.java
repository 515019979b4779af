package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final List<String> FIELDS = List.of("name", "cause", "owner", "review");

  @Test
  void what_only_one_of_two_changed_is_kept_of_both() {
    var merged =
        Merge.of(
            Map.of("name", "a", "cause", "b"),
            Map.of("name", "new name", "cause", "b"),
            Map.of("name", "a", "cause", "new cause", "owner", "person-2"));

    assertThat(merged)
        .isEqualTo(
            new Merge.Merged(
                Map.of("name", "new name", "cause", "new cause", "owner", "person-2"), true));
  }

  @Test
  void a_field_that_both_changed_is_shown_with_both_texts_and_the_rest_is_merged() {
    var merged =
        Merge.of(
            Map.of("name", "a", "cause", "b"),
            Map.of("name", "theirs", "cause", "their cause"),
            Map.of("name", "mine", "cause", "b"));

    assertThat(merged)
        .isEqualTo(
            new Merge.Clashing(
                List.of(new Merge.Clash("name", "a", "theirs", "mine")),
                Map.of("cause", "their cause")));
  }

  @Test
  void no_word_that_somebody_wrote_is_lost_whoever_was_first() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var base = any(random);
      var theirs = changed(base, random);
      var mine = changed(base, random);

      var merge = Merge.of(base, theirs, mine);

      for (String field : FIELDS) {
        String before = base.getOrDefault(field, "");
        String their = theirs.getOrDefault(field, "");
        String own = mine.getOrDefault(field, "");
        switch (merge) {
          case Merge.Merged(var values, var _) -> {
            String kept = values.getOrDefault(field, "");
            if (!own.equals(before)) assertThat(kept).as("seed " + seed).isEqualTo(own);
            if (!their.equals(before)) assertThat(kept).as("seed " + seed).isEqualTo(their);
          }
          case Merge.Clashing(var clashes, var rest) -> {
            boolean clash = clashes.stream().anyMatch(one -> one.field().equals(field));
            boolean both = !own.equals(before) && !their.equals(before) && !own.equals(their);
            assertThat(clash).as("seed " + seed).isEqualTo(both);
            if (!clash) {
              assertThat(rest.getOrDefault(field, ""))
                  .as("seed " + seed)
                  .isEqualTo(own.equals(before) ? their : own);
            }
          }
        }
      }
    }
  }

  private static Map<String, String> any(Random random) {
    var values = new HashMap<String, String>();
    for (String field : FIELDS)
      if (random.nextBoolean()) values.put(field, "v" + random.nextInt(3));
    return values;
  }

  private static Map<String, String> changed(Map<String, String> from, Random random) {
    var values = new HashMap<>(from);
    for (String field : FIELDS) {
      switch (random.nextInt(5)) {
        case 0 -> values.remove(field);
        case 1 -> values.put(field, "w" + random.nextInt(3));
        default -> {}
      }
    }
    return values;
  }
}
