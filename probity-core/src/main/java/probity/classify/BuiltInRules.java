package probity.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The rules that the product comes with, in files beside this class (`docs/detectors.md`).
final class BuiltInRules {
  /// Labels whose rules are looked for together: one pass for each group. All of them in one
  /// automaton would need several times the states of its groups.
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("credential.api-key"),
          List.of("credential.connection-string", "credential.password", "credential.token"),
          List.of(
              "network.ip-address",
              "network.mac",
              "payment.account",
              "payment.bic",
              "personal.birth-date",
              "personal.driver-licence",
              "personal.licence-plate",
              "personal.national-id",
              "personal.passport",
              "personal.ssn"),
          List.of(
              "health.icd10",
              "health.insurance-id",
              "health.medicine",
              "personal.address",
              "special.ethnicity",
              "special.health",
              "special.orientation",
              "special.politics",
              "special.religion",
              "special.union"));

  /// Groups that were asked for; building one takes a moment.
  private static final Map<List<String>, RuleSet> BUILT = new ConcurrentHashMap<>();

  private BuiltInRules() {}

  static List<String> labels() {
    return GROUPS.stream().flatMap(List::stream).toList();
  }

  /// What finds some labels, and no more.
  static List<RuleSet> finding(Collection<String> labels) {
    return GROUPS.stream()
        .filter(group -> group.stream().anyMatch(labels::contains))
        .map(group -> BUILT.computeIfAbsent(group, _ -> RuleSet.of(read(group))).asking(labels))
        .toList();
  }

  static List<Rule> read(List<String> labels) {
    var rules = new ArrayList<Rule>();
    var reader = new RuleReader(Checks::named);
    for (String label : labels) rules.addAll(reader.read(file(label)));
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
