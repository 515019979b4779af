package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.aims.register.FieldType.Choice;

class FieldValueTest {
  private static final Registers REGISTERS = Registers.ofProduct();
  private static final FieldType LINE = new FieldType.Line(20);
  private static final FieldType TEXT = new FieldType.Text(40);
  private static final FieldType NUMBER = new FieldType.WholeNumber(-3, 5);
  private static final FieldType DAY = new FieldType.Day();
  private static final FieldType LEVELS =
      new Choice(List.of(new Option("low", "Small"), new Option("high", "Large")), true);
  private static final FieldType LEVEL =
      new Choice(List.of(new Option("low", "Small"), new Option("high", "Large")), false);
  private static final FieldType LINKS = new FieldType.Link(List.of("risks", "impacts"), true);
  private static final FieldType LINK = new FieldType.Link(List.of("risks"), false);
  private static final FieldType CONTROLS = new FieldType.Controls(true);
  private static final FieldType WORDS = new FieldType.Words("rules", true);
  private static final FieldType ADDRESS = new FieldType.Address();

  @Test
  void the_same_words_are_one_text_however_they_were_typed() {
    assertThat(of(LINE, "\uFEFF Zu\u0308rich \t\r\n Nord ")).isEqualTo("Zürich Nord");
    assertThat(of(TEXT, "\n\n a \r\n\tb\u2028\u000Bc \u00A0\n\n")).isEqualTo("a\n\tb\n\nc");
    assertThat(of(LINE, " \u200B\u00AD\u3164 ")).isEmpty();
  }

  @Test
  void what_people_write_in_other_scripts_stays_as_it_is() {
    for (String text :
        List.of("می‌خواهم", "👩‍👩‍👧", "שלום \u2068ISO\u2069 א", "हिन्दी", "שלום\u200F")) {
      assertThat(of(LINE, text)).isEqualTo(text);
    }
  }

  @Test
  void signs_that_make_a_text_read_otherwise_than_it_is_written_are_refused() {
    assertThat(of(LINE, "a\u202Etxt.exe"))
        .isEqualTo(
            "! line 1 has the character `U+202E`, which turns the direction of what follows");
    assertThat(of(TEXT, "a\nb\u0007"))
        .isEqualTo("! line 2 has the character `U+0007`, which is no part of a text");
    assertThat(of(LINE, "a\uD800")).startsWith("! line 1 has the character `U+D800`");
    assertThat(of(LINE, "a\uDB40\uDC41")).startsWith("! line 1 has the character `U+E0041`");
    assertThat(of(TEXT, "a\n\u2067b\nc\u2069"))
        .isEqualTo(
            "! line 2 has the character `U+2067`, which is not closed by `U+2069` in its line");
    assertThat(of(LINE, "a\u2069"))
        .isEqualTo("! line 1 has the character `U+2069`, which closes what was not opened");
  }

  @Test
  void marks_are_not_heaped_on_a_letter() {
    String heaped = "! at most 30 marks on one letter were expected";

    assertThat(of(new FieldType.Line(500), "x" + "\u0301".repeat(30))).hasSize(31);
    assertThat(of(new FieldType.Line(500), "x" + "\u0301".repeat(31))).isEqualTo(heaped);
    assertThat(of(new FieldType.Line(500), "x" + "\u0344".repeat(16))).isEqualTo(heaped);
    assertThat(of(new FieldType.Text(20_000), "\u0301\u0323".repeat(80_000))).isEqualTo(heaped);
  }

  @Test
  void a_text_has_no_more_characters_than_its_field_allows() {
    assertThat(of(LINE, "👍".repeat(20))).hasSize(40);
    assertThat(of(LINE, "👍".repeat(21))).isEqualTo("! 21 characters, at most 20 were expected");
    assertThat(of(LINE, "a\u0301".repeat(20))).isEqualTo("á".repeat(20));
    assertThat(of(LINE, "x".repeat(1_000_000)))
        .isEqualTo("! 1000000 characters, at most 20 were expected");
  }

  @Test
  void a_record_of_the_gateway_is_named_by_the_id_of_its_exchange() {
    var exchange = new FieldType.Exchange();

    assertThat(of(exchange, " 01k0000000000000000000000a "))
        .isEqualTo("01K0000000000000000000000A");
    assertThat(of(exchange, "records:7"))
        .isEqualTo(
            "! the id of a record of the gateway, which has 26 letters and digits, was expected,"
                + " not `records:7`");
  }

  @ParameterizedTest
  @CsvSource({
    "'verdict=permit  label=payment.card', 'label=payment.card verdict=permit'",
    "'/records?label=payment.card&verdict=permit', 'label=payment.card verdict=permit'",
    "'https://probity.example/records?system=a%2Fb', 'system=a/b'",
    "'model=a+b', 'model=a+b'",
    "'model=a%2Bb', 'model=a+b'",
    "'model=a%24(b)', '! `model` was expected with one word behind `=`, not `a$(b)`'",
    "'model=%zz', '! `model` was expected with one word behind `=`, not `%zz`'",
    "'', ''",
    "'  ', ''",
    "'label=', '! `label` was expected with one word behind `=`, not ``'",
    "'label=a label=b', '! `label` was expected once'",
    "'label', '! `label` was expected with one word behind `=`, not ``'",
  })
  void records_are_asked_for_by_words_in_an_order_of_their_own(String raw, String canonical) {
    assertThat(of(new FieldType.Query(), raw)).isEqualTo(canonical);
    if (!canonical.isEmpty() && !canonical.startsWith("!")) {
      var query = RecordQuery.of(canonical);
      assertThat(of(new FieldType.Query(), "?" + query.address())).isEqualTo(canonical);
    }
  }

  @Test
  void what_records_cannot_be_asked_for_is_said() {
    assertThat(of(new FieldType.Query(), "from=2026-11-01"))
        .startsWith("! records are asked for by bundle, caller, ")
        .contains("not by `from`");
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "+5, 5", "-3, -3", "-0, 0", "0003, 3", "3.00, 3", "' 3 ', 3", "'', ''"})
  void a_number_is_written_without_ornament(String raw, String canonical) {
    assertThat(of(NUMBER, raw)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({"6", "-4", "3.5", "three", "1e2", "--1", "٣", "99999999999999999999", "0x1"})
  void a_number_beyond_its_bounds_is_wrong(String raw) {
    assertThat(of(NUMBER, raw))
        .isEqualTo("! a whole number from -3 to 5 was expected, not `" + raw + "`");
  }

  @Test
  void a_day_is_one_of_the_calendar() {
    assertThat(of(DAY, " 2028-02-29")).isEqualTo("2028-02-29");
    assertThat(of(DAY, "2027-02-29")).isEqualTo("! `2027-02-29` is no day of the calendar");
    assertThat(of(DAY, "29.2.2028"))
        .isEqualTo("! a day such as `2026-11-27` was expected, not `29.2.2028`");
    assertThat(of(DAY, "2028-2-29")).startsWith("! a day such as");
    assertThat(of(DAY, "20280229")).startsWith("! a day such as");
    assertThat(of(DAY, "0001-01-01"))
        .isEqualTo("! a day of the years 1900 to 2199 was expected, not `0001-01-01`");
  }

  @Test
  void yes_and_no_are_known_in_either_case() {
    assertThat(of(new FieldType.YesNo(), "Yes")).isEqualTo("yes");
    assertThat(of(new FieldType.YesNo(), "FALSE")).isEqualTo("no");
    assertThat(of(new FieldType.YesNo(), "maybe"))
        .isEqualTo("! `yes` or `no` was expected, not `maybe`");
  }

  @Test
  void options_are_known_by_id_and_title_and_stand_in_their_order() {
    assertThat(of(LEVELS, "large; LOW\nHigh")).isEqualTo("low\nhigh");
    assertThat(of(LEVEL, "small")).isEqualTo("low");
    assertThat(of(LEVEL, "Small; Large")).isEqualTo("! 2 values, one was expected");
    assertThat(of(LEVELS, "low; middling"))
        .isEqualTo("! one of `Small`, `Large` was expected, not `middling`");
  }

  @Test
  void links_stand_once_and_in_order_and_name_records_of_the_right_register() {
    assertThat(of(LINKS, "impact-3, risk-10 RISK-9;risk-10"))
        .isEqualTo("risk-9\nrisk-10\nimpact-3");
    assertThat(of(LINKS, "finding-1"))
        .isEqualTo(
            "! the id of a record of `risks`, `impacts`, such as `risk-7`, was expected, not `finding-1`");
    assertThat(of(LINK, "risk-01")).startsWith("! the id of a record");
    assertThat(of(LINK, "risk-1 risk-2")).isEqualTo("! 2 values, one was expected");
    assertThat(of(new FieldType.Person(), "Person-4")).isEqualTo("person-4");
    assertThat(of(new FieldType.Person(), "risk-4")).startsWith("! the id of a record of `people`");
    assertThat(of(LINKS, many(200)).lines()).hasSize(200);
    assertThat(of(LINKS, many(201))).isEqualTo("! 201 values, at most 200 were expected");
  }

  @Test
  void controls_are_published_numbers_or_have_a_scheme_of_their_own() {
    assertThat(of(CONTROLS, "own:prompt-review A.10.2, 42001:A.2.2 a.6.2.8"))
        .isEqualTo("42001:A.2.2\n42001:A.6.2.8\n42001:A.10.2\nown:prompt-review");
    assertThat(of(CONTROLS, "seed:A.7.4")).isEqualTo("42001:A.6.2.2");
    for (String raw : List.of("A.6.2.9", "A.6.2", "6.1.2", "42001:A.9.9", "seed:A.2.2", "x")) {
      assertThat(of(CONTROLS, raw))
          .isEqualTo(
              "! a control of Annex A, such as `A.6.2.8`, or `<scheme>:<ref>` with `own:` for your"
                  + " own, was expected, not `"
                  + raw
                  + "`");
    }
  }

  @Test
  void words_of_the_bundle_have_the_form_of_its_ids() {
    assertThat(of(WORDS, "b, a\na")).isEqualTo("a\nb");
    assertThat(of(WORDS, "<b>"))
        .isEqualTo("! a word of the bundle's `rules` was expected, not `<b>`");
  }

  @Test
  void an_address_is_absolute_and_names_no_user() {
    assertThat(of(ADDRESS, " HTTPS://Example.ORG/A?b=C#d "))
        .isEqualTo("https://example.org/A?b=C#d");
    assertThat(of(ADDRESS, "https://[::1]:8443/")).isEqualTo("https://[::1]:8443/");
    for (String raw :
        List.of(
            "http://example.org",
            "javascript:alert(1)",
            "https:///x",
            "https://a@example.org",
            "https://example.org:99999/",
            "https://example.org/a b",
            "https://exämple.org",
            "//example.org",
            "example.org")) {
      assertThat(of(ADDRESS, raw))
          .isEqualTo(
              "! an address such as `https://example.org/page` was expected, not `" + raw + "`");
    }
  }

  @Test
  void people_read_titles_and_numbers() {
    assertThat(FieldValue.show(field(LEVELS), "low\nhigh")).isEqualTo("Small\nLarge");
    assertThat(FieldValue.show(field(CONTROLS), "42001:A.2.2\nown:x")).isEqualTo("A.2.2\nown:x");
    assertThat(FieldValue.show(field(new FieldType.YesNo()), "yes")).isEqualTo("Yes");
    assertThat(FieldValue.show(field(LEVELS), "")).isEmpty();
  }

  private static String many(int count) {
    var ids = new StringBuilder();
    for (int i = 1; i <= count; i++) ids.append("risk-").append(i).append(' ');
    return ids.toString();
  }

  private static Field field(FieldType type) {
    return new Field("f", "F", "", type, false, false, false);
  }

  private static String of(FieldType type, String raw) {
    return switch (FieldValue.of(REGISTERS, field(type), raw)) {
      case FieldValue.Canonical(var text) -> text;
      case FieldValue.Wrong(var sentence) -> "! " + sentence;
    };
  }
}
