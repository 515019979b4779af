package probity.console.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.console.Input;
import probity.console.Tone;

/// The list of records, with what can be asked and how records divide by it.
///
/// @param asking inputs of the form
/// @param kept conditions that the form keeps, by name
/// @param chosen conditions that hold now
/// @param count how many records there are, in words
/// @param older the next page; `newest` the first, where this is another
public record RecordsPage(
    List<Input> asking,
    List<Kept> kept,
    List<Chosen> chosen,
    String count,
    List<Division> divisions,
    List<Row> rows,
    Optional<String> older,
    Optional<String> newest) {
  public RecordsPage {
    asking = List.copyOf(asking);
    kept = List.copyOf(kept);
    chosen = List.copyOf(chosen);
    divisions = List.copyOf(divisions);
    rows = List.copyOf(rows);
  }

  public record Kept(String name, String word) {}

  /// @param without the list without this condition
  public record Chosen(String title, String word, String without) {}

  /// @param open whether its words are shown at once
  public record Division(String title, boolean open, List<Word> words) {
    public Division {
      words = List.copyOf(words);
    }
  }

  /// @param path the list with this word in place of what is asked; without it where it is chosen
  public record Word(String word, String count, String path, boolean chosen) {}

  public record Row(
      String time,
      String machineTime,
      String path,
      Tone tone,
      String decision,
      String rules,
      String caller,
      String route,
      String found,
      String ending) {}

  static RecordsPage of(Asked asked, Listing listing) {
    var chosen = new ArrayList<Chosen>();
    facets(asked)
        .forEach(
            (facet, word) -> chosen.add(new Chosen(facet.title(), word, without(asked, facet))));
    if (!asked.source().isEmpty()) {
      var rest = new Asked(asked.words(), "", asked.from(), asked.until(), Optional.empty());
      chosen.add(new Chosen("Text of", asked.source(), path(rest)));
    }
    return new RecordsPage(
        inputs(asked),
        kept(asked),
        chosen,
        (listing.exact() ? "" : "At least ") + Told.count(listing.total(), "record", "records"),
        divisions(asked, listing),
        listing.lines().stream().map(RecordsPage::row).toList(),
        listing.next().map(place -> path(asked, place)),
        asked.before().map(_ -> path(first(asked))));
  }

  private static List<Input> inputs(Asked asked) {
    return List.of(
        Input.text("from", "From, UTC").value(day(asked.from())).hint("2026-11-25 or finer"),
        Input.text("until", "Before, UTC").value(day(asked.until())).hint("2026-11-26 or finer"),
        Input.text("id", "One record").hint("its id, or an entry’s leaf hash"));
  }

  /// A whole day as people write it.
  private static String day(String time) {
    return time.endsWith("T00:00:00.000Z") ? time.substring(0, 10) : time;
  }

  private static List<Kept> kept(Asked asked) {
    var kept = new ArrayList<Kept>();
    facets(asked).forEach((facet, word) -> kept.add(new Kept(facet.word(), word)));
    if (!asked.source().isEmpty()) kept.add(new Kept("source", asked.source()));
    return kept;
  }

  private static Map<Facet, String> facets(Asked asked) {
    var inOrder = new EnumMap<Facet, String>(Facet.class);
    inOrder.putAll(asked.words());
    return inOrder;
  }

  private static List<Division> divisions(Asked asked, Listing listing) {
    var divisions = new ArrayList<Division>();
    for (Facet facet : Facet.values()) {
      var counts = listing.facets().getOrDefault(facet, List.of());
      String chosen = asked.words().getOrDefault(facet, "");
      boolean all = counts.size() == 1 && counts.getFirst().records() == listing.total();
      // One word that all have tells nothing apart.
      if (counts.isEmpty() || (all && chosen.isEmpty())) continue;
      var words =
          counts.stream()
              .sorted(Comparator.comparing(count -> !count.word().equals(chosen)))
              .map(count -> word(asked, facet, count, count.word().equals(chosen)))
              .toList();
      boolean open = facet.compareTo(Facet.ROUTE) <= 0 || !chosen.isEmpty();
      divisions.add(new Division(facet.title(), open, words));
    }
    return divisions;
  }

  private static Word word(Asked asked, Facet facet, Listing.Count count, boolean chosen) {
    return new Word(
        facet == Facet.BUNDLE ? Told.brief(count.word()) : count.word(),
        Told.number(count.records()),
        chosen ? without(asked, facet) : with(asked, facet, count.word()),
        chosen);
  }

  private static String with(Asked asked, Facet facet, String word) {
    var words = facets(asked);
    words.put(facet, word);
    return path(new Asked(words, asked.source(), asked.from(), asked.until(), Optional.empty()));
  }

  private static String without(Asked asked, Facet facet) {
    var words = facets(asked);
    words.remove(facet);
    return path(new Asked(words, asked.source(), asked.from(), asked.until(), Optional.empty()));
  }

  private static Asked first(Asked asked) {
    return new Asked(asked.words(), asked.source(), asked.from(), asked.until(), Optional.empty());
  }

  private static String path(Asked asked, String before) {
    return path(
        new Asked(asked.words(), asked.source(), asked.from(), asked.until(), Optional.of(before)));
  }

  /// The list of what is asked.
  static String path(Asked asked) {
    var parts = new ArrayList<String>();
    facets(asked).forEach((facet, word) -> parts.add(Told.part(facet.word(), word)));
    if (!asked.source().isEmpty()) parts.add(Told.part("source", asked.source()));
    if (!asked.from().isEmpty()) parts.add(Told.part("from", asked.from()));
    if (!asked.until().isEmpty()) parts.add(Told.part("until", asked.until()));
    asked.before().ifPresent(place -> parts.add(Told.part("before", place)));
    return parts.isEmpty() ? "/records" : "/records?" + String.join("&", parts);
  }

  private static Row row(Listing.Line line) {
    boolean refused = line.verdict().equals("refuse");
    boolean plain = line.labels().isEmpty() && !line.toolRefused();
    return new Row(
        Told.time(line.time()),
        line.time(),
        "/records/" + line.exchange(),
        refused ? Tone.BAD : plain ? Tone.GOOD : Tone.CARE,
        decision(line, refused),
        String.join(", ", line.rules()),
        Told.or(line.caller(), "–"),
        Told.or(line.route(), "–"),
        line.labels().isEmpty() ? "–" : String.join(", ", line.labels()),
        line.ending().isEmpty() ? "still open" : line.ending());
  }

  private static String decision(Listing.Line line, boolean refused) {
    if (refused) return line.refusedOn().equals("answer") ? "answer refused" : "refused";
    if (line.toolRefused()) return "tool call refused";
    return line.labels().isEmpty() ? "permitted" : "permitted, with findings";
  }
}
