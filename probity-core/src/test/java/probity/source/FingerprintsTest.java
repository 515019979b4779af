package probity.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private static final String TEXT =
      """
      The quarterly payroll run closes on the third working day. Corrections that arrive later
      are paid with the next run, and the head of payroll signs each of them. Überstunden über
      zwölf Stunden brauchen die Zustimmung des Betriebsrats: ohne sie wird nichts ausgezahlt.
      """;

  @Test
  void layout_quotes_and_case_change_nothing() {
    String quoted = "> " + TEXT.toUpperCase(java.util.Locale.ROOT).replace("\n", "\r\n> > ");

    assertThat(hashes(quoted)).isEqualTo(hashes(TEXT));
  }

  @Test
  void escapes_of_JSON_are_undone_however_often_they_were_escaped() {
    String once = TEXT.replace("\n", "\\n").replace("ü", "\\u00fc");
    String twice = once.replace("\\", "\\\\");

    assertThat(hashes(once)).isEqualTo(hashes(TEXT));
    assertThat(hashes(twice)).isEqualTo(hashes(TEXT));
  }

  @Test
  void a_letter_and_its_mark_may_be_one_character_or_two() {
    String apart = java.text.Normalizer.normalize(TEXT, java.text.Normalizer.Form.NFD);

    assertThat(apart).isNotEqualTo(TEXT);
    assertThat(hashes(apart)).isEqualTo(hashes(TEXT));
  }

  @Test
  void ligatures_are_the_letters_that_they_stand_for() {
    String text = "the first office of final efficiency offers five fine files";

    assertThat(hashes(text.replace("fi", "ﬁ").replace("ffi", "ﬃ"))).isEqualTo(hashes(text));
  }

  @Test
  void every_script_has_letters() {
    String russian = "Отпуск согласуется с руководителем не позднее чем за четырнадцать дней";
    String chinese = "员工应当在休假开始前十四天向其直属主管提出书面申请并取得批准方可休假否则视为旷工处理";

    assertThat(Fingerprints.of(russian).letters()).isEqualTo(61);
    assertThat(Fingerprints.of(russian).size()).isPositive();
    assertThat(Fingerprints.of(chinese).letters()).isEqualTo(chinese.length());
    assertThat(Fingerprints.of(chinese).size()).isPositive();
  }

  @Test
  void a_run_that_two_texts_share_leaves_a_fingerprint_in_both() {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String run = letters(random, Fingerprints.CERTAIN);
      var one = Fingerprints.of(letters(random, random.nextInt(80)) + run + letters(random, 30));
      var other = Fingerprints.of(letters(random, random.nextInt(80)) + run);

      assertThat(LongStream.of(one.hashes()).anyMatch(hash -> contains(other, hash))).isTrue();
    }
  }

  @Test
  void about_one_of_eight_runs_is_chosen() {
    var prints = Fingerprints.of(letters(new Random(3), 100_000));

    assertThat(100_000.0 / prints.size()).isBetween(8.0, 9.0);
  }

  @Test
  void hashes_are_spread_over_all_numbers() {
    long[] hashes = hashes(letters(new Random(3), 100_000));

    for (int bit = 0; bit < Long.SIZE; bit++) {
      long mask = 1L << bit;
      double set = LongStream.of(hashes).filter(hash -> (hash & mask) != 0).count();
      assertThat(set / hashes.length).isBetween(0.47, 0.53);
    }
  }

  @Test
  void offsets_are_those_of_the_text_as_it_came() {
    String text = "«« " + TEXT.replace("\n", "\\n") + " »»";
    var prints = Fingerprints.of(text);

    for (int i = 0; i < prints.size(); i++) {
      String part = text.substring(prints.start(i), prints.end(i));
      assertThat(Fingerprints.of(part).hashes()).containsExactly(prints.hash(i));
      assertThat(Fingerprints.of(part).letters()).isEqualTo(Fingerprints.LENGTH);
    }
  }

  @Test
  void texts_of_fewer_letters_than_a_fingerprint_has_leave_none() {
    assertThat(Fingerprints.of("a".repeat(23)).size()).isZero();
    assertThat(Fingerprints.of("the quick brown fox jumps over").size()).isEqualTo(1);
    assertThat(Fingerprints.of("").letters()).isZero();
  }

  @Test
  void what_ends_in_half_an_escape_is_read_to_its_end() {
    for (String end :
        new String[] {"\\", "\\\\\\", "\\u", "\\u00", "\\ud83d", "\\ud83d\\", "\ud83d"}) {
      assertThat(Fingerprints.of("abc" + end).letters()).isBetween(3, 6);
    }
  }

  private static long[] hashes(String text) {
    return Fingerprints.of(text).hashes();
  }

  private static boolean contains(Fingerprints prints, long hash) {
    return Arrays.stream(prints.hashes()).anyMatch(other -> other == hash);
  }

  private static String letters(Random random, int count) {
    var letters = new StringBuilder();
    for (int i = 0; i < count; i++) letters.append((char) ('a' + random.nextInt(26)));
    return letters.toString();
  }
}
