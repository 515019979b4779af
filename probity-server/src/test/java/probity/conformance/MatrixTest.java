package probity.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.classify.Detectors;
import probity.classify.Ruling;

/// A slice of the matrix, and that it sees what comes through.
class MatrixTest {
  private static final Matrix MATRIX = Matrix.read(Path.of(".."));
  private static final List<Body> BODIES =
      MATRIX.bodies().stream().filter(body -> body.format().equals("ollama.generate")).toList();

  private static Tally run(InProcess inspects) throws InterruptedException {
    var tally = new Tally();
    new AtTheDecoder(inspects, tally, 1).run(BODIES);
    return tally;
  }

  @Test
  void nothing_comes_through() throws Exception {
    var tally = run(new InProcess(MATRIX.bundle(), new Rules()));

    assertThat(tally.failures()).isEmpty();
    assertThat(tally.cases()).isGreaterThan(5_000);
  }

  @Test
  void every_place_would_show_that_nobody_looks() throws Exception {
    var blind = new InProcess(MATRIX.bundle(), Detectors.of(List.of()), new Rules());

    var tally = run(blind);

    tally
        .rows()
        .forEach((key, row) -> {
          if (!key.place().startsWith("unread.")) {
            assertThat(row.delivered()).as(key.toString()).isPositive();
          }
        });
  }

  @Test
  void a_stream_that_goes_on_when_it_should_be_cut_is_seen() throws Exception {
    var lenient = new InProcess(MATRIX.bundle(), (_, _) -> new Ruling.Redact(new TreeSet<>()));

    var tally = run(lenient);

    assertThat(tally.delivered()).isPositive();
    tally
        .rows()
        .forEach((key, row) -> {
          if (key.way() != Body.Way.STREAM) assertThat(row.delivered()).as(key.toString()).isZero();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream | data: {\"a\":\"Jq\"}\\n\\ndata: {\"a\":\"7x\"}\\n\\n | true",
        "text/event-stream | data: {\"a\":\"Jq\"}\\n\\ndata: {\"a\":\"7\"}\\n\\n | false",
        "text/event-stream | data: {\"a\":\"Jq\"}\\n\\ndata: {\"b\":\"7x\"}\\n\\n | false",
        "text/event-stream | data: {\"x\":{\"a\":\"Jq\"}}\\n\\ndata: {\"y\":{\"a\":\"7x\"}}\\n\\n | true",
        "text/event-stream | : Jq7x | true",
        "application/json | {\"a\":\"\\u004aq7x\"} | true",
        "application/json | {\"a\":\"{\\\"b\\\":\\\"\\\\u004aq7x\\\"}\"} | true",
        "application/json | {\"Jq7x\":1} | true",
        "application/json | [{\"a\":\"Jq\"},{\"a\":\"7x\"}] | true",
        "application/json | {\"a\":[\"Jq\",\"7x\"]} | true"
      })
  void what_can_be_read_is_seen(String type, String bytes, boolean tells) {
    var seen = Seen.of(bytes.replace("\\n", "\n"), type);

    assertThat(seen.tells(Secret.EMAIL, Spelling.PLAIN)).isEqualTo(tells);
  }
}
