package probity.gateway;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import probity.classify.Judge;
import probity.classify.Ruling;
import probity.evidence.AnswerDecision;
import probity.evidence.Appended;
import probity.evidence.Ending;
import probity.evidence.Evidence;
import probity.evidence.Opened;
import probity.evidence.Outcome;
import probity.evidence.Seen;
import probity.evidence.ToolStep;
import probity.exchange.Facts;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.policy.Bundle;
import probity.policy.Decision;
import probity.policy.Notice;
import probity.policy.Obligation;
import probity.policy.Verdict;

/// An exchange between its intent and its outcome: what is known of the answer so far, and the one
/// ending that it comes to. Lives on the client's event loop.
final class LiveExchange implements Judge {
  private final Evidence evidence;
  private final Notifier notifier;
  private final Bundle bundle;
  private final Opened opened;
  private final Decision permission;
  private final Allowance allowance;

  /// The request's facts with the tags that its decision put on them.
  private final Facts tagged;

  private final ClientReply reply;
  private final InstantSource clock;
  private final List<String> declaredTools;

  private final AnswerSoFar answer;
  private final Set<Obligation> bound = new HashSet<>();
  private Optional<Grants.Standing> standing = Optional.empty();
  private boolean ended;

  /// @param decision on the request
  /// @param contents where the answer is kept
  LiveExchange(
      Evidence evidence,
      Notifier notifier,
      Bundle bundle,
      Opened opened,
      Decision decision,
      Allowance allowance,
      Contents contents,
      List<String> declaredTools,
      ClientReply reply,
      InstantSource clock) {
    this.evidence = evidence;
    this.notifier = notifier;
    this.bundle = bundle;
    this.opened = opened;
    this.permission = decision;
    this.allowance = allowance;
    this.answer = new AnswerSoFar(opened, contents);
    this.tagged = opened.facts().tagged(decision.tags());
    this.reply = reply;
    this.clock = clock;
    this.declaredTools = List.copyOf(declaredTools);
  }

  /// The id that goes back in a header.
  String record() {
    return opened.exchange().id().text();
  }

  Bundle bundle() {
    return bundle;
  }

  Opened opened() {
    return opened;
  }

  Facts facts() {
    return opened.facts();
  }

  boolean ended() {
    return ended;
  }

  /// The head of the answer has come.
  void answered(int status, Optional<String> requestId) {
    answer.begun(status, requestId, clock.millis());
  }

  /// What is known of the answer.
  AnswerSoFar answer() {
    return answer;
  }

  /// The notices that the answer bears.
  List<Notice> notices() {
    return bundle.notices().stream()
        .filter(notice ->
            permission.obligations().stream()
                .anyMatch(o -> o instanceof Obligation.Notice(_, var id) && id.equals(notice.id())))
        .toList();
  }

  /// What is put behind the text of the answer.
  Optional<String> noticeText() {
    var texts = notices().stream().filter(Notice::inAnswer).map(Notice::text).toList();
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", texts));
  }

  long seconds() {
    return clock.millis() / 1000;
  }

  /// Tells the channels that the request's decision names.
  void tellOfRequest() {
    tell(facts(), permission, newlyBound(permission));
  }

  /// The obligations of a decision that none before it in the exchange had, but for those that are
  /// seen in what is delivered.
  private List<Obligation> newlyBound(Decision decision) {
    return decision.obligations().stream()
        .filter(obligation -> !obligation.needsPermission() && bound.add(obligation))
        .toList();
  }

  /// @param facts on which the decision rests
  private void tell(Facts facts, Decision decision, List<Obligation> obligations) {
    for (Obligation obligation : obligations) {
      switch (obligation) {
        case Obligation.Notify message ->
            notifier.notify(message, decision.verdict(), tagged, opened.exchange());
        case Obligation.Queue(_, var queue) ->
            allowance.queued(queue, new Grants.Case(opened, facts, decision));
        case Obligation.Redact _, Obligation.Tokenize _, Obligation.Tag _, Obligation.Notice _ -> {}
      }
    }
  }

  /// Decides on the answer as far as it has been seen, and remembers the decision for the record.
  ///
  /// @param uninspected kinds of content in it that were not read
  Decision decide(SortedMap<String, Integer> labels, Collection<String> uninspected) {
    var facts = tagged.answered(answer.status(), labels, uninspected);
    var decision = bundle.decide(facts);
    var anew = newlyBound(decision);
    boolean matters =
        decision.verdict() instanceof Verdict.Refuse
            || !Collections.disjoint(masks(decision), labels.keySet())
            || !anew.isEmpty();
    tell(facts, decision, anew);
    answer.decided(new AnswerDecision(facts, decision), matters);
    return decision;
  }

  /// Whether a decision replaces a finding in a text that can only go on as it came.
  static boolean unmaskable(Decision decision, List<Finding> findings, List<Place> places) {
    var masked = masks(decision);
    masked.addAll(tokenizes(decision));
    return findings.stream()
        .anyMatch(f -> masked.contains(f.label()) && places.get(f.place()).fixed());
  }

  /// The labels whose findings a decision masks.
  static SortedSet<String> masks(Decision decision) {
    return Replaced.by(decision).masked();
  }

  /// The labels whose findings a decision puts tokens for.
  static SortedSet<String> tokenizes(Decision decision) {
    return Replaced.by(decision).tokenized();
  }

  /// Labels whose findings go on as something else.
  private record Replaced(SortedSet<String> masked, SortedSet<String> tokenized) {
    static Replaced by(Decision decision) {
      var replaced = new Replaced(new TreeSet<>(), new TreeSet<>());
      for (Obligation obligation : decision.obligations()) {
        switch (obligation) {
          case Obligation.Redact(_, var labels) -> replaced.masked.addAll(labels);
          case Obligation.Tokenize(_, var labels) -> replaced.tokenized.addAll(labels);
          case Obligation.Tag _, Obligation.Queue _, Obligation.Notify _, Obligation.Notice _ -> {}
        }
      }
      return replaced;
    }
  }

  @Override
  public Ruling rule(SortedMap<String, Integer> labels, SortedSet<String> uninspected) {
    var decision = decide(labels, uninspected);
    return switch (decision.verdict()) {
      case Verdict.Refuse _ -> new Ruling.Cut();
      case Verdict.Permit() -> {
        var masked = masks(decision);
        yield masked.isEmpty() ? new Ruling.Pass() : new Ruling.Redact(masked);
      }
    };
  }

  /// The refusal that the last decision on the answer came to.
  Refusal refusal() {
    return answer
        .last()
        .map(AnswerDecision::decision)
        .map(Decision::verdict)
        .filter(Verdict.Refuse.class::isInstance)
        .map(Verdict.Refuse.class::cast)
        .map(this::refusal)
        .orElseThrow(() -> new IllegalStateException("cut without a refusal"));
  }

  /// What the caller gets where the answer, or a tool call in it, is refused.
  Refusal refusal(Verdict.Refuse refuse) {
    return Refusal.ofAnswer(refuse, allowance.retryAfter(refuse), standing);
  }

  /// Whether a tool stays in a list of those on offer: unless a call of it, whatever its arguments,
  /// would be refused for good. A decision on a list is no step; how many tools a list lost is
  /// among the alterations.
  @Override
  public boolean offers(String tool) {
    var probes = bundle.probes(Facts.Phase.TOOL, List.of(), _ -> "");
    var verdict = bundle.decide(toolFacts(tool, new TreeMap<>(), probes)).verdict();
    return !(verdict instanceof Verdict.Refuse refuse
        && refuse.kind() instanceof Verdict.Kind.Plain);
  }

  /// @param name as the model, the client or the provider wrote it
  private Facts toolFacts(
      String name, SortedMap<String, Integer> labels, SortedMap<String, Boolean> probes) {
    return tagged.in(
        Facts.Phase.TOOL,
        declaredTools.contains(name) ? name : "",
        answer.status(),
        labels,
        probes);
  }

  /// Records a tool call that the model, or the client, asks for, with the decision on it. `then`
  /// runs with the verdict once that is durable; where it cannot be recorded, nothing more goes to
  /// the client. An exchange that has ended, because the client hung up, asks for nothing: no step
  /// may follow the outcome.
  void tool(ToolCall call, Consumer<Verdict> then) {
    if (ended) return;
    boolean declared = declaredTools.contains(call.name());
    var facts = toolFacts(call.name(), call.labels(), call.probes());
    var decision = bundle.decide(facts);
    var step =
        new ToolStep(
            answer.asked(decision.verdict()),
            facts,
            call.seen(),
            decision,
            declared ? Optional.empty() : Optional.of(call.name()));
    evidence.step(
        opened,
        step,
        reply.home(),
        appended -> {
          switch (appended) {
            case Appended.Durable _ -> {
              tell(facts, decision, newlyBound(decision));
              if (decision.verdict() instanceof Verdict.Refuse refuse) {
                standing = allowance.refused(refuse, new Grants.Case(opened, facts, decision));
              }
              then.accept(decision.verdict());
            }
            case Appended.Unwritable(var reason, _) ->
                end(
                    answer.attempts() == 0 ? Ending.REFUSED : Ending.CUT,
                    reason,
                    503,
                    () -> unrecorded(reason));
          }
        });
  }

  /// Decides on tool calls one after the other: `permitted` runs when all are, `refused` with the
  /// first that is not.
  void tools(Iterator<ToolCall> calls, Runnable permitted, Consumer<Refusal> refused) {
    if (!calls.hasNext()) {
      permitted.run();
      return;
    }
    tool(
        calls.next(),
        verdict -> {
          switch (verdict) {
            case Verdict.Permit() -> tools(calls, permitted, refused);
            case Verdict.Refuse refuse -> refused.accept(refusal(refuse));
          }
        });
  }

  /// A tool call as it is asked for: the name as it was written, and what its arguments hold.
  record ToolCall(
      String name,
      SortedMap<String, Integer> labels,
      SortedMap<String, Boolean> probes,
      Seen seen) {}

  /// Ends the exchange, once: whatever comes later finds it ended. `durable` runs when the outcome
  /// is on record, and only then may the last byte go.
  void end(Ending ending, String detail, int status, Runnable durable) {
    if (ended) return;
    ended = true;
    answer.keep();
    allowance.used(answer.usage(), answer.bytes());
    try {
      close(
          outcome(ending, detail, status),
          appended -> {
            switch (appended) {
              case Appended.Durable _ -> durable.run();
              case Appended.Unwritable(var reason, _) when reason.equals("malformed") ->
                  endBare(ending, reason, durable);
              case Appended.Unwritable(var reason, _) -> unrecorded(reason);
            }
          });
    } catch (IllegalArgumentException | IllegalStateException unfit) {
      endBare(ending, "malformed", durable);
    }
  }

  /// Ends an exchange whose outcome is no entry by its size or shape: with an outcome that says
  /// only so. Nothing is delivered that is not on record.
  private void endBare(Ending ending, String reason, Runnable durable) {
    boolean delivers = ending == Ending.DELIVERED || ending == Ending.ALTERED;
    answer.forget();
    close(
        outcome(delivers ? Ending.CUT : ending, reason, reply.started() ? 0 : 503),
        appended -> {
          if (!delivers && appended instanceof Appended.Durable) {
            durable.run();
          } else {
            unrecorded(reason);
          }
        });
  }

  private Outcome outcome(Ending ending, String detail, int status) {
    return answer.outcome(ending, detail, status, clock.millis(), notices());
  }

  private void close(Outcome outcome, Consumer<Appended> then) {
    // The exchange counts as ended by now, so a fault here has to reach the reply by itself.
    reply.attempt(() -> evidence.close(opened, outcome, reply.home(), then));
  }

  /// A step of the exchange failed for a fault of the program.
  void fault() {
    if (ended && !reply.gone()) reply.abort();
    end(
        Ending.CUT,
        "internal-error",
        500,
        () -> {
          if (reply.started()) {
            reply.abort();
          } else {
            Refusal.fault().send(reply, record());
          }
        });
  }

  /// The ledger failed in the middle: no more bytes go out.
  private void unrecorded(String reason) {
    if (reply.started()) {
      reply.abort();
    } else {
      Refusal.unrecorded(reason).send(reply, record());
    }
  }
}
