package probity.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTest {
  @Test
  void a_header_lists_tokens_and_strings() {
    assertThat(header("hr/payroll.md, \"2026/leave.md\" ,\thr/x", "hr/payroll.md"))
        .isEqualTo(new Declared(List.of("hr/payroll.md", "2026/leave.md", "hr/x"), 0));
    assertThat(header("\"a \\\"b\\\" \\\\\"").ids()).containsExactly("a \"b\" \\");
    assertThat(Declared.of(List.of(), List.of())).isEqualTo(Declared.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026/leave.md",
        "a b",
        "a,",
        ",a",
        "a;q=1",
        "\"a",
        "\"a\\x\"",
        "\"é\"",
        "(a b)",
        "a,,b"
      })
  void what_is_no_list_counts_as_one(String header) {
    assertThat(header(header)).isEqualTo(new Declared(List.of(), 1));
  }

  @Test
  void baggage_has_a_member_for_it() {
    var declared =
        Declared.of(
            List.of(),
            List.of(
                "user=1, probity.sources = hr/payroll.md%2C%20hr/leave%202026.md;ttl=3 ,x=2",
                "probity.sources=other,probity.source=not-this"));

    assertThat(declared.ids()).containsExactly("hr/payroll.md", "hr/leave 2026.md", "other");
    assertThat(declared.unreadable()).isZero();
  }

  @Test
  void what_is_beyond_the_bound_is_counted() {
    var many = IntStream.range(0, 70).mapToObj(i -> "d" + i).toList();

    var declared = header(String.join(",", many));

    assertThat(declared.ids()).hasSize(64).startsWith("d0");
    assertThat(declared.unreadable()).isEqualTo(6);
  }

  private static Declared header(String... lines) {
    return Declared.of(List.of(lines), List.of());
  }
}
