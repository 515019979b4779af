package probity.gateway;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
import probity.exchange.Coverage;
import probity.exchange.Facts;
import probity.ledger.Entry;
import probity.policy.Bundle;
import probity.policy.Decision;
import probity.policy.Obligation;
import probity.policy.Verdict;

/// An exchange between its intent and its outcome: what is known of the answer so far, and the one
/// ending that it comes to. Lives on the client's event loop.
final class LiveExchange implements Judge {
  private final Evidence evidence;
  private final Bundle bundle;
  private final Opened opened;
  private final ClientReply reply;
  private final InstantSource clock;
  private final List<String> declaredTools;

  private int attempts;
  private int upstreamStatus;
  private long firstByte;
  private Outcome.Usage usage = new Outcome.Usage(0, 0, 0);
  private Seen seen = Seen.NOTHING;
  private Coverage coverage = Coverage.NONE;
  private int toolsAsked;
  private int toolsAllowed;
  private SortedMap<String, Integer> alterations = new TreeMap<>();
  private Optional<AnswerDecision> last = Optional.empty();
  private final List<AnswerDecision> decisions = new ArrayList<>();
  private Optional<String> answerDigest = Optional.empty();
  private Optional<String> providerRequest = Optional.empty();
  private boolean ended;

  LiveExchange(
      Evidence evidence,
      Bundle bundle,
      Opened opened,
      List<String> declaredTools,
      ClientReply reply,
      InstantSource clock) {
    this.evidence = evidence;
    this.bundle = bundle;
    this.opened = opened;
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

  Facts facts() {
    return opened.facts();
  }

  boolean ended() {
    return ended;
  }

  /// A call to the provider is about to be made.
  void attempted() {
    attempts++;
  }

  void answered(int status, Optional<String> requestId) {
    upstreamStatus = status;
    providerRequest = requestId;
    firstByte = clock.millis();
  }

  void inspected(Seen seen, Coverage coverage, Outcome.Usage usage) {
    this.seen = seen;
    this.coverage = coverage;
    this.usage = usage;
  }

  void altered(SortedMap<String, Integer> masked) {
    alterations = masked;
  }

  void digest(String hex) {
    answerDigest = Optional.of(hex);
  }

  /// Decides on the answer as far as it has been seen, and remembers the decision for the record.
  Decision decide(SortedMap<String, Integer> labels) {
    var facts =
        opened.facts().in(Facts.Phase.RESPONSE, "", upstreamStatus, labels, new TreeMap<>());
    var decision = bundle.decide(facts);
    var answer = new AnswerDecision(facts, decision);
    last = Optional.of(answer);
    boolean alters =
        decision.verdict() instanceof Verdict.Refuse
            || !Collections.disjoint(masks(decision), labels.keySet());
    if (alters && decisions.size() < Entry.LIST_MAX) decisions.add(answer);
    return decision;
  }

  /// The labels whose findings a decision masks.
  static SortedSet<String> masks(Decision decision) {
    var masked = new TreeSet<String>();
    for (Obligation obligation : decision.obligations()) {
      switch (obligation) {
        case Obligation.Redact(_, var labels) -> masked.addAll(labels);
      }
    }
    return masked;
  }

  @Override
  public Ruling rule(SortedMap<String, Integer> labels) {
    var decision = decide(labels);
    return switch (decision.verdict()) {
      case Verdict.Refuse(_, _) -> new Ruling.Cut();
      case Verdict.Permit() -> {
        var masked = masks(decision);
        yield masked.isEmpty() ? new Ruling.Pass() : new Ruling.Redact(masked);
      }
    };
  }

  /// The refusal that the last decision on the answer came to.
  Refusal refusal() {
    return last.map(AnswerDecision::decision)
        .map(Decision::verdict)
        .filter(Verdict.Refuse.class::isInstance)
        .map(Verdict.Refuse.class::cast)
        .map(Refusal::ofAnswer)
        .orElseThrow(() -> new IllegalStateException("cut without a refusal"));
  }

  /// Records a tool call that the model asks for, with the decision on it. `then` runs with the
  /// verdict once that is durable; where it cannot be recorded, nothing more goes to the client. An
  /// exchange that has ended, because the client hung up, asks for nothing: no step may follow the
  /// outcome.
  void tool(ToolCall call, Consumer<Verdict> then) {
    if (ended) return;
    boolean declared = declaredTools.contains(call.name());
    var facts =
        opened
            .facts()
            .in(
                Facts.Phase.TOOL,
                declared ? call.name() : "",
                upstreamStatus,
                call.labels(),
                call.probes());
    var decision = bundle.decide(facts);
    var step =
        new ToolStep(
            toolsAsked++,
            facts,
            call.seen(),
            decision,
            declared ? Optional.empty() : Optional.of(call.name()));
    if (decision.verdict() instanceof Verdict.Permit) toolsAllowed++;
    evidence.step(
        opened,
        step,
        reply.home(),
        appended -> {
          switch (appended) {
            case Appended.Durable _ -> then.accept(decision.verdict());
            case Appended.Unwritable(var reason, _) ->
                end(Ending.CUT, reason, 503, () -> unrecorded(reason));
          }
        });
  }

  /// A tool call as the model asks for it: the name as it wrote it, and what its arguments hold.
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
    seen = Seen.NOTHING;
    coverage = Coverage.NONE;
    alterations = new TreeMap<>();
    last = Optional.empty();
    decisions.clear();
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
    return new Outcome(
        ending,
        detail,
        status,
        upstreamStatus,
        attempts,
        firstByte,
        clock.millis(),
        usage,
        seen,
        coverage,
        new Outcome.ToolCounts(toolsAsked, toolsAllowed, toolsAsked - toolsAllowed),
        alterations,
        last,
        decisions,
        answerDigest,
        providerRequest);
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
