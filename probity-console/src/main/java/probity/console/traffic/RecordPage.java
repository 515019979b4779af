package probity.console.traffic;

import java.util.List;
import java.util.Optional;
import probity.console.Tone;

/// One record: what was asked, found and decided, why, how it ended, and how that is proven.
///
/// @param summary the whole in two sentences
/// @param about name and value of what it is about
/// @param rules those on which decisions rest
/// @param failed those that could not be evaluated, whatever came of it
/// @param unread why rule texts are missing; empty where they are not
public record RecordPage(
    String exchange,
    String summary,
    Tone tone,
    List<Pair> about,
    List<Decision> decisions,
    List<RuleText> rules,
    List<RuleText> failed,
    String unread,
    List<FactTable> facts,
    List<Finding> findings,
    List<Use> sources,
    List<Obligation> obligations,
    List<Pair> outcome,
    List<Withheld> withheld,
    List<Review> reviews,
    List<Stands> entries,
    List<Shadow> shadows) {
  public RecordPage {
    about = List.copyOf(about);
    decisions = List.copyOf(decisions);
    rules = List.copyOf(rules);
    failed = List.copyOf(failed);
    facts = List.copyOf(facts);
    findings = List.copyOf(findings);
    sources = List.copyOf(sources);
    obligations = List.copyOf(obligations);
    outcome = List.copyOf(outcome);
    withheld = List.copyOf(withheld);
    reviews = List.copyOf(reviews);
    entries = List.copyOf(entries);
    shadows = List.copyOf(shadows);
  }

  /// @param path where the value leads; empty for nowhere
  public record Pair(String name, String value, String path) {}

  /// @param on what was decided on: the request, a tool call, a piece of the answer
  /// @param entry the entry that says so
  public record Decision(
      String on, Tone tone, String verdict, List<String> rules, String reason, String entry) {
    public Decision {
      rules = List.copyOf(rules);
    }
  }

  /// A rule as the bundle has it.
  ///
  /// @param requirement its sentence; empty where the bundle has none of that id
  /// @param path the rule on the page of its bundle
  public record RuleText(
      String id,
      String requirementId,
      String requirement,
      String source,
      String on,
      String when,
      String then,
      String reason,
      List<String> controls,
      String owner,
      String risk,
      String file,
      String path) {
    public RuleText {
      controls = List.copyOf(controls);
    }
  }

  /// The facts of one decision, without those that say nothing.
  ///
  /// @param silent names of the latter
  public record FactTable(String on, String entry, List<Pair> facts, String silent) {
    public FactTable {
      facts = List.copyOf(facts);
    }
  }

  public record Finding(
      String in,
      String label,
      String count,
      String place,
      String detector,
      String confidence,
      String entry) {}

  public record Use(String source, String path, long version, String method, long score) {}

  public record Obligation(String on, String kind, String what, String rule, String entry) {}

  /// A field that is kept off an entry.
  public record Withheld(String field, String digest, String entry) {}

  public record Review(
      String queue, Tone tone, String verdict, String person, String time, String entry) {}

  public record Shadow(String bundle, String path, Tone tone, String verdict, String rule) {}

  /// Where an entry stands, and how that is shown.
  ///
  /// @param proven in words
  public record Stands(
      String kind, String place, String path, String time, String leaf, String proven) {}

  /// The entry that proves what the request's part says.
  public String intent() {
    return entries.getFirst().path();
  }

  /// The entry that proves how it ended; empty while there is none.
  public Optional<String> outcomeEntry() {
    return entries.stream()
        .filter(one -> one.kind().equals("outcome"))
        .map(Stands::path)
        .findFirst();
  }
}
