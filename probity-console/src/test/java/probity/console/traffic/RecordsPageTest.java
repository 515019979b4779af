package probity.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.console.Tone;
import probity.console.Values;

/// The list of records: what is asked, and where its links lead.
class RecordsPageTest {
  static final Listing LISTING =
      new Listing(
          1_234_567,
          true,
          Map.of(
              Facet.VERDICT,
              List.of(new Listing.Count("permit", 1_200_000), new Listing.Count("refuse", 34_567)),
              Facet.ROUTE,
              List.of(new Listing.Count("chat", 1_234_567)),
              Facet.LABEL,
              List.of(new Listing.Count("personal.email", 12))),
          List.of(
              line("01M8DKMYXPBZE9N3621NEF5K0P", "permit", "", List.of(), true, "cut"),
              line(
                  "01M8DKMYXPBZE9N3621NEF5K0Q",
                  "refuse",
                  "request",
                  List.of("x"),
                  false,
                  "refused"),
              line("01M8DKMYXPBZE9N3621NEF5K0R", "permit", "", List.of(), false, "")),
          Optional.of("2026-11-27T04:19:07.000Z/17"));

  private static Listing.Line line(
      String exchange,
      String verdict,
      String on,
      List<String> labels,
      boolean toolRefused,
      String ending) {
    return new Listing.Line(
        exchange,
        "2026-11-27T04:19:07.000Z",
        "support-bot",
        "chat",
        verdict,
        on,
        List.of("all-may"),
        labels,
        toolRefused,
        ending);
  }

  @Test
  void a_query_is_read_and_written_alike() {
    var asked =
        AskedReader.read(
            Values.of(
                "verdict",
                "refuse",
                "label",
                "personal.email",
                "from",
                "2026-11-25",
                "until",
                "2026-11-26T09:30"));

    assertThat(RecordsPage.path(asked))
        .isEqualTo(
            "/records?verdict=refuse&label=personal.email&from=2026-11-25T00%3A00%3A00.000Z"
                + "&until=2026-11-26T09%3A30%3A00.000Z");
    assertThat(asked.exceptCanaries()).isTrue();
  }

  @Test
  void what_has_no_form_is_not_asked_for() {
    var asked =
        AskedReader.read(
            Values.of("from", "yesterday", "until", "2026-02-30", "before", "x/1", "nothing", "x"));

    assertThat(RecordsPage.path(asked)).isEqualTo("/records");
  }

  @Test
  void a_word_leads_to_what_has_it_and_back() {
    var page = RecordsPage.of(AskedReader.read(Values.of("verdict", "refuse")), LISTING);
    var verdicts = page.divisions().getFirst();

    assertThat(verdicts.words())
        .containsExactly(
            new RecordsPage.Word("refuse", "34\u202f567", "/records", true),
            new RecordsPage.Word(
                "permit", "1\u202f200\u202f000", "/records?verdict=permit", false));
    assertThat(page.chosen())
        .containsExactly(new RecordsPage.Chosen("Verdict", "refuse", "/records"));
    assertThat(page.older())
        .contains("/records?verdict=refuse&before=2026-11-27T04%3A19%3A07.000Z%2F17");
  }

  @Test
  void a_word_that_all_have_is_not_offered() {
    var page = RecordsPage.of(AskedReader.read(Values.NONE), LISTING);

    assertThat(page.divisions())
        .extracting(RecordsPage.Division::title)
        .containsExactly("Verdict", "Found");
    assertThat(page.count()).isEqualTo("1\u202f234\u202f567 records");
  }

  @Test
  void a_count_that_is_not_whole_says_so() {
    var some = new Listing(100_000, false, Map.of(), List.of(), Optional.empty());

    assertThat(RecordsPage.of(AskedReader.read(Values.of("source", "hr/1")), some).count())
        .isEqualTo("At least 100\u202f000 records");
  }

  @Test
  void a_row_names_the_worst_that_was_decided() {
    var rows = RecordsPage.of(AskedReader.read(Values.NONE), LISTING).rows();

    assertThat(rows)
        .extracting(RecordsPage.Row::decision)
        .containsExactly("tool call refused", "refused", "permitted");
    assertThat(rows)
        .extracting(RecordsPage.Row::tone)
        .containsExactly(Tone.CARE, Tone.BAD, Tone.GOOD);
    assertThat(rows.getLast().ending()).isEqualTo("still open");
  }
}
