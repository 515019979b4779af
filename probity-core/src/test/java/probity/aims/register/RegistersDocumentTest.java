package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/registers.md says what the descriptions say. `-Dgolden=rewrite` writes its tables anew.
class RegistersDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/registers.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Registers REGISTERS = Registers.ofProduct();

  @Test
  void the_tables_are_those_of_the_descriptions() throws IOException {
    String document = Files.readString(DOCUMENT);
    String made = replaced(replaced(document, "registers", registers()), "fields", fields());
    if ("rewrite".equals(System.getProperty("golden"))) Files.writeString(DOCUMENT, made);

    assertThat(Files.readString(DOCUMENT)).isEqualTo(made);
  }

  @Test
  void the_table_of_types_has_every_type() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(FieldReader.TYPES)
        .allSatisfy(type -> assertThat(document).contains("\n| `" + type + "` |"));
  }

  @Test
  void the_new_register_of_the_guide_loads_beside_the_products() throws IOException {
    var example = EXAMPLE.matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    var files = new ArrayList<>(Registers.descriptions());
    files.add(new RegisterFile("registers/trainings.yaml", example.group(1)));

    var reading = Registers.read(files);

    assertThat(reading).isInstanceOf(RegistersReading.Loaded.class);
    var registers = ((RegistersReading.Loaded) reading).registers();
    assertThat(registers.all()).hasSize(REGISTERS.all().size() + 1);
    assertThat(registers.ofRecord("training-1")).contains(registers.all().getLast());
    var form = registers.all().getLast().field("form").orElseThrow();
    assertThat(FieldValue.of(registers, form, "practice WITH cases"))
        .isEqualTo(new FieldValue.Canonical("practice"));
  }

  private static String replaced(String document, String part, String table) {
    String begin = "<!-- " + part + " -->\n";
    int from = document.indexOf(begin) + begin.length();
    int to = document.indexOf("<!-- /" + part + " -->");
    return document.substring(0, from) + table + document.substring(to);
  }

  private static String registers() {
    var out = new StringBuilder();
    out.append(
        "| group | register | ids | what it is for | serves | writes | approves | review |\n");
    out.append("|---|---|---|---|---|---|---|---|\n");
    for (Register register : REGISTERS.all()) {
      String review = register.reviewMonths() == 0 ? "" : Integer.toString(register.reviewMonths());
      out.append("| ").append(register.group());
      out.append(" | ").append(register.title()).append(", `").append(register.id());
      out.append("` | `").append(register.prefix()).append("-7` | ").append(register.about());
      out.append(" | ").append(String.join(", ", register.clauses()));
      out.append(" | ").append(duties(register.edits()));
      out.append(" | ").append(duties(register.approves()));
      out.append(" | ").append(review).append(" |\n");
    }
    return out.toString();
  }

  private static String fields() {
    var out = new StringBuilder("| register | fields |\n|---|---|\n");
    for (Register register : REGISTERS.all()) {
      out.append("| `").append(register.id()).append("` | ");
      out.append(
          register.fields().stream()
              .map(RegistersDocumentTest::shown)
              .collect(Collectors.joining(" · ")));
      out.append(" |\n");
    }
    return out.toString();
  }

  private static String shown(Field field) {
    String name = "`" + field.id() + "`";
    String needed =
        field
            .needed()
            .map(need -> ", *where* " + need.field() + " is " + String.join(", ", need.values()))
            .orElse("");
    String filled = field.filled().map(one -> ", filled by `" + one.word() + "`").orElse("");
    return (field.required() ? "**" + name + "**" : name)
        + " "
        + type(field.type())
        + filled
        + needed;
  }

  private static String type(FieldType type) {
    return switch (type) {
      case FieldType.Line _ -> "line";
      case FieldType.Text _ -> "text";
      case FieldType.Choice(_, boolean many) -> many ? "choices" : "choice";
      case FieldType.WholeNumber(long min, long max) -> min + " to " + max;
      case FieldType.Day() -> "day";
      case FieldType.YesNo() -> "yes or no";
      case FieldType.Person() -> "person";
      case FieldType.Personal _ -> "personal";
      case FieldType.Link(var to, _) -> "→ " + String.join(", ", to);
      case FieldType.Controls(boolean many) -> many ? "controls" : "control";
      case FieldType.Words(var of, _) -> "of the bundle's " + of;
      case FieldType.Exchange() -> "record of the gateway";
      case FieldType.Query() -> "query of records";
      case FieldType.Address() -> "address";
    };
  }

  private static String duties(Set<Duty> duties) {
    return Arrays.stream(Duty.values())
        .filter(duties::contains)
        .map(Duty::title)
        .collect(Collectors.joining(", "));
  }
}
