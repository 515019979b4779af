package probity.aims.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a record is to say, checked field by field.
public sealed interface Content {
  /// Every value is in the canonical form of its field; fields without a value are not there.
  record Fine(Map<String, String> values) implements Content {
    public Fine {
      values = Map.copyOf(values);
    }
  }

  /// What is wrong, every fault at once.
  record Wrong(List<Fault> faults) implements Content {
    public Wrong {
      faults = List.copyOf(faults);
    }
  }

  /// @param sentence what came and what was expected
  record Fault(String field, String sentence) {}

  /// Checks texts as people and tables bring them.
  ///
  /// @param raw by field
  static Content of(Registers registers, Register register, Map<String, String> raw) {
    var values = new LinkedHashMap<String, String>();
    var faults = new ArrayList<Fault>();
    for (String name : raw.keySet()) {
      if (register.field(name).isEmpty()) {
        faults.add(new Fault(name, "`" + register.id() + "` has no field `" + name + "`"));
      }
    }
    for (Field field : register.fields()) {
      switch (FieldValue.of(registers, field, raw.getOrDefault(field.id(), ""))) {
        case FieldValue.Canonical(var text) -> {
          if (!text.isEmpty()) values.put(field.id(), text);
        }
        case FieldValue.Wrong(var sentence) -> faults.add(new Fault(field.id(), sentence));
      }
    }
    if (faults.isEmpty()) {
      for (Field field : register.lacking(values)) {
        faults.add(new Fault(field.id(), "`" + field.title() + "` is needed"));
      }
    }
    return faults.isEmpty() ? new Fine(values) : new Wrong(faults);
  }
}
