package probity.console.aims.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.aims.register.History;
import probity.aims.register.Revision;
import probity.aims.steer.Assessments;
import probity.aims.steer.BundleLines;
import probity.aims.steer.BundleProposal;
import probity.aims.steer.Differences;
import probity.console.Tone;
import probity.console.aims.RegisterBook;
import probity.policy.Bundle;

/// What approved impact assessments ask of the bundle, as lines of its files.
///
/// @param bundle that is in force, by name and version; empty for none
public record BundleLinesPage(String bundle, List<Item> items) {
  static final String PATH = "/bundle-lines";
  static final String PROPOSAL = PATH + "/bundle.zip";

  public BundleLinesPage {
    items = List.copyOf(items);
  }

  /// One AI system with the assessment that holds for it.
  ///
  /// @param wanted what the bundle is to say; empty where no assessment is approved
  /// @param obstacle why there are no lines though there should be; empty for none
  /// @param leaf leaf hash of the entry that proves the assessment's revision
  public record Item(
      Shown.Part system,
      Optional<Shown.Part> assessment,
      State state,
      String wanted,
      List<Lines> files,
      String obstacle,
      List<String> remarks,
      String leaf) {
    public Item {
      files = List.copyOf(files);
      remarks = List.copyOf(remarks);
    }
  }

  /// Lines of one file, as a person edits them: those with `-` go, those with `+` come.
  public record Lines(String file, String text) {}

  /// Whether there is a bundle that can be taken from here.
  public boolean proposes() {
    return items.stream().anyMatch(item -> !item.files().isEmpty());
  }

  static BundleLinesPage of(RegisterBook book, Optional<Bundle> bundle) {
    var assessments = book.records(Assessments.REGISTER);
    var items = new ArrayList<Item>();
    for (History system : observed(book)) items.add(item(system, assessments, bundle));
    return new BundleLinesPage(
        bundle.map(one -> one.name() + " " + one.version()).orElse(""), items);
  }

  /// AI systems that the bundle is to know.
  private static List<History> observed(RegisterBook book) {
    return book.records(Differences.REGISTER).stream()
        .filter(system -> !system.archived())
        .filter(system -> !system.newest().value("status").equals("retired"))
        .filter(system -> system.newest().value("observed").equals("gateway"))
        .toList();
  }

  /// What approved assessments ask of the bundle, of each system that it is to know.
  static List<BundleProposal.Asks> asked(RegisterBook book) {
    var assessments = book.records(Assessments.REGISTER);
    var asked = new ArrayList<BundleProposal.Asks>();
    for (History system : observed(book)) {
      Assessments.holding(system, assessments)
          .ifPresent(revision ->
              asked.add(new BundleProposal.Asks(system, id(revision, assessments), revision)));
    }
    return asked;
  }

  private static String id(Revision revision, List<History> assessments) {
    return assessments.stream()
        .filter(one -> one.revisions().contains(revision))
        .map(History::id)
        .findFirst()
        .orElseThrow();
  }

  private static Item item(History system, List<History> assessments, Optional<Bundle> bundle) {
    var named = new Shown.Part(system.title(), Showing.path(system));
    var holding = Assessments.holding(system, assessments);
    if (holding.isEmpty()) {
      return new Item(
          named,
          Optional.empty(),
          new State("No approved assessment", Tone.BAD),
          "",
          List.of(),
          "",
          List.of(),
          "");
    }
    Revision revision = holding.get();
    var assessment =
        assessments.stream()
            .filter(one -> one.revisions().contains(revision))
            .findFirst()
            .map(one ->
                new Shown.Part(
                    one.id() + ", revision " + revision.number() + ": " + one.title(),
                    Showing.path(one) + "?revision=" + revision.number()));
    if (bundle.isEmpty()) {
      return new Item(
          named,
          assessment,
          new State("No bundle in force", Tone.CARE),
          "",
          List.of(),
          "",
          List.of(),
          revision.leaf());
    }
    var asked = BundleLines.of(system, revision, bundle.get());
    return new Item(
        named,
        assessment,
        state(asked),
        wanted(asked.wanted()),
        files(asked.lines()),
        DifferencesPage.plain(asked.obstacle().orElse("")),
        asked.remarks(),
        revision.leaf());
  }

  private static State state(BundleLines asked) {
    if (asked.inForce()) return new State("The bundle in force says so", Tone.GOOD);
    return asked.obstacle().isPresent()
        ? new State("Nothing can be proposed", Tone.BAD)
        : new State("The bundle is to change", Tone.CARE);
  }

  private static String wanted(BundleLines.Wanted wanted) {
    return "assessment "
        + (wanted.assessment().isEmpty() ? "–" : wanted.assessment())
        + ", risk class "
        + (wanted.riskClass().isEmpty() ? "–" : wanted.riskClass());
  }

  private static List<Lines> files(List<BundleLines.Line> lines) {
    return lines.stream()
        .map(BundleLines.Line::file)
        .distinct()
        .map(file -> new Lines(file, text(file, lines)))
        .toList();
  }

  private static String text(String file, List<BundleLines.Line> lines) {
    var text = new StringBuilder();
    for (BundleLines.Line line : lines) {
      if (!line.file().equals(file)) continue;
      text.append("line ").append(line.line()).append('\n');
      if (!line.before().isEmpty()) text.append("- ").append(line.before()).append('\n');
      line.after().lines().forEach(one -> text.append("+ ").append(one).append('\n'));
    }
    return text.toString().stripTrailing();
  }
}
