package probity.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String ROOT = "1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw=";
  private static final TestKey KEY = TestKey.named("a");

  private static Checked<Checkpoint> parse(String text) {
    return Note.parse(Note.sign(text.getBytes(UTF_8), KEY)).then(Checkpoint::parse);
  }

  @Test
  void a_checkpoint_is_read_and_written_alike() {
    var checkpoint = parse("probity.example/a\n3\n" + ROOT + "\n").orThrow();

    assertThat(checkpoint.size()).isEqualTo(3);
    assertThat(new String(checkpoint.text(), UTF_8))
        .isEqualTo("probity.example/a\n3\n" + ROOT + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+3", "03", "-3", "", " 3", "3 ", "٣", "3.0", "9223372036854775808", "0x3"})
  void a_size_has_one_form(String size) {
    assertThat(parse("a\n" + size + "\n" + ROOT + "\n")).isInstanceOf(Checked.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw",
        "1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhx=",
        "1BhuPAWmIM5hOX6Di_vXbm8n5tfaoTxZ64Ko4JRgjhw=",
        "1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjg==",
        ""
      })
  void a_root_has_one_form_and_32_bytes(String root) {
    assertThat(parse("a\n3\n" + root + "\n")).isInstanceOf(Checked.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n3\n" + ROOT + "\nextension\n", "a\n3\n", "\n\n\n\n"})
  void there_are_three_lines_and_no_extension(String text) {
    assertThat(parse(text)).isInstanceOf(Checked.Invalid.class);
  }
}
