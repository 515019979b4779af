package probity.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import probity.console.Tone;

/// The ledger's health in words.
class HealthPageTest {
  private static final Health.Writer RUNNING =
      new Health.Writer("running", "running", 0, "", "AmazonCorrettoCryptoProvider 2.5.0");

  /// Two witnesses, of which one is behind; one copy that fails, one that has had no round.
  static Health mixed() {
    return new Health(
        "2026-11-27T04:19:07.000Z",
        new Health.Writer("running", "retrying", 12, "no space left", "BC 1.80"),
        List.of(
            log(
                100,
                60,
                List.of(
                    new Health.Witness("a", 100, "2026-11-27T04:19:00.000Z", "", false),
                    new Health.Witness("b", 60, "2026-11-27T04:00:00.000Z", "refused", false)))),
        2,
        false,
        List.of(
            new Health.Copy("away", "folder x", 40, "no lock", "", "disk full"),
            new Health.Copy("new", "folder y", 0, "not tried yet", "", "")),
        List.of(
            new Health.Stamp(
                "tsa-1", "probity.example/acme/records", 90, "2026-11-27T04:10:00.000Z", 17)),
        "");
  }

  private static Health.Log log(long published, long cosigned, List<Health.Witness> witnesses) {
    return log(published, cosigned, 61_000, witnesses);
  }

  private static Health.Log log(
      long published, long cosigned, long waitingMillis, List<Health.Witness> witnesses) {
    return new Health.Log(
        "records",
        "probity.example/acme/records",
        published + 3,
        published,
        "tJLcx91Or5206a5sBb3RHY3m4nfKSkiyusdEQJB9MCk=",
        "2026-11-27T04:19:05.000Z",
        cosigned,
        published - 1,
        waitingMillis,
        "",
        witnesses);
  }

  private static Health with(Health.Log log) {
    return new Health(
        "2026-11-27T04:19:07.000Z", RUNNING, List.of(log), 1, false, List.of(), List.of(), "");
  }

  @Test
  void what_needs_somebody_is_said_first() {
    var page = HealthPage.of(mixed());

    assertThat(page.tone()).isEqualTo(Tone.BAD);
    assertThat(page.wrong())
        .containsExactly("The sealer is retrying: no space left.", "Copy away fails: disk full.");
    assertThat(page.quorum()).isEqualTo("2 of 2 witnesses are enough.");
  }

  @Test
  void lag_is_told_of_publishing_witnessing_and_indexing() {
    var log = HealthPage.of(mixed()).logs().getFirst();

    assertThat(log.lag())
        .isEqualTo(
            "3 entries to be published, 40 entries to be witnessed, waits 1 min 1 s, 1 entry to be"
                + " indexed");
    assertThat(log.tone()).isEqualTo(Tone.CARE);
    assertThat(log.newest()).isEqualTo("/entries/records/99");
    assertThat(log.witnesses())
        .extracting(HealthPage.Witness::state)
        .containsExactly("up to date", "refused");
  }

  @Test
  void a_witness_that_saw_other_entries_is_the_worst_of_all() {
    var fork = new Health.Witness("a", 100, "", "`ROLLED BACK or forked`", true);

    var page = HealthPage.of(with(log(100, 100, List.of(fork))));

    assertThat(page.tone()).isEqualTo(Tone.BAD);
    assertThat(page.wrong().getFirst())
        .isEqualTo(
            "Witness a saw other entries of records than are published now: “ROLLED BACK or"
                + " forked”.");
    assertThat(page.logs().getFirst().tone()).isEqualTo(Tone.BAD);
  }

  @Test
  void witnesses_that_stay_away_are_said_and_a_short_wait_is_none() {
    var never = new Health.Witness("a", 0, "", "connection refused", false);

    var page = HealthPage.of(with(log(100, 0, 301_000, List.of(never))));

    assertThat(page.tone()).isEqualTo(Tone.BAD);
    assertThat(page.wrong())
        .containsExactly(
            "Log records waits for its witnesses since 5 min 1 s: fewer than 1 have cosigned it to"
                + " the end.");
    assertThat(page.logs().getFirst().tone()).isEqualTo(Tone.BAD);
    assertThat(HealthPage.of(with(log(100, 0, 299_000, List.of(never)))).wrong()).isEmpty();
  }

  @Test
  void a_ledger_that_is_whole_and_witnessed_is_said_to_be_so() {
    var seen = new Health.Witness("a", 100, "2026-11-27T04:19:00.000Z", "", false);

    var page = HealthPage.of(with(log(100, 100, List.of(seen))));

    assertThat(page.tone()).isEqualTo(Tone.GOOD);
    assertThat(page.logs().getFirst().witnessed()).isEqualTo("witnessed to the end");
  }

  @Test
  void a_log_that_cannot_be_read_is_named_first_and_not_told_as_an_empty_one() {
    var fork = new Health.Witness("a", 100, "", "`ROLLED BACK or forked`", true);
    var lost = Health.Log.unreadable("records", "`checkpoint` is gone", List.of(fork));

    var page = HealthPage.of(with(lost));

    assertThat(page.tone()).isEqualTo(Tone.BAD);
    assertThat(page.wrong())
        .containsExactly(
            "Log records: “checkpoint” is gone.",
            "Witness a saw other entries of records than are published now: “ROLLED BACK or"
                + " forked”.");
    assertThat(page.logs()).isEmpty();
  }
}
