package probity.aims.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.aims.register.History;
import probity.aims.steer.RiskPicture.Place;

class RiskPictureTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 20);
  private static final History METHOD =
      Kept.record("method-1", "acceptable", "6", "unacceptable", "20");
  private static final RiskScale SCALE = RiskScale.of(List.of(METHOD));

  private static History risk(String... more) {
    var risk =
        Kept.record(
            "risk-1",
            "direction",
            "risk",
            "status",
            "assessed",
            "owner",
            "person-2",
            "inherent_likelihood",
            "4",
            "inherent_consequence",
            "3");
    return Kept.edited(risk, Kept.TIME, more);
  }

  private static History accepted(String... more) {
    return Kept.edited(
        risk(
            "status",
            "accepted",
            "residual_likelihood",
            "2",
            "residual_consequence",
            "4",
            "accepted_until",
            "2026-12-31"),
        Kept.TIME,
        more);
  }

  private static History top(History risk) {
    return Kept.approved(risk, Kept.TIME, "person-3", "top-management");
  }

  private static RiskPicture of(History risk) {
    return RiskPicture.of(List.of(risk), List.of(), SCALE, TODAY);
  }

  private static List<String> why(History risk) {
    return of(risk).notAccepted().stream().map(RiskPicture.NotAccepted::why).toList();
  }

  @Test
  void risks_lie_where_their_numbers_say_before_and_after() {
    var picture = of(accepted());

    assertThat(picture.at(new Place(4, 3), false)).hasSize(1);
    assertThat(picture.at(new Place(2, 4), true)).hasSize(1);
    assertThat(picture.at(new Place(4, 3), true)).isEmpty();
    assertThat(picture.risks().getFirst().today()).contains(new Place(2, 4));
  }

  @Test
  void what_counts_today_is_as_treated_unless_what_is_left_is_accepted() {
    assertThat(of(risk()).risks().getFirst().today()).contains(new Place(4, 3));
    assertThat(
            of(risk("treated_likelihood", "1", "treated_consequence", "3"))
                .risks()
                .getFirst()
                .today())
        .contains(new Place(1, 3));
  }

  @Test
  void opportunities_and_what_is_closed_or_archived_do_not_count() {
    assertThat(of(risk("direction", "opportunity")).risks()).isEmpty();
    assertThat(of(risk("status", "closed")).risks()).isEmpty();
    assertThat(of(Kept.archived(risk(), Kept.TIME)).risks()).isEmpty();
  }

  @Test
  void a_risk_between_the_limits_is_named_until_top_management_has_accepted_what_is_left() {
    assertThat(why(risk())).containsExactly("it is not accepted");
    assertThat(why(accepted())).containsExactly("that it is accepted is not approved");
    assertThat(why(Kept.approved(accepted(), Kept.TIME, "person-2", "risk-owner")))
        .as("its owner alone")
        .containsExactly("that it is accepted was not approved by top management");
    assertThat(why(top(accepted()))).isEmpty();
    assertThat(why(top(accepted("accepted_until", "2026-03-19"))))
        .containsExactly("it was accepted until 2026-03-19");
    assertThat(why(risk("inherent_likelihood", "5", "inherent_consequence", "4")))
        .containsExactly("nobody may accept 20 (from 20 on)");
    assertThat(why(risk("inherent_likelihood", "2"))).as("6 is acceptable").isEmpty();
  }

  @Test
  void without_a_method_nothing_is_judged() {
    var picture = RiskPicture.of(List.of(risk()), List.of(), RiskScale.of(List.of()), TODAY);

    assertThat(picture.notAccepted()).isEmpty();
    assertThat(picture.risks()).hasSize(1);
  }

  @Test
  void an_approved_method_counts_before_a_newer_draft() {
    var draft = Kept.edited(Kept.approved(METHOD), Kept.TIME, "acceptable", "15");

    assertThat(RiskScale.of(List.of(draft)).acceptable()).isEqualTo(6);
  }

  @Test
  void a_treatment_is_overdue_the_day_after_it_was_due_and_no_more_once_it_is_done() {
    var treatment = Kept.record("treatment-1", "status", "running", "due", "2026-03-19");

    var due = RiskPicture.of(List.of(), List.of(treatment), SCALE, TODAY);
    var onTime = RiskPicture.of(List.of(), List.of(treatment), SCALE, TODAY.minusDays(1));
    var done =
        RiskPicture.of(
            List.of(), List.of(Kept.edited(treatment, Kept.TIME, "status", "done")), SCALE, TODAY);

    assertThat(due.overdue()).hasSize(1);
    assertThat(onTime.overdue()).isEmpty();
    assertThat(done.overdue()).isEmpty();
  }

  @Test
  void the_trend_judges_each_month_by_what_was_known_at_its_end() {
    var risk =
        Kept.edited(
            Kept.at(
                "2026-01-31T23:59:59.999Z",
                "risk-1",
                "direction",
                "risk",
                "status",
                "assessed",
                "inherent_likelihood",
                "4",
                "inherent_consequence",
                "3"),
            "2026-03-01T00:00:00.000Z",
            "treated_likelihood",
            "1",
            "treated_consequence",
            "3");
    var method =
        Kept.at("2026-01-10T00:00:00.000Z", "method-1", "acceptable", "6", "unacceptable", "20");

    assertThat(RiskPicture.trend(List.of(risk), List.of(method), TODAY, 3))
        .containsExactly(
            new RiskPicture.Point(LocalDate.of(2025, 12, 31), 0, 0),
            new RiskPicture.Point(LocalDate.of(2026, 1, 31), 1, 1),
            new RiskPicture.Point(LocalDate.of(2026, 2, 28), 1, 1),
            new RiskPicture.Point(TODAY, 0, 1));
  }
}
