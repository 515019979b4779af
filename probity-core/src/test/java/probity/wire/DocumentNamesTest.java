package probity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentNamesTest {
  @Test
  void a_call_counts_once_however_often_its_result_stands_there() {
    var names = new DocumentNames();
    names.call("t1", List.of("hr/payroll.md", "20"));
    names.call("t2", List.of("hr/leave.md"));

    for (int i = 0; i < 667; i++) names.result("t1", 24);
    names.result("t2", 24);

    assertThat(names.documents().asked())
        .containsExactly(List.of("hr/payroll.md", "20"), List.of("hr/leave.md"));
  }

  @Test
  void a_call_counts_where_one_of_its_results_is_long_enough() {
    var names = new DocumentNames();
    names.call("t1", List.of("hr/payroll.md"));
    names.call("t2", List.of("hr/leave.md"));

    names.result("t1", 23);
    names.result("t2", 23);
    names.result("t2", 24);

    assertThat(names.documents().asked()).containsExactly(List.of("hr/leave.md"));
  }
}
