package probity.aims.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.aims.Catalogue;
import probity.aims.register.History;
import probity.aims.steer.Statement.Kind;
import probity.aims.steer.Statement.Lack;

class StatementTest {
  private static List<History> undecided() {
    var rows = new ArrayList<History>();
    for (Catalogue.Control control : Catalogue.controls()) {
      rows.add(
          Kept.record(
              "soa-" + (rows.size() + 1),
              "name",
              control.title(),
              "control",
              "42001:" + control.number()));
    }
    return rows;
  }

  private static List<Lack> of(Statement statement, Kind kind) {
    return statement.lacks().stream().filter(lack -> lack.kind() == kind).toList();
  }

  @Test
  void an_empty_register_lacks_each_of_the_38_controls() {
    var statement = Statement.of(List.of());

    assertThat(statement.groups()).extracting(Statement.Group::number).hasSize(9);
    assertThat(of(statement, Kind.NO_ROW)).hasSize(38).isEqualTo(statement.lacks());
    assertThat(statement.counts().controls()).isZero();
    assertThat(statement.counts().undecided()).isEqualTo(38);
  }

  @Test
  void each_control_stands_under_its_objective_in_published_order() {
    var statement = Statement.of(undecided());

    assertThat(statement.groups())
        .extracting(group -> group.lines().size())
        .containsExactly(3, 2, 5, 4, 9, 5, 4, 3, 3);
    assertThat(of(statement, Kind.UNDECIDED)).hasSize(38);
    assertThat(of(statement, Kind.NO_ROW)).isEmpty();
  }

  @Test
  void a_decision_without_its_reason_is_named_and_one_with_it_is_not() {
    var statement =
        Statement.of(
            Kept.all(
                Kept.record("soa-1", "control", "42001:A.2.2", "included", "yes"),
                Kept.record(
                    "soa-2",
                    "control",
                    "42001:A.2.3",
                    "included",
                    "no",
                    "inclusion_reason",
                    "a reason of the other kind"),
                Kept.record(
                    "soa-3", "control", "42001:A.2.4", "included", "no", "exclusion_reason", "x")));

    assertThat(of(statement, Kind.NO_REASON))
        .extracting(Lack::control)
        .containsExactly("A.2.2", "A.2.3");
    assertThat(statement.counts().included()).isEqualTo(1);
    assertThat(statement.counts().excluded()).isEqualTo(2);
  }

  @Test
  void what_is_in_place_without_evidence_is_named() {
    var row =
        Kept.record(
            "soa-1",
            "control",
            "42001:A.2.2",
            "included",
            "yes",
            "inclusion_reason",
            "law",
            "implementation",
            "full");

    assertThat(of(Statement.of(Kept.all(row)), Kind.NO_EVIDENCE))
        .extracting(Lack::records)
        .containsExactly(List.of("soa-1"));
    assertThat(
            of(
                Statement.of(Kept.all(Kept.edited(row, Kept.TIME, "evidence", "evidence-1"))),
                Kind.NO_EVIDENCE))
        .isEmpty();
  }

  @Test
  void two_rows_of_one_control_are_shown_both_and_named_once_and_an_archived_one_does_not_count() {
    var one = Kept.record("soa-1", "control", "42001:A.2.2");
    var two = Kept.record("soa-2", "control", "42001:A.2.2");

    var statement = Statement.of(Kept.all(one, two));
    var after = Statement.of(Kept.all(one, Kept.archived(two, Kept.TIME)));

    assertThat(of(statement, Kind.TWICE))
        .containsExactly(new Lack(Kind.TWICE, "A.2.2", "AI policy", List.of("soa-1", "soa-2")));
    assertThat(statement.groups().getFirst().lines()).hasSize(4);
    assertThat(of(after, Kind.TWICE)).isEmpty();
    assertThat(after.counts().controls()).isEqualTo(1);
  }

  @Test
  void own_controls_stand_last_and_count_apart() {
    var statement =
        Statement.of(
            Kept.all(Kept.record("soa-1", "control", "own:prompt-review", "name", "Ours")));

    assertThat(statement.groups()).hasSize(10);
    assertThat(statement.groups().getLast().lines().getFirst().title()).isEqualTo("Ours");
    assertThat(statement.counts().own()).isEqualTo(1);
    assertThat(statement.counts().controls()).isZero();
  }

  @Test
  void an_edit_after_the_approval_is_not_approved_any_more() {
    var row =
        Kept.approved(
            Kept.record(
                "soa-1", "control", "42001:A.2.2", "included", "no", "exclusion_reason", "x"));

    assertThat(Statement.of(Kept.all(row)).counts().approved()).isEqualTo(1);
    assertThat(
            Statement.of(Kept.all(Kept.edited(row, Kept.TIME, "exclusion_reason", "y")))
                .counts()
                .approved())
        .isZero();
  }
}
