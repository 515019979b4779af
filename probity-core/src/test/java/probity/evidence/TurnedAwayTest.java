package probity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import probity.ledger.Json;

class TurnedAwayTest {
  private static final long NOON = 1_764_072_000_000L;

  @Test
  void the_first_twenty_of_a_minute_get_an_entry_each() {
    var turnedAway = new TurnedAway();

    for (int i = 0; i < 20; i++) {
      var due = turnedAway.add("no-key", NOON + i, "traffic-standard-2025h2");

      assertThat(due).singleElement().extracting(Draft::kind).isEqualTo("turned-away");
    }
    assertThat(turnedAway.add("no-key", NOON + 20, "traffic-standard-2025h2")).isEmpty();
  }

  @Test
  void the_others_are_counted_by_reason_in_one_entry_when_the_minute_is_over() {
    var turnedAway = new TurnedAway();
    for (int i = 0; i < 20; i++) turnedAway.add("no-key", NOON, "traffic-standard-2025h2");
    for (int i = 0; i < 5; i++) turnedAway.add("no-key", NOON, "traffic-standard-2025h2");
    for (int i = 0; i < 3; i++) turnedAway.add("unknown-key", NOON, "traffic-standard-2025h2");

    var summary = turnedAway.minuteOver(NOON + 60_000, "traffic-standard-2025h2");

    assertThat(summary).isPresent();
    assertThat(summary.get().body().number("count")).hasValue(8L);
    assertThat(summary.get().body().object("reasons"))
        .hasValue(Json.object().put("no-key", 5).put("unknown-key", 3).build());
    assertThat(turnedAway.minuteOver(NOON + 60_001, "traffic-standard-2025h2")).isEmpty();
  }

  @Test
  void a_request_of_the_next_minute_brings_the_last_ones_summary_with_it() {
    var turnedAway = new TurnedAway();
    for (int i = 0; i < 21; i++) turnedAway.add("no-key", NOON, "traffic-standard-2025h2");

    var due = turnedAway.add("no-key", NOON + 61_000, "traffic-standard-2025h2");

    assertThat(due)
        .map(draft -> draft.body().number("count").orElse(0L))
        .isEqualTo(List.of(1L, 1L));
  }
}
