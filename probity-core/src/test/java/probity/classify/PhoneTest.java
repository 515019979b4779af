package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Finding;
import probity.wire.PlainText;

class PhoneTest {
  /// A line of the texts of the label: regions that are declared, and a text.
  record Line(PhoneRegions regions, String text) {
    static Line of(String line) {
      String[] parts = line.split("\t", 2);
      List<String> codes = parts[0].equals("-") ? List.of() : List.of(parts[0].split(",", -1));
      return new Line(PhoneRegions.of(codes), parts[1]);
    }
  }

  static Stream<Line> found() {
    return lines("found");
  }

  static Stream<Line> passed() {
    return lines("passed");
  }

  @ParameterizedTest
  @MethodSource
  void found(Line line) {
    String plain = line.text.replaceAll("[\u27e6\u27e7]", "");

    assertThat(marked(line.regions, plain)).isEqualTo(line.text);
  }

  @ParameterizedTest
  @MethodSource
  void passed(Line line) {
    assertThat(marked(line.regions, line.text)).isEqualTo(line.text);
  }

  @Test
  void a_number_of_a_declared_region_is_surer_than_one_that_a_word_tells_of() {
    var declared = PhoneRegions.of(List.of("DE"));

    assertThat(confidence(declared, "Tel. 030 901820")).isEqualTo(90);
    assertThat(confidence(declared, "030 901820")).isEqualTo(75);
    assertThat(confidence(PhoneRegions.UNDECLARED, "Tel. 030 901820")).isEqualTo(80);
    // As long as a number, in no range that is given out.
    assertThat(confidence(declared, "Tel. 0100 9018200")).isEqualTo(55);
  }

  /// What a text may cost, however it is made.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tel 030 901820,",
        "12 34 56 78 90 12 34,",
        "tel 12 34 56 78 90 12 34\n",
        "+49 30 901820 ",
        "+4930901820+",
        "+999 12345678 ",
        "0301234567 ",
        "1",
        "1 ",
        "tel (1) ",
        "+1",
        "(((",
        "212-736-5000 "
      })
  void numbers_are_parsed_a_bounded_number_of_times(String hostile) {
    String text = hostile.repeat(40_000 / hostile.length());
    var regions = PhoneRegions.of(List.of("DE", "FR", "GB", "US"));
    var reader = new PhoneReader(regions, new PhoneNumbers(regions), 0);

    reader.read(Window.of(text), true, (kind, start, end, confidence) -> {});

    assertThat(reader.readings())
        .isLessThanOrEqualTo(PhoneBudget.READINGS + text.length() / PhoneBudget.CHARS_A_READING);
    assertThat(reader.alive()).isEqualTo(text.length());
  }

  @Test
  void a_number_that_comes_after_too_many_is_found_by_its_form() {
    String many = numbered("tel 030 90%05d,", 3000);

    var findings = findings(PhoneRegions.of(List.of("DE")), many);

    assertThat(findings).hasSize(3000);
    assertThat(findings.getFirst().confidence()).isEqualTo(90);
    assertThat(findings.getLast().confidence()).isEqualTo(50);
  }

  @Test
  void every_line_of_a_table_has_its_number_found_in_ten_regions() {
    var ten = PhoneRegions.of(List.of("DE", "AT", "CH", "FR", "GB", "IT", "ES", "NL", "BE", "PL"));
    String same = "Kundin Nr. A Maier, Hauptstrasse, Berlin; 030 9010000\n".repeat(300);
    String others = numbered("Kundin Nr. A Maier, Hauptstrasse, Berlin; 030 90%05d\n", 300);
    String parted = numbered("Maier, Berlin; 0049-30-90%05d; ", 300);

    assertThat(findings(ten, same)).hasSize(300).allMatch(each -> each.confidence() >= 75);
    assertThat(findings(ten, others)).hasSize(300);
    assertThat(findings(ten, parted)).hasSize(300);
  }

  @Test
  void many_digits_that_are_no_numbers_do_not_hide_one() {
    var one = PhoneRegions.of(List.of("DE"));
    String same = "010-0010-00; ".repeat(300);
    String others = numbered("010-%05d-00; ", 3000);

    assertThat(findings(one, same + " 030 901820").getLast().confidence()).isEqualTo(75);
    assertThat(texts(one, others + " 030 901820")).endsWith("030 901820");
  }

  @Test
  void what_is_known_of_a_number_costs_nothing_again() {
    var regions = PhoneRegions.of(List.of("DE", "FR"));
    var reader = new PhoneReader(regions, new PhoneNumbers(regions), 0);

    reader.read(Window.of("030 901820, 030 901820, 030 901820"), true, (_, _, _, _) -> {});

    assertThat(reader.readings()).isEqualTo(1);
  }

  @Test
  void a_region_whose_prefix_does_not_fit_costs_nothing() {
    var regions = PhoneRegions.of(List.of("DE", "HU", "RU"));
    var reader = new PhoneReader(regions, new PhoneNumbers(regions), 0);

    reader.read(Window.of("tel 030 90182; "), true, (_, _, _, _) -> {});

    assertThat(reader.readings()).isEqualTo(1);
  }

  @Test
  void a_region_that_has_no_telephones_is_named() {
    assertThatThrownBy(() -> PhoneRegions.of(List.of("DE", "XX")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`XX` is no region with telephones");
  }

  private static String numbered(String form, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> form.replace("%05d", String.valueOf(10_000 + i * 7 % 90_000)))
        .collect(Collectors.joining());
  }

  private static List<String> texts(PhoneRegions regions, String text) {
    return findings(regions, text).stream()
        .map(each -> text.substring(each.start(), each.end()))
        .toList();
  }

  private static int confidence(PhoneRegions regions, String text) {
    var findings = findings(regions, text);
    assertThat(findings).hasSize(1);
    return findings.getFirst().confidence();
  }

  private static String marked(PhoneRegions regions, String text) {
    var marked = new StringBuilder(text);
    for (Finding each : findings(regions, text).reversed()) {
      marked.insert(each.end(), '\u27e7').insert(each.start(), '\u27e6');
    }
    return marked.toString();
  }

  private static List<Finding> findings(PhoneRegions regions, String text) {
    return Detectors.of(List.of("personal.phone"), regions, OwnLabels.NONE)
        .inspect(PlainText.texts(text));
  }

  private static Stream<Line> lines(String file) {
    String name = "/detectors/personal.phone/" + file + ".txt";
    try (InputStream in = PhoneTest.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("`" + name + "` is missing");
      var lines = new ArrayList<Line>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Line::of)
          .forEach(lines::add);
      return lines.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
