package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import probity.policy.Seeds;

/// For every field of every register, and texts of all kinds.
class FieldLawsTest {
  private static final Registers REGISTERS = Registers.ofProduct();
  private static final List<Field> FIELDS =
      REGISTERS.all().stream().flatMap(register -> register.fields().stream()).toList();

  /// What texts are made of: things with a meaning to some type, and signs that are awkward.
  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "7",
          "-",
          ".",
          ":",
          ";",
          ",",
          " ",
          "\n",
          "\r\n",
          "\t",
          "\u000B",
          "\u0085",
          "\u2028",
          "\u00A0",
          "\u2000",
          "\u3000",
          "\uFEFF",
          "\u200B",
          "\u200D",
          "\u200F",
          "\u202E",
          "\u2066",
          "\u2068",
          "\u2069",
          "e\u0301",
          "\u0301",
          "\u0344",
          "\u1100\u1161\u11A8",
          "\u212B",
          "\uFB1D",
          "\uD834\uDD5E",
          "\uD800",
          "\uDC00",
          "\u0000",
          "\uFFFE",
          "\uFFFD",
          "`",
          "<b>",
          "risk-",
          "system-",
          "person-",
          "evidence-",
          "1",
          "10",
          "A.6.2.8",
          "42001:",
          "seed:A.7.4",
          "own:x",
          "yes",
          "No",
          "TRUE",
          "2026-11-27",
          "2026-02-30",
          "https://",
          "EXAMPLE.org",
          "/p?q#r",
          "%20",
          "@",
          "+",
          "0",
          "3.0",
          "special.health");

  @Test
  void the_canonical_form_is_a_fixed_point() {
    Seeds.check(
        4000,
        random -> {
          var field = any(random, FIELDS);

          if (read(field, text(random, field)) instanceof FieldValue.Canonical value) {
            assertThat(read(field, value.text())).as(field.id()).isEqualTo(value);
          }
        });
  }

  @Test
  void what_is_shown_reads_back() {
    Seeds.check(
        4000,
        random -> {
          var field = any(random, FIELDS);

          if (read(field, text(random, field)) instanceof FieldValue.Canonical value) {
            var shown = FieldValue.show(field, value.text());

            assertThat(read(field, shown)).as(field.id()).isEqualTo(value);
          }
        });
  }

  @Test
  void several_values_are_the_same_in_any_order_and_number() {
    var many = FIELDS.stream().filter(field -> !values(field).isEmpty()).toList();
    Seeds.check(
        1000,
        random -> {
          var field = any(random, many);
          var some =
              IntStream.range(0, 1 + random.nextInt(9))
                  .mapToObj(_ -> any(random, values(field)))
                  .collect(Collectors.toList());
          var canonical = read(field, String.join("\n", some));

          Collections.shuffle(some, random);
          some.add(any(random, some));

          assertThat(canonical).isInstanceOf(FieldValue.Canonical.class);
          assertThat(read(field, String.join(";", some))).as(field.id()).isEqualTo(canonical);
        });
  }

  @Test
  void a_sentence_about_what_was_wrong_is_one_line_that_can_be_shown() {
    Seeds.check(
        4000,
        random -> {
          var field = any(random, FIELDS);

          if (read(field, text(random, field)) instanceof FieldValue.Wrong(var sentence)) {
            assertThat(sentence).isNotBlank().hasSizeLessThan(600).doesNotContain("\n");
            assertThat(sentence.codePoints())
                .noneMatch(c -> Character.isISOControl(c) || (c >= 0x202A && c <= 0x202E))
                .noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
            assertThat(sentence.chars().filter(c -> c == '`').count() % 2).as(sentence).isZero();
          }
        });
  }

  private static FieldValue read(Field field, String raw) {
    return FieldValue.of(REGISTERS, field, raw);
  }

  /// Half of the time values of the field, in some disorder; otherwise anything.
  private static String text(Random random, Field field) {
    var values = values(field);
    var out = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      boolean value = !values.isEmpty() && random.nextInt(8) > 0;
      out.append(value ? any(random, values) : any(random, PIECES));
      if (value) out.append(any(random, List.of("\n", ";", " ; ", "\r\n")));
    }
    return out.toString();
  }

  private static List<String> values(Field field) {
    return switch (field.type()) {
      case FieldType.Choice(var options, boolean many) when many ->
          options.stream().flatMap(o -> List.of(o.id(), o.title()).stream()).toList();
      case FieldType.Link(var to, boolean many) when many ->
          to.stream()
              .map(id -> REGISTERS.find(id).orElseThrow().prefix())
              .flatMap(prefix -> List.of(prefix + "-1", prefix + "-2", prefix + "-10").stream())
              .toList();
      case FieldType.Controls(boolean many) when many ->
          List.of("A.2.2", "A.10.2", "42001:A.6.2.8", "seed:A.8.2", "own:x", "27001:A.5.1");
      case FieldType.Words(_, boolean many) when many -> List.of("a", "B", "a.b-c", "x/y");
      default -> List.of();
    };
  }

  private static <T> T any(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
