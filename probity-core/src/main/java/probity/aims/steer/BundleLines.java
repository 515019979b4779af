package probity.aims.steer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import probity.aims.register.History;
import probity.aims.register.Revision;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.policy.RuleTest;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Text;
import probity.yaml.Value;
import probity.yaml.Yaml;

/// What the approval of an impact assessment asks of the bundle: that the system bears the revision
/// and the risk class to which the assessment came, so that the gateway writes them on every
/// record.
///
/// @param wanted what the bundle is to say of the system
/// @param lines that say it; none where the bundle in force says so, or where `obstacle` is
/// @param obstacle why nothing can be proposed; empty where it can
/// @param remarks what these lines do to the rest of the bundle
/// @param files all of the bundle, with these lines
public record BundleLines(
    Wanted wanted,
    List<Line> lines,
    Optional<String> obstacle,
    List<String> remarks,
    List<BundleFile> files) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");
  private static final int ITEMS_MAX = 500;
  private static final int TEXT_MAX = 4_000;
  private static final int SHOWN_MAX = 5;

  public BundleLines {
    lines = List.copyOf(lines);
    remarks = List.copyOf(remarks);
    files = List.copyOf(files);
  }

  /// @param system what the bundle calls it
  public record Wanted(String system, String assessment, String riskClass) {}

  /// @param line of the file, from 1
  /// @param before the line as it is; empty where lines are put before it
  public record Line(String file, int line, String before, String after) {}

  /// Whether the bundle in force says it.
  public boolean inForce() {
    return lines.isEmpty() && obstacle.isEmpty();
  }

  /// @param system the record of the AI system
  /// @param assessment the approved revision that holds for it
  public static BundleLines of(History system, Revision assessment, Bundle bundle) {
    var wanted =
        new Wanted(
            system.newest().value("system"),
            assessment.value("revision_word"),
            assessment.value("risk_class"));
    var obstacle = obstacle(system, wanted);
    if (obstacle.isPresent()) return kept(wanted, obstacle.get(), bundle);
    var edits = new FileEdits(bundle.files());
    if (!edit(bundle, wanted, edits)) {
      return kept(
          wanted,
          "the bundle writes its systems in one line; add one with `id: "
              + wanted.system()
              + "`, `assessment: "
              + wanted.assessment()
              + "`, `risk_class: "
              + wanted.riskClass()
              + "`",
          bundle);
    }
    var lines = edits.lines();
    var files = edits.applied();
    var remarks = lines.isEmpty() ? List.<String>of() : remarks(bundle, files);
    return new BundleLines(wanted, lines, Optional.empty(), remarks, files);
  }

  private static BundleLines kept(Wanted wanted, String obstacle, Bundle bundle) {
    return new BundleLines(wanted, List.of(), Optional.of(obstacle), List.of(), bundle.files());
  }

  private static Optional<String> obstacle(History system, Wanted wanted) {
    if (wanted.system().isEmpty()) {
      return Optional.of("the record `" + system.id() + "` does not say what the bundle calls it");
    }
    if (!WORD.matcher(wanted.assessment()).matches()) {
      return Optional.of(
          wanted.assessment().isEmpty()
              ? "the assessment does not say by which word the bundle is to cite it"
              : "`"
                  + wanted.assessment()
                  + "` cannot stand in a bundle; letters, digits and `._:/@-` were expected");
    }
    return wanted.riskClass().isEmpty()
        ? Optional.of("the assessment came to no risk class")
        : Optional.empty();
  }

  /// Whether it could be put into the files.
  private static boolean edit(Bundle bundle, Wanted wanted, FileEdits edits) {
    var declared =
        bundle.systems().stream().filter(one -> one.id().equals(wanted.system())).findFirst();
    var before = declared.map(AiSystem::assessment).orElse("");
    boolean shared =
        bundle.systems().stream()
            .filter(one -> !one.id().equals(wanted.system()))
            .anyMatch(one -> one.assessment().equals(before));
    boolean done = declared.isPresent();
    // What an environment changes comes before what all share.
    Set<String> found = new TreeSet<>();
    for (BundleFile file : overlaysFirst(bundle.files())) {
      var root = Yaml.read(file.path(), file.text(), new Mistakes());
      for (Value item : items(file, root, "systems")) {
        if (!item.peek("id").filter(wanted.system()::equals).isPresent()) {
          if (!done && file.path().equals("bundle.yaml")) done = add(item, wanted, edits);
          continue;
        }
        if (found.add("assessment") && !replace(item, "assessment", wanted.assessment(), edits)) {
          found.remove("assessment");
        }
        if (found.add("risk_class") && !replace(item, "risk_class", wanted.riskClass(), edits)) {
          found.remove("risk_class");
        }
      }
      if (shared || before.isEmpty()) continue;
      // A rule may cite an assessment only while a system has it.
      for (Value rule : items(file, root, "rules")) {
        if (rule.peek("assessment").filter(before::equals).isPresent()) {
          replace(rule, "assessment", wanted.assessment(), edits);
        }
      }
    }
    return done;
  }

  private static List<BundleFile> overlaysFirst(List<BundleFile> files) {
    return files.stream()
        .sorted(Comparator.comparing(file -> !file.path().startsWith("overlays/")))
        .toList();
  }

  /// The items of a section: of `bundle.yaml` and overlays below its name, rules also as a file.
  private static List<Value> items(BundleFile file, Value root, String section) {
    if (section.equals("rules") && file.path().startsWith("rules/")) return root.items(ITEMS_MAX);
    if (!file.path().equals("bundle.yaml") && !file.path().startsWith("overlays/")) {
      return List.of();
    }
    return root.entries(ITEMS_MAX).stream()
        .filter(entry -> entry.name().value().equals(section))
        .flatMap(entry -> entry.value().items(ITEMS_MAX).stream())
        .toList();
  }

  private static boolean replace(Value item, String member, String word, FileEdits edits) {
    var written = text(item, member);
    written.ifPresent(text -> edits.replace(text, word));
    return written.isPresent();
  }

  private static Optional<Text> text(Value item, String member) {
    return item.entries(ITEMS_MAX).stream()
        .filter(entry -> entry.name().value().equals(member))
        .findFirst()
        .flatMap(entry -> entry.value().asWritten(TEXT_MAX));
  }

  /// Puts a system before another one, in the way in which that one is written.
  private static boolean add(Value item, Wanted wanted, FileEdits edits) {
    var entries = item.entries(ITEMS_MAX);
    if (entries.isEmpty()) return false;
    String lead = edits.lead(entries.getFirst().name());
    if (!lead.matches(" *- +")) return false;
    String indent = " ".repeat(lead.length());
    edits.before(
        entries.getFirst().name(),
        List.of(
            lead + "id: " + wanted.system(),
            indent + "assessment: " + FileEdits.plain(wanted.assessment()),
            indent + "risk_class: " + wanted.riskClass()));
    return true;
  }

  private static List<String> remarks(Bundle bundle, List<BundleFile> files) {
    return switch (Bundle.read(files, bundle.labels())) {
      case BundleReading.Mistaken(var mistakes) ->
          mistakes.stream().limit(SHOWN_MAX).map(Mistake::render).toList();
      case BundleReading.Loaded(var changed) -> {
        var failed =
            changed.test().stream()
                .filter(result -> !result.passed())
                .map(RuleTest.Result::sentence)
                .toList();
        yield failed.isEmpty()
            ? List.of("With these lines the bundle loads, and the tests of its rules pass.")
            : failed.stream().limit(SHOWN_MAX).toList();
      }
    };
  }
}
