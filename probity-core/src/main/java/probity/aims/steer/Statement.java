package probity.aims.steer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.aims.Catalogue;
import probity.aims.register.History;
import probity.aims.register.Remark;
import probity.aims.register.Standing;

/// The Statement of Applicability as its register has it at one time: each control of Annex A under
/// its objective, controls of one's own behind them, and what is not said yet.
///
/// @param groups the nine objectives in order, and last the controls that are not of Annex A
public record Statement(List<Group> groups, List<Lack> lacks, Counts counts) {
  /// The register whose records are its rows.
  public static final String REGISTER = "applicability";

  private static final String STANDARD = "42001:";

  public Statement {
    groups = List.copyOf(groups);
    lacks = List.copyOf(lacks);
  }

  /// @param number of the objective; empty for controls that are not of Annex A
  public record Group(String number, String title, List<Line> lines) {
    public Group {
      lines = List.copyOf(lines);
    }
  }

  /// One control with one of its rows.
  ///
  /// @param control such as `A.6.2.8` or `own:prompt-review`
  /// @param row empty where the register has none
  public record Line(String control, String title, Optional<History> row) {
    public String value(String field) {
      return row.map(one -> one.newest().value(field)).orElse("");
    }

    public Decided decided() {
      return switch (value("included")) {
        case "yes" -> Decided.INCLUDED;
        case "no" -> Decided.EXCLUDED;
        default -> Decided.UNDECIDED;
      };
    }

    /// The approval of what the row says; empty where what was approved is not what it says.
    public Optional<Remark> approval() {
      return row.filter(one -> one.standing() == Standing.APPROVED).flatMap(History::approval);
    }
  }

  /// Whether a control is needed.
  public enum Decided {
    INCLUDED,
    EXCLUDED,
    UNDECIDED
  }

  /// What the statement does not say and has to.
  ///
  /// @param records the rows that it is about; none where a row is missing
  public record Lack(Kind kind, String control, String title, List<String> records) {
    public Lack {
      records = List.copyOf(records);
    }

    /// In a sentence.
    public String sentence() {
      return "`" + control + "` " + kind.words();
    }
  }

  /// The kinds of [Lack], the gravest first.
  public enum Kind {
    NO_ROW("has no row"),
    TWICE("has more than one row"),
    UNDECIDED("is neither included nor excluded"),
    NO_REASON("is decided without a reason"),
    NO_EVIDENCE("is in place, and no evidence is linked");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// How many lines there are of each sort.
  ///
  /// @param controls of Annex A that have a row
  /// @param own rows of other controls
  /// @param implementation how far those that are included are in place, by the register's words
  /// @param approved lines that are decided, with what they say approved
  public record Counts(
      int controls,
      int own,
      int included,
      int excluded,
      int undecided,
      Map<String, Integer> implementation,
      int approved) {
    public Counts {
      implementation = Collections.unmodifiableMap(new TreeMap<>(implementation));
    }

    public int implementation(String word) {
      return implementation.getOrDefault(word, 0);
    }
  }

  /// @param rows records of the register, as of one time; archived ones are left out
  public static Statement of(List<History> rows) {
    var byControl = new LinkedHashMap<String, List<History>>();
    rows.stream()
        .filter(row -> !row.archived())
        .sorted(Comparator.comparingInt(History::number))
        .forEach(row ->
            byControl
                .computeIfAbsent(row.newest().value("control"), _ -> new ArrayList<>())
                .add(row));
    var groups = new ArrayList<Group>();
    for (Catalogue.Objective objective : Catalogue.objectives()) {
      var lines = new ArrayList<Line>();
      for (Catalogue.Control control : Catalogue.controls()) {
        if (!control.objective().equals(objective.number())) continue;
        var found = byControl.remove(STANDARD + control.number());
        lines.addAll(lines(control.number(), control.title(), found == null ? List.of() : found));
      }
      if (!lines.isEmpty()) groups.add(new Group(objective.number(), objective.title(), lines));
    }
    var own = new ArrayList<Line>();
    byControl.forEach((control, found) -> {
      for (History row : found) own.add(new Line(control, row.title(), Optional.of(row)));
    });
    own.sort(Comparator.comparing(Line::control));
    if (!own.isEmpty()) groups.add(new Group("", "Controls that are not of Annex A", own));
    var all = groups.stream().flatMap(group -> group.lines().stream()).toList();
    return new Statement(groups, lacks(all), counts(all, own.size()));
  }

  private static List<Line> lines(String control, String title, List<History> rows) {
    return rows.isEmpty()
        ? List.of(new Line(control, title, Optional.empty()))
        : rows.stream().map(row -> new Line(control, title, Optional.of(row))).toList();
  }

  private static List<Lack> lacks(List<Line> lines) {
    var byControl = new LinkedHashMap<String, List<Line>>();
    for (Line line : lines) {
      byControl.computeIfAbsent(line.control(), _ -> new ArrayList<>()).add(line);
    }
    var lacks = new ArrayList<Lack>();
    byControl.forEach((_, same) -> {
      if (same.size() > 1) lacks.add(lack(Kind.TWICE, same));
      for (Line line : same) {
        kind(line).ifPresent(kind -> lacks.add(lack(kind, List.of(line))));
      }
    });
    lacks.sort(Comparator.comparing(Lack::kind));
    return lacks;
  }

  private static Lack lack(Kind kind, List<Line> lines) {
    var first = lines.getFirst();
    return new Lack(
        kind,
        first.control(),
        first.title(),
        lines.stream().flatMap(line -> line.row().stream()).map(History::id).toList());
  }

  private static Optional<Kind> kind(Line line) {
    if (line.row().isEmpty()) return Optional.of(Kind.NO_ROW);
    return switch (line.decided()) {
      case UNDECIDED -> Optional.of(Kind.UNDECIDED);
      case EXCLUDED ->
          line.value("exclusion_reason").isEmpty() ? Optional.of(Kind.NO_REASON) : Optional.empty();
      case INCLUDED -> {
        if (line.value("inclusion_reason").isEmpty()) yield Optional.of(Kind.NO_REASON);
        boolean inPlace = List.of("partly", "full").contains(line.value("implementation"));
        yield inPlace && line.value("evidence").isEmpty()
            ? Optional.of(Kind.NO_EVIDENCE)
            : Optional.empty();
      }
    };
  }

  private static Counts counts(List<Line> lines, int own) {
    var implementation = new TreeMap<String, Integer>();
    var decided = new EnumMap<Decided, Integer>(Decided.class);
    int approved = 0;
    for (Line line : lines) {
      decided.merge(line.decided(), 1, Integer::sum);
      if (line.decided() == Decided.UNDECIDED) continue;
      if (line.approval().isPresent()) approved++;
      if (line.decided() == Decided.INCLUDED) {
        implementation.merge(line.value("implementation"), 1, Integer::sum);
      }
    }
    long controls =
        lines.stream()
            .filter(line -> line.row().isPresent() && isOfAnnexA(line))
            .map(Line::control)
            .distinct()
            .count();
    return new Counts(
        (int) controls,
        own,
        count(decided, Decided.INCLUDED),
        count(decided, Decided.EXCLUDED),
        count(decided, Decided.UNDECIDED),
        implementation,
        approved);
  }

  private static int count(Map<Decided, Integer> counts, Decided decided) {
    return counts.getOrDefault(decided, 0);
  }

  private static boolean isOfAnnexA(Line line) {
    return !line.control().contains(":");
  }
}
