package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
        .isLessThanOrEqualTo(PhoneReader.READINGS + text.length() / PhoneReader.CHARS_A_READING);
    assertThat(reader.alive()).isEqualTo(text.length());
  }

  @Test
  void a_number_that_comes_after_too_many_is_found_by_its_form() {
    String many = "tel 030 901820,".repeat(3000);

    var findings = findings(PhoneRegions.of(List.of("DE")), many);

    assertThat(findings).hasSize(3000);
    assertThat(findings.getFirst().confidence()).isEqualTo(90);
    assertThat(findings.getLast().confidence()).isEqualTo(50);
  }

  @Test
  void a_region_that_has_no_telephones_is_named() {
    assertThatThrownBy(() -> PhoneRegions.of(List.of("DE", "XX")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`XX` is no region with telephones");
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
