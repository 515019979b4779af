package probity.console.aims.page;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.aims.register.StarterRecords;
import probity.aims.steer.RiskPicture;
import probity.aims.steer.RiskPicture.Place;
import probity.aims.steer.RiskScale;
import probity.console.Input;
import probity.console.Member;
import probity.console.Tone;
import probity.console.aims.RegisterBook;

/// How risks lie: before measures and after them, over time, and what is left to do.
///
/// @param method the record by which levels are judged; empty where there is none
/// @param counts numbers beside each other
/// @param chosen the risks of the cell that was asked for; empty for none
/// @param starters how many risks to begin with the visitor may take over; 0 for none
/// @param owners who may become the owner of those
public record RisksPage(
    Optional<Shown.Part> method,
    String limits,
    List<StatementPage.Count> counts,
    List<Map> maps,
    Optional<Cell> chosen,
    List<Line> notAccepted,
    List<Line> overdue,
    Trend trend,
    int starters,
    Input owners) {
  static final String PATH = "/risks";

  private static final int MONTHS = 12;

  public RisksPage {
    counts = List.copyOf(counts);
    maps = List.copyOf(maps);
    notAccepted = List.copyOf(notAccepted);
    overdue = List.copyOf(overdue);
  }

  /// Likelihood down, the largest first, against consequence.
  ///
  /// @param consequences heads of the columns
  /// @param missing how many risks have no place on it
  public record Map(String title, List<Head> consequences, List<Row> rows, int missing) {
    public Map {
      consequences = List.copyOf(consequences);
      rows = List.copyOf(rows);
    }
  }

  /// @param words of the method; empty without one
  public record Head(int number, String words) {}

  public record Row(Head likelihood, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// @param title what the cell is, in words
  /// @param href that lists its risks; empty where it has none
  public record Cell(
      String title,
      int level,
      String judgement,
      Tone tone,
      int risks,
      String href,
      List<Line> lines) {
    public Cell {
      lines = List.copyOf(lines);
    }
  }

  /// @param note behind the record's name
  public record Line(Shown.Part record, String owner, String note) {}

  /// @param height of the picture's scale, in risks
  public record Trend(List<Bar> bars, int height, String sentence) {
    public Trend {
      bars = List.copyOf(bars);
    }
  }

  /// One bar, in units of the picture: 40 wide and 120 high each.
  public record Bar(String day, int above, int measured, int x, int y, int height) {}

  static RisksPage of(
      RegisterBook book, Member viewer, Optional<Place> asked, boolean residual, LocalDate today) {
    var risks = book.records(RiskPicture.REGISTER);
    var methods = book.records(RiskScale.REGISTER);
    var scale = RiskScale.of(methods);
    var picture = RiskPicture.of(risks, book.records(RiskPicture.TREATMENTS), scale, today);
    var showing = new Showing(book, viewer);
    Register register = book.registers().find(RiskPicture.REGISTER).orElseThrow();
    boolean writes = Separation.writes(register, viewer.duties()).isPresent();
    return new RisksPage(
        method(methods, scale),
        limits(scale),
        counts(picture),
        List.of(
            map("Before measures (inherent)", picture, false, showing),
            map("What is left (residual)", picture, true, showing)),
        asked.map(place -> cell(picture, place, residual, showing)),
        picture.notAccepted().stream()
            .map(one -> line(one.risk().record(), showing, level(one.risk()) + "; " + one.why()))
            .toList(),
        picture.overdue().stream()
            .map(one -> line(one, showing, "due " + one.newest().value("due")))
            .toList(),
        trend(RiskPicture.trend(risks, methods, today, MONTHS)),
        writes ? starters(book).size() : 0,
        owners(book, viewer));
  }

  /// Risks to begin with that the register has not.
  static List<java.util.Map<String, String>> starters(RegisterBook book) {
    Set<String> names =
        book.records(RiskPicture.REGISTER).stream().map(History::title).collect(Collectors.toSet());
    return StarterRecords.risks(book.registers()).stream()
        .filter(one -> !names.contains(one.getOrDefault("name", "")))
        .toList();
  }

  private static Input owners(RegisterBook book, Member viewer) {
    var choices = new ArrayList<Input.Choice>();
    for (History person : book.records("people")) {
      if (person.archived() || person.title().isEmpty()) continue;
      choices.add(
          new Input.Choice(person.id(), person.title(), person.id().equals(viewer.personId())));
    }
    return Input.of(Input.Kind.ONE_OF, "owner", "Owner for now").options(choices);
  }

  private static Optional<Shown.Part> method(List<History> methods, RiskScale scale) {
    return methods.stream()
        .filter(one -> scale.record().filter(one.revisions()::contains).isPresent())
        .findFirst()
        .map(one ->
            new Shown.Part(
                one.title(),
                Showing.path(one) + "?revision=" + scale.record().orElseThrow().number()));
  }

  private static String limits(RiskScale scale) {
    return scale.isKnown()
        ? "acceptable up to "
            + scale.acceptable()
            + ", acceptable to nobody from "
            + scale.unacceptable()
            + " on; likelihood times consequence"
        : "";
  }

  private static List<StatementPage.Count> counts(RiskPicture picture) {
    long measured = picture.risks().stream().filter(one -> one.today().isPresent()).count();
    return List.of(
        new StatementPage.Count("Open risks", "" + picture.risks().size()),
        new StatementPage.Count("Measured", "" + measured),
        new StatementPage.Count("Above appetite, not accepted", "" + picture.notAccepted().size()),
        new StatementPage.Count("Treatments overdue", "" + picture.overdue().size()));
  }

  private static Map map(String title, RiskPicture picture, boolean residual, Showing showing) {
    var rows = new ArrayList<Row>();
    for (int likelihood = RiskScale.MAX; likelihood >= 1; likelihood--) {
      var cells = new ArrayList<Cell>();
      for (int consequence = 1; consequence <= RiskScale.MAX; consequence++) {
        cells.add(cell(picture, new Place(likelihood, consequence), residual, showing));
      }
      rows.add(
          new Row(new Head(likelihood, picture.scale().words("likelihood", likelihood)), cells));
    }
    var heads = new ArrayList<Head>();
    for (int consequence = 1; consequence <= RiskScale.MAX; consequence++) {
      heads.add(new Head(consequence, picture.scale().words("consequence", consequence)));
    }
    int missing =
        (int)
            picture.risks().stream()
                .filter(one -> (residual ? one.residual() : one.inherent()).isEmpty())
                .count();
    return new Map(title, heads, rows, missing);
  }

  private static Cell cell(RiskPicture picture, Place place, boolean residual, Showing showing) {
    var risks = picture.at(place, residual);
    String which = residual ? "residual" : "inherent";
    return new Cell(
        (residual ? "What is left" : "Before measures")
            + ": likelihood "
            + place.likelihood()
            + ", consequence "
            + place.consequence(),
        place.level(),
        judgement(picture.scale(), place.level()),
        tone(picture.scale(), place.level()),
        risks.size(),
        risks.isEmpty()
            ? ""
            : PATH
                + "?map="
                + which
                + "&likelihood="
                + place.likelihood()
                + "&consequence="
                + place.consequence()
                + "#chosen",
        risks.stream().map(one -> line(one.record(), showing, level(one))).toList());
  }

  private static Tone tone(RiskScale scale, int level) {
    if (!scale.isKnown()) return Tone.PLAIN;
    return switch (scale.judge(level)) {
      case ACCEPTABLE -> Tone.GOOD;
      case ABOVE -> Tone.CARE;
      case UNACCEPTABLE -> Tone.BAD;
    };
  }

  private static String judgement(RiskScale scale, int level) {
    if (!scale.isKnown()) return "";
    return switch (scale.judge(level)) {
      case ACCEPTABLE -> "acceptable";
      case ABOVE -> "above appetite";
      case UNACCEPTABLE -> "unacceptable";
    };
  }

  private static String level(RiskPicture.Risk risk) {
    return risk.today().map(place -> "today " + place.level()).orElse("not measured");
  }

  private static Line line(History record, Showing showing, String note) {
    return new Line(
        new Shown.Part(record.title(), Showing.path(record)),
        showing.person(record.newest().value("owner")),
        note);
  }

  private static Trend trend(List<RiskPicture.Point> points) {
    int height = Math.max(1, points.stream().mapToInt(RiskPicture.Point::measured).max().orElse(1));
    var bars = new ArrayList<Bar>();
    for (RiskPicture.Point point : points) {
      int high = point.above() * 100 / height;
      bars.add(
          new Bar(
              point.day().toString(),
              point.above(),
              point.measured(),
              bars.size() * 40 + 6,
              110 - high,
              high));
    }
    var first = points.getFirst();
    var last = points.getLast();
    return new Trend(
        bars,
        height,
        "Risks above appetite: "
            + first.above()
            + " at the end of "
            + first.day()
            + ", "
            + last.above()
            + " today.");
  }
}
