package probity.aims.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.aims.register.History;
import probity.aims.steer.Difference.Kind;
import probity.policy.Bundle;

class DifferencesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 20);
  private static final Traffic.Seen LATELY =
      new Traffic.Seen("2026-02-01T10:00:00.000Z", "2026-03-19T10:00:00.000Z", 40);
  private static final Traffic TRAFFIC =
      new Traffic(Map.of("chat", LATELY), Map.of("support-assistant", LATELY));

  /// What the demo's bundle declares: one system, two routes.
  private static final Optional<Bundle> BUNDLE = Optional.of(Bundles.demo());

  private static final History SYSTEM =
      Kept.record(
          "system-1",
          "name",
          "Support assistant",
          "status",
          "operation",
          "observed",
          "gateway",
          "system",
          "support-assistant",
          "routes",
          "chat\nmodels",
          "risk_class",
          "limited");

  private static final History ASSESSMENT =
      Kept.approved(
          Kept.record(
              "assessment-1",
              "system",
              "system-1",
              "revision_word",
              "2026-03",
              "risk_class",
              "limited"));

  private static List<Difference> of(List<History> systems, Traffic traffic) {
    return Differences.of(systems, List.of(ASSESSMENT), BUNDLE, traffic, TODAY);
  }

  private static List<Kind> kinds(History system) {
    return of(List.of(system), TRAFFIC).stream().map(Difference::kind).toList();
  }

  private static History but(String... fieldsAndValues) {
    return Kept.edited(SYSTEM, Kept.TIME, fieldsAndValues);
  }

  @Test
  void where_register_bundle_and_traffic_agree_there_is_no_difference() {
    assertThat(of(List.of(SYSTEM), TRAFFIC)).isEmpty();
  }

  @Test
  void an_empty_register_lacks_the_bundles_system_and_its_routes() {
    var found = of(List.of(), TRAFFIC);

    assertThat(found)
        .extracting(Difference::kind)
        .containsExactly(
            Kind.ROUTE_WITHOUT_SYSTEM, Kind.ROUTE_WITHOUT_SYSTEM, Kind.SYSTEM_NOT_REGISTERED);
    assertThat(found.getFirst())
        .isEqualTo(
            new Difference(
                Kind.ROUTE_WITHOUT_SYSTEM,
                "Route `chat` has no AI system",
                "each route is named by the record of an AI system",
                "bundle `demo 1.0.0` declares it, and no record names it; 40 exchanges are on"
                    + " record, from 2026-02-01 to 2026-03-19",
                List.of(),
                List.of("chat"),
                List.of()));
  }

  @Test
  void a_route_of_an_older_bundle_that_nobody_claims_is_named_too() {
    var old = new Traffic(Map.of("chat", LATELY, "old", LATELY), TRAFFIC.systems());

    assertThat(of(List.of(SYSTEM), old))
        .extracting(Difference::found)
        .singleElement()
        .asString()
        .startsWith("bundle `demo 1.0.0` does not declare it any more, and no record names it");
  }

  @Test
  void a_system_in_use_without_traffic_is_a_difference_and_one_in_development_is_none() {
    var silent = new Traffic(Map.of(), Map.of());
    var quiet =
        new Traffic(
            Map.of(),
            Map.of(
                "support-assistant",
                new Traffic.Seen("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", 1)));

    assertThat(of(List.of(SYSTEM), silent))
        .extracting(Difference::kind)
        .containsExactly(Kind.NO_TRAFFIC);
    assertThat(of(List.of(SYSTEM), quiet).getFirst().found())
        .isEqualTo("its last exchange was on 2026-02-01, more than 30 days ago");
    assertThat(of(List.of(but("status", "development")), silent)).isEmpty();
    assertThat(of(List.of(but("observed", "uploaded")), silent)).isEmpty();
  }

  @Test
  void traffic_of_a_retired_system_after_its_last_day_is_a_difference() {
    assertThat(kinds(but("status", "retired", "retired", "2026-03-10")))
        .containsExactly(Kind.TRAFFIC_AFTER_END);
    assertThat(kinds(but("status", "retired", "retired", "2026-03-19"))).isEmpty();
  }

  @Test
  void traffic_counts_from_when_the_record_said_first_that_a_system_is_suspended() {
    var suspended =
        Kept.edited(
            Kept.edited(SYSTEM, "2026-03-05T00:00:00.000Z", "status", "suspended"),
            "2026-03-20T00:00:00.000Z",
            "supplier",
            "another word");

    assertThat(of(List.of(suspended), TRAFFIC).getFirst().expected())
        .isEqualTo("its record says since 2026-03-05 that it is suspended");
  }

  @Test
  void traffic_of_a_system_that_the_gateway_should_not_see_is_a_difference() {
    assertThat(kinds(but("observed", "unobserved"))).containsExactly(Kind.TRAFFIC_UNEXPECTED);
  }

  @Test
  void words_that_the_bundle_does_not_have_are_differences() {
    assertThat(kinds(but("system", "assistant", "routes", "chat\nmodels\ntalk")))
        .containsExactly(
            Kind.ROUTE_OF_ANOTHER,
            Kind.ROUTE_OF_ANOTHER,
            Kind.SYSTEM_NOT_REGISTERED,
            Kind.SYSTEM_NOT_IN_BUNDLE,
            Kind.ROUTE_NOT_IN_BUNDLE);
  }

  @Test
  void another_risk_class_or_assessment_than_the_bundles_is_a_difference() {
    assertThat(kinds(but("risk_class", "high"))).containsExactly(Kind.CLASS_DIFFERS);
    assertThat(
            Differences.of(List.of(SYSTEM), List.of(), BUNDLE, TRAFFIC, TODAY).getFirst().found())
        .isEqualTo("none is, and bundle `demo 1.0.0` cites `2026-03`");
    var next = Kept.edited(ASSESSMENT, Kept.TIME, "revision_word", "2026-11", "risk_class", "high");
    assertThat(Differences.of(List.of(SYSTEM), List.of(next), BUNDLE, TRAFFIC, TODAY))
        .as("what nobody approved changes nothing")
        .isEmpty();
    assertThat(
            Differences.of(List.of(SYSTEM), List.of(Kept.approved(next)), BUNDLE, TRAFFIC, TODAY))
        .extracting(Difference::kind)
        .containsExactly(Kind.CLASS_DIFFERS, Kind.ASSESSMENT_DIFFERS);
  }

  @Test
  void an_assessment_that_another_one_replaces_does_not_hold() {
    var replaced =
        Kept.approved(
            Kept.record("assessment-2", "system", "system-1", "replaces", "assessment-1"),
            "2026-02-01T00:00:00.000Z",
            "person-2");

    assertThat(Assessments.holding(SYSTEM, List.of(ASSESSMENT, replaced)).orElseThrow())
        .isEqualTo(replaced.newest());
  }

  @Test
  void two_records_of_one_system_are_one_difference() {
    var other = Kept.record("system-2", "status", "operation", "system", "support-assistant");

    assertThat(of(List.of(SYSTEM, other), TRAFFIC))
        .filteredOn(one -> one.kind() == Kind.SYSTEM_TWICE)
        .extracting(Difference::records)
        .containsExactly(List.of("system-1", "system-2"));
  }

  @Test
  void without_a_bundle_in_force_only_traffic_is_compared() {
    assertThat(
            Differences.of(
                List.of(but("risk_class", "high", "system", "unknown", "routes", "models")),
                List.of(),
                Optional.empty(),
                TRAFFIC,
                TODAY))
        .extracting(Difference::kind)
        .containsExactly(Kind.ROUTE_WITHOUT_SYSTEM, Kind.NO_TRAFFIC);
  }
}
