package probity.source;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.source.Words.document;
import static probity.source.Words.index;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private final Words words = new Words(11);
  private final String payroll = words.text(400);
  private final String handbook = words.text(400);

  @Test
  void a_part_of_a_document_is_told_with_its_place_in_the_prompt() {
    var index = index(document("hr/payroll", payroll), document("hr/handbook", handbook));
    String part = handbook.substring(500, 1300);
    String prompt = "Answer by this alone.\n\n" + part + "\n\nHow many days are there?";

    var attribution = Attribution.of(index, List.of(prompt));

    assertThat(attribution.spans()).hasSize(1);
    var span = attribution.spans().getFirst();
    assertThat(span.source().id()).isEqualTo("hr/handbook");
    assertThat(span.version().number()).isEqualTo(1);
    assertThat(span.score()).isEqualTo(100);
    int start = prompt.indexOf(part);
    assertThat(span.start()).isBetween(start, start + 30);
    assertThat(span.end()).isBetween(start + part.length() - 30, start + part.length());
    assertThat(attribution.index()).isEqualTo(index.version());
  }

  @Test
  void what_no_document_holds_is_unattributed() {
    var index = index(document("hr/payroll", payroll));

    var nothing = Attribution.of(index, List.of(words.text(200)));
    var half = Attribution.of(index, List.of(payroll, words.text(400)));
    var all = Attribution.of(index, List.of(payroll));

    assertThat(nothing.spans()).isEmpty();
    assertThat(nothing.unattributedPercent()).isEqualTo(100);
    assertThat(half.unattributedPercent()).isBetween(45, 56);
    assertThat(all.unattributedPercent()).isBetween(0, 2);
    assertThat(Attribution.of(index, List.of()).unattributedPercent()).isZero();
  }

  @Test
  void lines_that_stand_in_several_documents_tell_nothing() {
    String footer = words.text(60);
    var index =
        index(document("a", words.text(200) + footer), document("b", words.text(200) + footer));

    var attribution = Attribution.of(index, List.of("Please sort this out.\n" + footer));

    assertThat(attribution.spans()).isEmpty();
  }

  @Test
  void a_sentence_that_a_document_holds_is_too_little() {
    var index = index(document("hr/payroll", payroll));

    var attribution = Attribution.of(index, List.of(words.text(100) + payroll.substring(40, 90)));

    assertThat(attribution.spans()).isEmpty();
  }

  @Test
  void a_near_duplicate_hides_no_document() {
    var index =
        index(document("hr/payroll", payroll), document("public/copy", payroll + words.text(20)));

    var attribution = Attribution.of(index, List.of(payroll.substring(0, 1_000)));

    assertThat(attribution.spans())
        .extracting(span -> span.source().id())
        .containsExactlyInAnyOrder("hr/payroll", "public/copy");
    assertThat(attribution.unattributedPercent()).isBetween(0, 5);
  }

  @Test
  void of_a_changed_document_the_version_that_fits_is_named() {
    String before = words.text(150);
    String after = words.text(150);
    var first = index(document("hr/payroll", payroll + before));
    var second = index(first, document("hr/payroll", payroll + after));

    assertThat(versionOf(second, before)).isEqualTo(1);
    assertThat(versionOf(second, after)).isEqualTo(2);
    assertThat(versionOf(second, payroll)).isEqualTo(2);
  }

  @Test
  void words_that_were_replaced_do_not_hide_a_part() {
    var index = index(document("hr/payroll", payroll), document("hr/handbook", handbook));
    String[] changed = payroll.split(" ", -1);
    for (int i = 3; i < changed.length; i += 7) changed[i] = words.text(1).strip();

    var attribution = Attribution.of(index, List.of(String.join(" ", changed)));

    assertThat(attribution.spans()).extracting(span -> span.source().id()).contains("hr/payroll");
    assertThat(attribution.spans()).noneMatch(span -> span.source().id().equals("hr/handbook"));
  }

  private static int versionOf(SourceIndex index, String text) {
    return Attribution.of(index, List.of(text)).spans().getFirst().version().number();
  }
}
