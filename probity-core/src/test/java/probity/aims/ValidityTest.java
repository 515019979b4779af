package probity.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.aims.register.FieldType;
import probity.aims.register.Registers;
import probity.policy.Seeds;

class ValidityTest {
  private static final ValidityRules RULES = new ValidityRules(Map.of("upload", 12), 30);
  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
  private static final LocalDate TO = LocalDate.of(2026, 3, 31);

  @ParameterizedTest
  @CsvSource({
    "2025-12-31, NOT_YET",
    "2026-01-01, FRESH",
    "2027-02-28, FRESH",
    "2027-03-01, DUE_SOON",
    "2027-03-31, DUE_SOON",
    "2027-04-01, EXPIRED"
  })
  void a_file_counts_for_a_year_after_its_period_and_is_due_for_thirty_days(
      LocalDate day, Validity expected) {
    var last = RULES.last("upload", TO, Optional.empty());

    assertThat(RULES.on(day, FROM, last)).isEqualTo(expected);
  }

  @Test
  void a_day_that_the_record_names_goes_before_the_rule_of_its_kind() {
    var named = Optional.of(LocalDate.of(2026, 4, 30));

    assertThat(RULES.last("upload", TO, named)).isEqualTo(named);
  }

  @Test
  void what_has_no_rule_and_names_no_day_does_not_grow_old() {
    assertThat(RULES.last("other", TO, Optional.empty())).isEmpty();
    assertThat(RULES.on(TO.plusYears(50), FROM, Optional.empty())).isEqualTo(Validity.FRESH);
  }

  @Test
  void as_days_pass_evidence_only_grows_older() {
    Seeds.check(
        300,
        random -> {
          var from = day(random);
          var to = from.plusDays(random.nextInt(400));
          var named = random.nextBoolean() ? Optional.of(day(random)) : Optional.<LocalDate>empty();
          var last = RULES.last(random.nextBoolean() ? "upload" : "other", to, named);
          var before = Validity.NOT_YET;
          for (var day = from.minusDays(5); day.isBefore(to.plusDays(500)); day = day.plusDays(7)) {
            var now = RULES.on(day, from, last);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
          }
        });
  }

  private static LocalDate day(Random random) {
    return LocalDate.of(2026, 1, 1).plusDays(random.nextInt(1000));
  }

  @Test
  void the_document_says_what_the_rules_say() throws IOException {
    var rules = ValidityRules.ofProduct();

    String document = Files.readString(Path.of("../docs/evidence.md"));

    String table =
        document.substring(document.indexOf("<!-- validity"), document.indexOf("<!-- /validity"));
    rules
        .months()
        .forEach(
            (kind, months) -> assertThat(table).contains("| `" + kind + "` | " + months + " |"));
    assertThat(table.lines().filter(line -> line.startsWith("| `"))).hasSize(rules.months().size());
    assertThat(table).contains("the last " + rules.soonDays() + " days");
  }

  @Test
  void every_kind_of_evidence_has_a_rule_and_no_other_has() {
    var kind = Registers.ofProduct().find("evidence").orElseThrow().field("kind").orElseThrow();
    var options = ((FieldType.Choice) kind.type()).options();

    assertThat(ValidityRules.ofProduct().months().keySet())
        .containsExactlyInAnyOrderElementsOf(options.stream().map(one -> one.id()).toList());
    assertThat(ValidityRules.ofProduct().soonDays()).isEqualTo(30);
  }
}
