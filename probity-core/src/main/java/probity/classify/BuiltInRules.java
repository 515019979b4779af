package probity.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The rules that the product comes with, in files beside this class (`docs/detectors.md`).
final class BuiltInRules {
  private static final List<String> LABELS =
      List.of(
          "credential.api-key",
          "credential.connection-string",
          "credential.password",
          "credential.token",
          "health.icd10",
          "health.insurance-id",
          "health.medicine",
          "network.ip-address",
          "network.mac",
          "payment.account",
          "payment.bic",
          "personal.address",
          "personal.birth-date",
          "personal.driver-licence",
          "personal.licence-plate",
          "personal.national-id",
          "personal.passport",
          "personal.ssn",
          "special.ethnicity",
          "special.health",
          "special.orientation",
          "special.politics",
          "special.religion",
          "special.union");

  private BuiltInRules() {}

  /// Made when it is first asked for: the automaton takes a moment to build.
  private static final class Made {
    private static final RuleSet SET = RuleSet.of(read());
  }

  static List<String> labels() {
    return LABELS;
  }

  static RuleSet set() {
    return Made.SET;
  }

  static List<Rule> read() {
    var rules = new ArrayList<Rule>();
    var reader = new RuleReader(Checks::named);
    for (String label : LABELS) rules.addAll(reader.read(file(label)));
    return rules;
  }

  private static Object file(String label) {
    String name = "rules/" + label + ".yaml";
    try (InputStream in = BuiltInRules.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("the product lacks `" + name + "`");
      return new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
