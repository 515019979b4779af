package probity.server.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClassifyCommandTest {
  @Test
  void each_line_is_answered_in_order_with_offsets_in_code_points() {
    var run =
        run(
            """
            {"text":"😀 mail anna@example.com","place":"user"}
            {"text":"nothing here","place":"document"}
            {"place":"tool","text":"card 4111 1111 1111 1111"}
            """);

    assertThat(run.out)
        .isEqualTo(
            """
            {"findings":[{"confidence":95,"end":23,"label":"personal.email","start":7}]}
            {"findings":[]}
            {"findings":[{"confidence":95,"end":24,"label":"payment.card","start":5}]}
            """);
    assertThat(run.code).isZero();
  }

  @Test
  void a_name_is_found_by_the_model() {
    var run = run("{\"text\":\"Please call Anna Schmidt tomorrow.\",\"place\":\"user\"}\n");

    assertThat(run.out).contains("\"end\":24,\"label\":\"personal.person\",\"start\":12");
  }

  @Test
  void a_line_that_is_no_text_is_named_and_answered_with_nothing() {
    var run = run("{\"text\":7}\nrubbish\n{\"text\":\"a\",\"place\":\"moon\"}\n{\"text\":\"a\"}\n");

    assertThat(run.out).isEqualTo("{\"findings\":[]}\n".repeat(4));
    assertThat(run.err)
        .contains("line 1: there is no member `text`", "line 2: ", "line 3: `place` is not one of")
        .doesNotContain("line 4");
    assertThat(run.code).isEqualTo(1);
  }

  @Test
  void labels_and_regions_of_a_bundle_are_looked_for_where_it_is_named() {
    String line = "{\"text\":\"nordstern, 212 736 5000\"}\n";

    String phone = ",\"end\":23,\"label\":\"personal.phone\",\"start\":11}";
    assertThat(run(line).out).doesNotContain("business").contains("{\"confidence\":55" + phone);
    assertThat(run(line, "--regions", "US").out)
        .doesNotContain("business")
        .contains("{\"confidence\":75" + phone);
    assertThat(run(line, "--bundle", "src/test/resources/e2e/labels").out)
        .contains("\"label\":\"business.project\",\"start\":0")
        .contains("{\"confidence\":75" + phone);
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String lines, String... options) {
    var arguments = new ArrayList<>(List.of(options));
    arguments.add("--jsonl");
    var out = new StringWriter();
    var err = new StringWriter();
    var in = System.in;
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      int code =
          new CommandLine(new ClassifyCommand())
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(arguments.toArray(String[]::new));
      return new Run(code, out.toString(), err.toString());
    } finally {
      System.setIn(in);
    }
  }
}
