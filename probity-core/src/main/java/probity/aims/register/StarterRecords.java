package probity.aims.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import probity.aims.Catalogue;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Value;
import probity.yaml.Yaml;

/// What an organisation that has nothing yet can begin with: contents of records, in canonical
/// form, which nobody has decided on. A required owner is left to whoever takes them over.
public final class StarterRecords {
  private static final int RECORDS_MAX = 200;
  private static final int VALUE_MAX = 4000;

  private StarterRecords() {}

  /// The rows of a Statement of Applicability: the 38 controls, none of them decided.
  public static List<Map<String, String>> statement(Registers registers) {
    var register = register(registers, "applicability");
    return Catalogue.controls().stream()
        .map(control ->
            record(
                registers, register, Map.of("name", control.title(), "control", control.number())))
        .toList();
  }

  /// Risks and opportunities of each kind, in our own words.
  public static List<Map<String, String>> risks(Registers registers) {
    var register = register(registers, "risks");
    var mistakes = new Mistakes();
    var given =
        Yaml.read("risks.yaml", Registers.text("starters/risks.yaml"), mistakes)
            .items(RECORDS_MAX)
            .stream()
            .map(StarterRecords::values)
            .toList();
    if (!mistakes.none()) {
      throw new IllegalStateException(
          String.join("\n", mistakes.inOrder().stream().map(Mistake::render).toList()));
    }
    var records = new ArrayList<Map<String, String>>();
    for (Map<String, String> values : given) {
      var raw = new LinkedHashMap<>(Map.of("direction", "risk", "status", "identified"));
      raw.putAll(values);
      records.add(record(registers, register, raw));
    }
    return List.copyOf(records);
  }

  /// The objectives that Annex C names, by the words of the register of risks.
  public static List<Option> objectives() {
    return annexC("objective");
  }

  /// The sources of risk that Annex C names, by the words of the register of risks.
  public static List<Option> sources() {
    return annexC("source");
  }

  private static List<Option> annexC(String what) {
    return Registers.text("starters/annex-c.txt")
        .lines()
        .map(line -> Arrays.asList(line.split(" \\| ", -1)))
        .filter(row -> row.getFirst().equals(what))
        .map(row -> new Option(row.get(1), row.get(2)))
        .toList();
  }

  private static Map<String, String> values(Value item) {
    var values = new LinkedHashMap<String, String>();
    for (Value.Entry entry : item.entries(RegisterReader.FIELDS_MAX)) {
      entry
          .value()
          .asWritten(VALUE_MAX)
          .ifPresent(text -> values.put(entry.name().value(), text.value()));
    }
    return values;
  }

  private static Register register(Registers registers, String id) {
    return registers
        .find(id)
        .orElseThrow(() -> new IllegalStateException("no register `" + id + "`"));
  }

  /// In the order of the register's fields.
  private static Map<String, String> record(
      Registers registers, Register register, Map<String, String> raw) {
    for (String id : raw.keySet()) {
      if (register.field(id).isEmpty()) {
        throw new IllegalStateException(register.id() + " have no field `" + id + "`");
      }
    }
    var record = new LinkedHashMap<String, String>();
    for (Field field : register.fields()) {
      if (!raw.containsKey(field.id())) continue;
      switch (FieldValue.of(registers, field, raw.getOrDefault(field.id(), ""))) {
        case FieldValue.Canonical(var text) -> record.put(field.id(), text);
        case FieldValue.Wrong(var sentence) ->
            throw new IllegalStateException(register.id() + " " + field.id() + ": " + sentence);
      }
    }
    return record;
  }
}
