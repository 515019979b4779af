package probity.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Canary;
import probity.wire.Format;
import probity.wire.formats.Formats;

/// Whether what a canary expects came of a run; each constant but the first says what was missed.
enum Judgement {
  MET(""),
  /// The gateway could not be reached or did not answer in time, and there is no record.
  NO_ANSWER("no-answer"),
  /// There was an answer, and no intent on record.
  NOT_RECORDED("not-recorded"),
  /// The exchange has no outcome, or its entry of kind `canary` could not be written.
  UNFINISHED("unfinished"),
  /// Nothing was decided in the phase that the canary is about.
  NOT_DECIDED("not-decided"),
  VERDICT("verdict"),
  /// The decision does not rest on the rule.
  RULE("rule"),
  /// The rule did not mask what it must.
  NOT_REDACTED("not-redacted"),
  /// Something arrived that must not have.
  PASSED("passed"),
  /// A request that was permitted did not arrive.
  NOT_FORWARDED("not-forwarded");

  /// What a streamed answer says, a piece in each event.
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String word;

  Judgement(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static Judgement of(Canary canary, Run run) {
    var intent = run.intent().map(written -> written.draft().body());
    if (intent.isEmpty()) return run.answer().isEmpty() ? NO_ANSWER : NOT_RECORDED;
    if (run.outcome().isEmpty()) return UNFINISHED;
    var expected = canary.expected();
    var decisions = decisions(expected.on(), intent.get(), run);
    if (decisions.isEmpty()) return NOT_DECIDED;
    boolean refused = decisions.stream().anyMatch(one -> text(one, "verdict").equals("refuse"));
    if (refused != expected.refused()) return VERDICT;
    if (decisions.stream().noneMatch(one -> decidedBy(one, expected.rule()))) return RULE;
    if (!masked(decisions, expected).containsAll(expected.redacted())) return NOT_REDACTED;
    return arrived(expected, callsInRequests(intent.get()), run);
  }

  private static List<Json.Obj> decisions(Facts.Phase on, Json.Obj intent, Run run) {
    return switch (on) {
      case REQUEST -> List.of(intent);
      case TOOL -> run.step().map(List::of).orElse(List.of());
      case RESPONSE ->
          run.outcome().map(outcome -> Json.objects(outcome.items("decisions"))).orElse(List.of());
    };
  }

  private static boolean decidedBy(Json.Obj decision, String rule) {
    return decision
        .object("rules")
        .map(rules -> words(rules.items("decided")).contains(rule))
        .orElse(false);
  }

  private static SortedSet<String> masked(List<Json.Obj> decisions, Canary.Expected expected) {
    var labels = new TreeSet<String>();
    for (Json.Obj decision : decisions) {
      for (Json.Obj obligation : Json.objects(decision.items("obligations"))) {
        boolean mask = List.of("redact", "tokenize").contains(text(obligation, "kind"));
        if (mask && text(obligation, "rule").equals(expected.rule())) {
          labels.addAll(words(obligation.items("labels")));
        }
      }
    }
    return labels;
  }

  /// The record says what was decided; that it was done is seen at the ends.
  private static Judgement arrived(Canary.Expected expected, boolean calls, Run run) {
    if (expected.on() == Facts.Phase.REQUEST || (expected.on() == Facts.Phase.TOOL && calls)) {
      if (expected.refused()) return run.sink().isEmpty() ? MET : PASSED;
      if (run.sink().isEmpty()) return NOT_FORWARDED;
      boolean passed =
          run.sink().stream()
              .map(body -> body.utf8())
              .anyMatch(body -> expected.planted().stream().anyMatch(body::contains));
      return passed ? PASSED : MET;
    }
    String got = run.answer().orElse("");
    String said = said(got);
    boolean passed =
        expected.planted().stream().anyMatch(one -> got.contains(one) || said.contains(one));
    return passed ? PASSED : MET;
  }

  private static boolean callsInRequests(Json.Obj intent) {
    return intent
        .object("facts")
        .flatMap(facts -> facts.text("format"))
        .flatMap(Formats::named)
        .filter(Format::callsInRequests)
        .isPresent();
  }

  private static String said(String answer) {
    var said = new StringBuilder();
    CONTENT.matcher(answer).results().forEach(found -> said.append(found.group(1)));
    return said.toString();
  }

  private static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }

  private static List<String> words(List<Json> items) {
    var words = new ArrayList<String>();
    for (Json item : items) if (item instanceof Json.Str(var word)) words.add(word);
    return words;
  }
}
