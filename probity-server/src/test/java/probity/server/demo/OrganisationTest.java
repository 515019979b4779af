package probity.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.Catalogue;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.History;
import probity.aims.register.Standing;
import probity.console.aims.Books;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.IntendedUse;
import probity.policy.Requirement;
import probity.policy.Route;
import probity.policy.Rule;
import probity.server.policy.BundleFolder;

/// The demonstration as a visitor finds it.
class OrganisationTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
  private static final Bundle BUNDLE = BundleFolder.read(Path.of("../examples/demo-bundle"));

  @TempDir Path folder;
  private Books books;

  @BeforeEach
  void fill() {
    books = new Books(folder);
    var filled = Organisation.fill(books.book(), TODAY).orElseThrow();
    assertThat(filled.records()).isEqualTo(records().size());
  }

  @AfterEach
  void end() {
    books.close();
  }

  private List<History> records() {
    return books.book().registers().all().stream()
        .flatMap(register -> books.book().records(register.id()).stream())
        .toList();
  }

  private List<String> values(String register, String field) {
    return books.book().records(register).stream()
        .flatMap(record -> record.newest().value(field).lines())
        .toList();
  }

  @Test
  void every_register_is_filled_and_the_second_time_nothing_is_written() {
    for (var register : books.book().registers().all()) {
      assertThat(books.book().records(register.id())).as(register.id()).isNotEmpty();
    }
    assertThat(Organisation.fill(books.book(), TODAY)).isEmpty();
  }

  @Test
  void there_are_people_of_every_duty() {
    assertThat(values("people", "duties"))
        .containsAll(EnumSet.allOf(Duty.class).stream().map(Duty::word).toList());
    assertThat(values("people", "duties").stream().filter("top-management"::equals)).hasSize(2);
    assertThat(values("people", "duties").stream().filter("internal-auditor"::equals)).hasSize(2);
  }

  @Test
  void all_38_controls_are_decided_and_some_are_left_out() {
    assertThat(values("applicability", "control"))
        .containsExactlyElementsOf(
            Catalogue.controls().stream().map(one -> "42001:" + one.number()).toList());
    assertThat(values("applicability", "included")).hasSize(38).contains("yes", "no");
  }

  @Test
  void records_stand_in_every_way_that_a_visitor_should_see() {
    var standings =
        records().stream().map(History::standing).collect(Collectors.toCollection(TreeSet::new));
    assertThat(standings)
        .contains(Standing.APPROVED, Standing.PROPOSED, Standing.RETURNED, Standing.DRAFT);

    assertThat(records())
        .as("edited after it was approved")
        .anyMatch(one -> one.standing() == Standing.DRAFT && one.approval().isPresent());
    assertThat(values("risks", "review"))
        .as("overdue")
        .anyMatch(day -> day.compareTo(TODAY.toString()) < 0);
  }

  @Test
  void acts_say_that_nobody_signed_in_and_nobody_approved_their_own_work() {
    for (History record : records()) {
      for (var remark : record.remarks()) {
        assertThat(remark.authentication()).isEqualTo("none");
        if (remark.change() != Change.APPROVED) continue;
        assertThat(remark.by())
            .as(record.id())
            .isNotEqualTo(record.revision(remark.revision()).orElseThrow().author());
      }
    }
  }

  @Test
  void climate_change_was_considered() {
    assertThat(values("issues", "climate")).containsOnlyOnce("yes");
  }

  @Test
  void every_word_of_the_bundle_is_one_of_the_demos_bundle() {
    for (History record : records()) {
      for (Field field : record.register().fields()) {
        if (field.type() instanceof FieldType.Words words) {
          assertThat(words(words.of().toString().toLowerCase(java.util.Locale.ROOT)))
              .as(record.id() + " " + field.id())
              .containsAll(record.newest().value(field.id()).lines().toList());
        }
      }
    }
    AiSystem system = BUNDLE.systems().getFirst();
    assertThat(values("impact-assessments", "revision_word")).containsExactly(system.assessment());
    assertThat(books.book().find("system-1").orElseThrow().newest().value("risk_class"))
        .isEqualTo(system.riskClass());
  }

  private static Set<String> words(String of) {
    return switch (of) {
      case "rules" -> BUNDLE.rules().stream().map(Rule::id).collect(Collectors.toSet());
      case "requirements" ->
          BUNDLE.requirements().stream().map(Requirement::id).collect(Collectors.toSet());
      case "routes" -> BUNDLE.routes().stream().map(Route::id).collect(Collectors.toSet());
      case "systems" -> BUNDLE.systems().stream().map(AiSystem::id).collect(Collectors.toSet());
      case "uses" -> BUNDLE.uses().stream().map(IntendedUse::id).collect(Collectors.toSet());
      case "labels" -> BUNDLE.labels();
      case "roles" -> BUNDLE.roles();
      default -> throw new AssertionError(of);
    };
  }
}
