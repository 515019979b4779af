package probity.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final String LOG = "probity.example/acme/records";
  private static final String SERIES = LOG + "/registrar/01k8zq3v9w0000000000000000";
  private static final TestKey KEY = TestKey.named(SERIES);

  private static Json.Obj body() {
    return Json.object()
        .put("v", 1)
        .put("log", LOG)
        .put("series", SERIES)
        .put("seq", 0)
        .put("prev", "")
        .put("time", "2026-11-25T09:00:00.000Z")
        .put("skew", 0)
        .put("kind", "key")
        .put("unknown", "kept")
        .build();
  }

  private static Checked<Entry> parse(UnaryOperator<String> change) {
    byte[] text = (change.apply(body().canonical()) + "\n").getBytes(UTF_8);
    return Entry.parse(Note.sign(text, KEY));
  }

  @Test
  void an_entry_is_read_with_its_hash_and_what_it_does_not_know() {
    byte[] note = Note.sign(Entry.text(body()), KEY);

    var entry = Entry.parse(note).orThrow();

    assertThat(entry.leaf()).isEqualTo(Hash.leaf(note));
    assertThat(entry.series()).isEqualTo(SERIES);
    assertThat(entry.prev()).isEmpty();
    assertThat(entry.body().text("unknown")).contains("kept");
    assertThat(entry.note().check(List.of(KEY.key()))).isInstanceOf(Checked.Valid.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v\":1 | \"v\":2",
        "\"seq\":0 | \"seq\":-1",
        "\"seq\":0 | \"seq\":1",
        "\"skew\":0 | \"skew\":-1",
        "\"kind\":\"key\" | \"kind\":\"\"",
        "\"kind\":\"key\" | \"kind\":\"Key\"",
        "\"log\":\"probity.example/acme/records\" | \"log\":\"probity.example/acme/record\"",
        "/registrar/ | /",
        "01k8zq3v9w | 01K8ZQ3V9W",
        "01k8zq3v9w | 91k8zq3v9w",
        "\"time\":\"2026 | \"time\":\"+2026",
        "\"prev\":\"\" | \"prev\":\"00\"",
        "\"unknown\":\"kept\" | \"unknown\": \"kept\"",
      })
  void a_member_of_another_form_is_refused(String good, String bad) {
    assertThat(parse(text -> text)).isInstanceOf(Checked.Valid.class);
    assertThat(body().canonical()).contains(good);

    assertThat(parse(text -> text.replace(good, bad))).isInstanceOf(Checked.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T09:00:00.000Z", "2026-11-31T09:00:00.000Z", "2026-11-25T24:00:00.000Z",
        "2026-11-25T09:00:60.000Z", "2026-11-25T09:00:00Z", "2026-11-25T09:00:00.000+00:00",
        "2026-11-25 09:00:00.000Z"
      })
  void a_time_that_no_clock_shows_is_refused(String time) {
    assertThat(parse(text -> text.replace("2026-11-25T09:00:00.000Z", time)))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void a_list_holds_64_items_at_any_depth() {
    var list = "[{\"a\":[" + String.join(",", Collections.nCopies(64, "0")) + "]}]";

    assertThat(parse(text -> text.replace("\"kept\"", list))).isInstanceOf(Checked.Valid.class);
    assertThat(parse(text -> text.replace("\"kept\"", list.replaceFirst("0", "0,0"))))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void an_entry_has_exactly_one_signature_line_and_it_bears_the_name_of_its_series() {
    byte[] text = Entry.text(body());
    byte[] note = Note.sign(text, KEY);

    assertThat(Entry.parse(Note.addSignature(note, text, TestKey.named("someone"))))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(Entry.parse(Note.sign(text, TestKey.named("someone"))))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void an_entry_is_one_line_of_at_most_16_kib() {
    assertThat(parse(text -> text.replace("kept", "x".repeat(15_000))))
        .isInstanceOf(Checked.Valid.class);
    assertThat(parse(text -> text.replace("kept", "x".repeat(16_384))))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(parse(text -> text + "\n")).isInstanceOf(Checked.Invalid.class);
    assertThat(Entry.parse(new byte[0])).isInstanceOf(Checked.Invalid.class);
  }
}
