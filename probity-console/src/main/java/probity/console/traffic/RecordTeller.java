package probity.console.traffic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import probity.console.Tone;
import probity.console.traffic.RecordPage.Pair;
import probity.ledger.Json;

/// Tells a record from its entries: [#page] is all of it.
final class RecordTeller {
  private static final Json.Obj NONE = Json.object().build();

  private final Recorded record;
  private final Json.Obj intent;
  private final Optional<Proven> outcome;
  private final List<Decided> decided;

  /// A decision with the entry that has it.
  ///
  /// @param body the members of the decision; of an answer's piece, one of `decisions`
  private record Decided(String on, Json.Obj body, Proven entry) {}

  private RecordTeller(Recorded record) {
    this.record = record;
    this.intent = record.entries().getFirst().entry().body();
    this.outcome =
        record.entries().stream().filter(one -> one.entry().kind().equals("outcome")).findFirst();
    this.decided = decided(record);
  }

  static RecordPage page(Recorded record) {
    return new RecordTeller(record).page();
  }

  private static List<Decided> decided(Recorded record) {
    var decided = new ArrayList<Decided>();
    for (Proven entry : record.entries()) {
      var body = entry.entry().body();
      switch (entry.entry().kind()) {
        case "intent" -> decided.add(new Decided("Request", body, entry));
        case "step" -> decided.add(new Decided("Tool call, " + tool(body), body, entry));
        case "outcome" -> {
          for (Json.Obj piece : Json.objects(body.items("decisions"))) {
            decided.add(new Decided("Answer", piece, entry));
          }
        }
        default -> throw new IllegalStateException("a record of " + entry.entry().kind());
      }
    }
    return decided;
  }

  private RecordPage page() {
    return new RecordPage(
        record.exchange(),
        summary(),
        tone(),
        RecordDetails.about(record.entries().getFirst()),
        decided.stream().map(RecordTeller::decision).toList(),
        RuleTexts.of(ruleIds("decided"), record.bundle()),
        RuleTexts.of(ruleIds("failed"), record.bundle()),
        record.bundle().isPresent()
            ? ""
            : "This version of the program cannot read the bundle that decided, so only the ids of"
                + " rules are shown.",
        record.entries().stream().flatMap(one -> facts(one).stream()).toList(),
        record.entries().stream().flatMap(one -> findings(one).stream()).toList(),
        Json.objects(intent.items("sources")).stream().map(RecordTeller::use).toList(),
        decided.stream().flatMap(one -> obligations(one).stream()).toList(),
        outcome.map(RecordDetails::ended).orElse(List.of()),
        record.entries().stream().flatMap(one -> withheld(one).stream()).toList(),
        record.reviews().stream().map(RecordTeller::review).toList(),
        record.entries().stream().map(EntryTeller::stands).toList(),
        Json.objects(intent.items("shadow")).stream().map(RecordTeller::shadow).toList());
  }

  /// Ids of the rules that entries name under `how`, in the order of the decisions.
  private Set<String> ruleIds(String how) {
    var ids = new LinkedHashSet<String>();
    for (Decided one : decided) {
      ids.addAll(words(one.body().object("rules").orElse(NONE).items(how)));
    }
    return ids;
  }

  private boolean refused(Json.Obj body) {
    return text(body, "verdict").equals("refuse");
  }

  private Tone tone() {
    if (decided.stream().anyMatch(one -> refused(one.body()))) return Tone.BAD;
    boolean acted = decided.stream().anyMatch(one -> !one.body().items("obligations").isEmpty());
    return acted ? Tone.CARE : Tone.GOOD;
  }

  private String summary() {
    var out = new StringBuilder();
    out.append(text(intent, "caller").isEmpty() ? "A caller" : "`" + text(intent, "caller") + "`");
    out.append(" asked on route `").append(text(intent, "route")).append("`; the request was ");
    out.append(refused(intent) ? "refused" : "permitted").append(by(intent)).append('.');
    long refusedCalls =
        decided.stream().filter(one -> one.on().startsWith("Tool") && refused(one.body())).count();
    if (refusedCalls > 0) {
      out.append(' ')
          .append(Told.count(refusedCalls, "tool call", "tool calls"))
          .append(" of the model ")
          .append(refusedCalls == 1 ? "was" : "were")
          .append(" refused.");
    }
    decided.stream()
        .filter(one -> one.on().equals("Answer") && refused(one.body()))
        .findFirst()
        .ifPresent(one -> out.append(" The answer was refused").append(by(one.body())).append('.'));
    return Told.quoted(out.append(' ').append(ending()).toString());
  }

  private static String by(Json.Obj body) {
    String rule = text(body, "rule");
    if (rule.isEmpty()) {
      var rules = words(body.object("rules").orElse(NONE).items("decided"));
      return rules.isEmpty()
          ? ""
          : " by " + rules.stream().map(one -> "`" + one + "`").collect(Collectors.joining(", "));
    }
    String reason = text(body, "reason");
    return " by `" + rule + "`" + (reason.isEmpty() ? "" : ": " + reason);
  }

  private String ending() {
    if (outcome.isEmpty()) return "No outcome is published yet.";
    return switch (text(outcome.get().entry().body(), "ending")) {
      case "delivered" -> "The answer was delivered as the provider gave it.";
      case "altered" -> "The answer was delivered with parts of it altered.";
      case "refused" -> "Nothing went to the provider.";
      case "cut" -> "The answer, or the rest of it, was kept from the caller.";
      case "client-gone" -> "The caller left before the end.";
      case "upstream-failed" -> "The provider failed.";
      case "interrupted" ->
          "The program ended meanwhile: some or all of the answer may have been delivered.";
      default -> "It ended as `" + text(outcome.get().entry().body(), "ending") + "`.";
    };
  }

  private static RecordPage.Decision decision(Decided one) {
    boolean refused = text(one.body(), "verdict").equals("refuse");
    return new RecordPage.Decision(
        one.on(),
        refused ? Tone.BAD : Tone.GOOD,
        refused ? "refused" : "permitted",
        words(one.body().object("rules").orElse(NONE).items("decided")),
        text(one.body(), "reason"),
        one.entry().path());
  }

  private static List<RecordPage.FactTable> facts(Proven entry) {
    var facts = entry.entry().body().object("facts").orElse(NONE);
    if (facts.members().isEmpty()) return List.of();
    var telling = new ArrayList<Pair>();
    var silent = new ArrayList<String>();
    for (Json.Member fact : facts.members()) {
      String value = fact(fact);
      if (value.isEmpty()) silent.add(fact.name());
      else telling.add(new Pair(fact.name(), value, ""));
    }
    return List.of(
        new RecordPage.FactTable(in(entry), entry.path(), telling, String.join(", ", silent)));
  }

  private static String fact(Json.Member fact) {
    if (fact.name().equals("time") && fact.value() instanceof Json.Num(var millis)) {
      return Told.time(millis);
    }
    return Told.value(fact.value());
  }

  private static List<RecordPage.Finding> findings(Proven entry) {
    var body = entry.entry().body();
    return Json.objects(body.items("findings")).stream()
        .map(one ->
            new RecordPage.Finding(
                in(entry),
                text(one, "label"),
                Told.number(number(one, "count")),
                text(one, "place"),
                text(one, "detector"),
                number(one, "confidence") + " %",
                entry.path()))
        .toList();
  }

  private static RecordPage.Use use(Json.Obj use) {
    return new RecordPage.Use(
        text(use, "source"),
        "/sources/document?" + Told.part("id", text(use, "source")),
        number(use, "version"),
        text(use, "method"),
        number(use, "score"));
  }

  private static List<RecordPage.Obligation> obligations(Decided one) {
    return Json.objects(one.body().items("obligations")).stream()
        .map(due ->
            new RecordPage.Obligation(
                one.on(), text(due, "kind"), what(due), text(due, "rule"), one.entry().path()))
        .toList();
  }

  private static String what(Json.Obj due) {
    return due.members().stream()
        .filter(member -> !List.of("kind", "rule").contains(member.name()))
        .map(member -> Told.value(member.value()))
        .collect(Collectors.joining(", "));
  }

  private static List<RecordPage.Withheld> withheld(Proven entry) {
    return Json.objects(entry.entry().body().items("withheld")).stream()
        .map(one -> new RecordPage.Withheld(text(one, "field"), text(one, "digest"), entry.path()))
        .toList();
  }

  private static RecordPage.Review review(Recorded.Review review) {
    return new RecordPage.Review(
        review.queue(),
        review.verdict().equals("denied") || review.finding().equals("issue")
            ? Tone.BAD
            : Tone.GOOD,
        review.verdict() + (review.finding().isEmpty() ? "" : ", " + review.finding()),
        review.person(),
        Told.time(review.time()),
        "/entries/" + review.leaf());
  }

  private static RecordPage.Shadow shadow(Json.Obj shadow) {
    String verdict = text(shadow, "verdict");
    return new RecordPage.Shadow(
        text(shadow, "name") + " " + text(shadow, "version"),
        "/bundles/" + text(shadow, "digest"),
        verdict.equals("permit") ? Tone.GOOD : Tone.BAD,
        switch (verdict) {
          case "permit" -> "would permit";
          case "refuse" -> "would refuse";
          default -> "could not be asked";
        },
        text(shadow, "rule"));
  }

  private static String in(Proven entry) {
    return switch (entry.entry().kind()) {
      case "intent" -> "Request";
      case "step" -> "Tool call, " + tool(entry.entry().body());
      default -> "Answer";
    };
  }

  private static String tool(Json.Obj step) {
    return Told.or(text(step, "tool"), "not declared");
  }

  static List<String> words(List<Json> items) {
    return items.stream().map(Told::value).toList();
  }

  static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }

  static long number(Json.Obj body, String member) {
    return body.number(member).orElse(0L);
  }
}
