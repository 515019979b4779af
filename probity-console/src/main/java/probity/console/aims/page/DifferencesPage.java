package probity.console.aims.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.aims.steer.Assessments;
import probity.aims.steer.Difference;
import probity.aims.steer.Differences;
import probity.aims.steer.Traffic;
import probity.console.Member;
import probity.console.Tone;
import probity.console.aims.RecordCounts;
import probity.console.aims.RegisterBook;
import probity.console.aims.TrafficSeen;
import probity.policy.AiSystem;
import probity.policy.Bundle;

/// Where the register of AI systems, the bundle in force and traffic contradict each other, and
/// when each system was seen.
///
/// @param bundle that is in force, by name and version; empty for none
/// @param unreadable why traffic is not compared; empty where it is
public record DifferencesPage(
    String bundle, String unreadable, List<Item> items, List<Row> systems) {
  static final String PATH = "/differences";

  private static final String FINDINGS = "findings";

  public DifferencesPage {
    items = List.copyOf(items);
    systems = List.copyOf(systems);
  }

  /// @param finding that is open on it, or with which one can be opened; empty for those who may
  ///   not
  public record Item(
      State kind,
      String name,
      String expected,
      String found,
      List<Shown.Part> links,
      Optional<Shown.Part> finding) {
    public Item {
      links = List.copyOf(links);
    }
  }

  /// An AI system, as the gateway sees it.
  ///
  /// @param first, last days; empty where it was not seen
  /// @param declared what the bundle says of it; empty for nothing
  public record Row(
      String title,
      String href,
      String status,
      String observed,
      String word,
      String routes,
      String first,
      String last,
      String exchanges,
      String declared) {}

  static DifferencesPage of(
      RegisterBook book,
      Optional<Bundle> bundle,
      TrafficSeen.Answer answer,
      RecordCounts counts,
      Member viewer,
      LocalDate today) {
    var systems = book.records(Differences.REGISTER);
    var unreadable = answer instanceof TrafficSeen.Answer.Unreadable(var sentence) ? sentence : "";
    var traffic = answer instanceof TrafficSeen.Answer.Seen(var seen) ? seen : Traffic.NONE;
    var contradicted = new Contradictions(book, counts);
    var found = new ArrayList<>(contradicted.all());
    Differences.of(systems, book.records(Assessments.REGISTER), bundle, traffic, today).stream()
        .filter(one -> unreadable.isEmpty() || !one.kind().isTraffic())
        .forEach(found::add);
    var opening = new Opening(book, viewer, today);
    return new DifferencesPage(
        bundle.map(one -> one.name() + " " + one.version()).orElse(""),
        unreadable.isEmpty() ? contradicted.unknown() : unreadable,
        found.stream().map(one -> item(one, book, opening)).toList(),
        systems.stream()
            .filter(record -> !record.archived())
            .map(record -> row(record, bundle, traffic, new Showing(book, viewer)))
            .toList());
  }

  private static Item item(Difference one, RegisterBook book, Opening opening) {
    var links = new ArrayList<Shown.Part>();
    for (String id : one.records()) {
      book.find(id)
          .ifPresent(
              record -> links.add(new Shown.Part(id + " " + record.title(), Showing.path(record))));
    }
    for (String route : one.routes()) {
      links.add(new Shown.Part("Exchanges of route " + route, "/records?route=" + route));
    }
    for (String system : one.systems()) {
      links.add(new Shown.Part("Exchanges of " + system, "/records?system=" + system));
    }
    return new Item(
        new State(one.kind().title(), tone(one.kind())),
        plain(one.name()),
        plain(one.expected()),
        plain(one.found()),
        links,
        opening.of(one));
  }

  /// Words as people read them: backticks are for lines of text alone.
  static String plain(String text) {
    return text.replace("`", "");
  }

  private static Tone tone(Difference.Kind kind) {
    return switch (kind) {
      case ASSUMPTION_CONTRADICTED,
          TRAFFIC_AFTER_END,
          TRAFFIC_UNEXPECTED,
          ROUTE_WITHOUT_SYSTEM,
          ROUTE_OF_ANOTHER,
          SYSTEM_NOT_REGISTERED,
          CLASS_DIFFERS,
          ASSESSMENT_DIFFERS ->
          Tone.BAD;
      case SYSTEM_TWICE, SYSTEM_NOT_IN_BUNDLE, ROUTE_NOT_IN_BUNDLE, NO_TRAFFIC -> Tone.CARE;
    };
  }

  private static Row row(
      History record, Optional<Bundle> bundle, Traffic traffic, Showing showing) {
    var seen = Differences.seen(record, traffic);
    String word = record.newest().value("system");
    return new Row(
        record.title(),
        Showing.path(record),
        words(record, showing, "status"),
        words(record, showing, "observed"),
        word,
        words(record, showing, "routes"),
        seen.map(one -> one.first().substring(0, 10)).orElse(""),
        seen.map(one -> one.last().substring(0, 10)).orElse(""),
        seen.map(one -> Long.toString(one.exchanges())).orElse(""),
        bundle.stream()
            .flatMap(one -> one.systems().stream())
            .filter(one -> one.id().equals(word))
            .map(DifferencesPage::declared)
            .findFirst()
            .orElse(""));
  }

  private static String declared(AiSystem system) {
    return "assessment " + system.assessment() + ", risk class " + system.riskClass();
  }

  private static String words(History record, Showing showing, String field) {
    return showing
        .field(record.register(), record.register().field(field).orElseThrow(), record.newest())
        .line();
  }

  /// Findings on differences: those that are open, and forms for new ones.
  private static final class Opening {
    private final Register register;
    private final List<History> open;
    private final boolean writes;
    private final LocalDate today;

    Opening(RegisterBook book, Member viewer, LocalDate today) {
      this.register = book.registers().find(FINDINGS).orElseThrow();
      this.open =
          book.records(FINDINGS).stream()
              .filter(one -> !one.archived() && !one.newest().value("status").equals("closed"))
              .toList();
      this.writes = Separation.writes(register, viewer.duties()).isPresent();
      this.today = today;
    }

    Optional<Shown.Part> of(Difference one) {
      String name = plain(one.name());
      var already = open.stream().filter(finding -> finding.title().equals(name)).findFirst();
      if (already.isPresent()) {
        return Optional.of(
            new Shown.Part("Open: " + already.get().id(), Showing.path(already.get())));
      }
      return writes
          ? Optional.of(new Shown.Part("Open a finding", form(one, name)))
          : Optional.empty();
    }

    private String form(Difference one, String name) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("name", name);
      boolean assumed = one.kind() == Difference.Kind.ASSUMPTION_CONTRADICTED;
      values.put(
          "origin", assumed ? "assumption" : one.kind().isTraffic() ? "traffic" : "comparison");
      if (assumed) values.put("assumption", one.records().getFirst());
      values.put("criterion", plain(one.expected()));
      values.put("fact", plain(one.found()));
      values.put(
          "systems",
          String.join(
              "\n", one.records().stream().filter(id -> id.startsWith("system-")).toList()));
      values.put("found", today.toString());
      values.put("status", "open");
      return Showing.path(register)
          + "/new?"
          + values.entrySet().stream()
              .filter(value -> !value.getValue().isEmpty())
              .map(value -> value.getKey() + "=" + encoded(value.getValue()))
              .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
