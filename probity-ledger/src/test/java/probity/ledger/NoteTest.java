package probity.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signed notes, against the vectors of C2SP and of Go's sumdb/note.
class NoteTest {
  private static final TestKey KEY = TestKey.named("probity.example/a");
  private static final TestKey OTHER = TestKey.named("probity.example/b");
  private static final byte[] TEXT = "text\n\nmore\n".getBytes(UTF_8);

  @Test
  void the_key_of_the_specification_is_read_and_written_alike() {
    String vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    assertThat(VerifierKey.parse(vkey).orThrow()).hasToString(vkey);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // another id, another name, another type, no padding, stray bits, upper-case id, no point
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a",
        ""
      })
  void a_key_that_is_changed_anywhere_is_refused(String vkey) {
    assertThat(VerifierKey.parse(vkey)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void bytes_that_are_no_point_of_the_curve_are_no_key() {
    byte[] raw = new byte[32];
    raw[0] = 2;

    assertThat(VerifierKey.of("a", raw)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void the_published_checkpoint_verifies_under_the_published_key() {
    var key =
        VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
            .orThrow();
    String text = "PeterNeumann\n3\n1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw=\n";
    byte[] signed =
        Base64.getDecoder()
            .decode(
                "x08go6muqj0prq4hbIIU49H9lWhX5eL+YGCPuuG6NEVNDwxLXzlhdtYYwgBC3Dgi2YIOAkKFHyUiN/6nx69Y8mKhAQ0=");

    assertThat(key.verifies(text.getBytes(UTF_8), Arrays.copyOfRange(signed, 4, 68))).isTrue();
    assertThat(
            key.verifies(text.replace("3", "4").getBytes(UTF_8), Arrays.copyOfRange(signed, 4, 68)))
        .isFalse();
  }

  @Test
  void a_signature_has_one_form_though_its_number_is_taken_modulo_the_order() {
    byte[] message = {1};
    byte[] signature = KEY.sign(message);
    var order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    byte[] twin = signature.clone();
    var s = BigInteger.ZERO;
    for (int i = 63; i >= 32; i--) s = s.shiftLeft(8).or(BigInteger.valueOf(signature[i] & 0xff));
    s = s.add(order);
    for (int i = 32; i < 64; i++, s = s.shiftRight(8)) twin[i] = s.byteValue();

    assertThat(KEY.key().verifies(message, signature)).isTrue();
    assertThat(KEY.key().verifies(message, twin)).isFalse();
  }

  @Test
  void a_note_is_split_at_its_last_empty_line_and_verifies() {
    var note = Note.parse(Note.sign(TEXT, KEY)).orThrow();

    assertThat(note.text()).isEqualTo("text\n\nmore\n");
    assertThat(note.check(List.of(KEY.key()))).isInstanceOf(Checked.Valid.class);
  }

  @Test
  void inside_a_ledger_each_expected_key_signs_once_and_no_other_does() {
    byte[] one = Note.sign(TEXT, KEY);
    byte[] both = Note.addSignature(one, TEXT, OTHER);
    byte[] twice = Note.addSignature(one, TEXT, KEY);

    assertThat(faultOf(one, KEY, OTHER)).isEqualTo(Fault.UNKNOWN_KEY);
    assertThat(faultOf(both, KEY)).isEqualTo(Fault.UNKNOWN_KEY);
    assertThat(faultOf(twice, KEY)).isEqualTo(Fault.UNKNOWN_KEY);
    assertThat(Note.parse(both).then(n -> n.check(List.of(OTHER.key(), KEY.key()))))
        .isInstanceOf(Checked.Valid.class);
  }

  @Test
  void from_outside_unknown_keys_are_ignored_but_a_bad_line_by_a_known_one_is_not() {
    byte[] both = Note.addSignature(Note.sign(TEXT, KEY), TEXT, OTHER);
    byte[] bad = Note.addSignature(Note.sign(TEXT, KEY), "other\n".getBytes(UTF_8), KEY);

    assertThat(Note.parse(both).then(n -> n.checkAny(List.of(OTHER.key()))))
        .isInstanceOf(Checked.Valid.class);
    assertThat(Note.parse(bad).then(n -> n.checkAny(List.of(KEY.key()))))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(Note.parse(both).then(n -> n.checkAny(List.of())))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void no_byte_of_a_note_can_be_flipped_taken_or_added() {
    byte[] note = Note.sign(TEXT, KEY);

    for (int i = 0; i < note.length; i++) {
      byte[] flipped = note.clone();
      flipped[i] ^= 1;
      var cut = new ByteArrayOutputStream();
      cut.write(note, 0, i);
      cut.write(note, i + 1, note.length - i - 1);
      var added = new ByteArrayOutputStream();
      added.write(note, 0, i);
      added.write('\n');
      added.write(note, i, note.length - i);

      for (byte[] spoilt : List.of(flipped, cut.toByteArray(), added.toByteArray())) {
        assertThat(Note.parse(spoilt).then(n -> n.check(List.of(KEY.key()))))
            .as("byte %d", i)
            .isInstanceOf(Checked.Invalid.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n— a AAAAAAA=",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n— a  AAAAAAA=\n",
        "text\n\n— a AAAAAAA= \n",
        "text\n\n— a AAAAAAA\n",
        "text\n\n— a AAAAAAB=\n",
        "text\n\n— a AAAAAA==\n",
        "te\txt\n\n— a AAAAAAA=\n",
        "text\r\n\n— a AAAAAAA=\n"
      })
  void bytes_that_are_no_note_are_refused(String bytes) {
    assertThat(Note.parse("text\n\n— a AAAAAAA=\n".getBytes(UTF_8)))
        .isInstanceOf(Checked.Valid.class);

    assertThat(Note.parse(bytes.getBytes(UTF_8))).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    byte[] note = Note.sign(TEXT, KEY);
    note[0] = (byte) 0xff;

    assertThat(Note.parse(note)).isInstanceOf(Checked.Invalid.class);
  }

  private static Fault faultOf(byte[] note, TestKey... keys) {
    var expected = Arrays.stream(keys).map(TestKey::key).toList();
    return Note.parse(note).then(n -> n.check(expected))
            instanceof Checked.Invalid<Note>(var fault, var _)
        ? fault
        : throwValid();
  }

  private static Fault throwValid() {
    throw new AssertionError("the note was accepted");
  }
}
