package probity.gateway;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.evidence.Ending;
import probity.evidence.Evidence;
import probity.evidence.Journal;
import probity.evidence.Opened;
import probity.evidence.Opening;
import probity.evidence.TurnedAway;
import probity.exchange.Purpose;
import probity.gateway.upstream.Connections;
import probity.gateway.upstream.Upstreams;
import probity.identity.Identified;
import probity.identity.Identity;
import probity.policy.Decision;
import probity.policy.Fact;
import probity.policy.Route;
import probity.policy.Verdict;
import probity.source.Sources;

/// The path of an exchange: identify, parse, classify, decide, open, forward, inspect, close.
///
/// Everything runs on the client's event loop; each lambda goes on there.
public final class Gateway {
  private final Supplier<Optional<BundleInForce>> inForce;
  private final Evidence evidence;
  private final Journal journal;
  private final TurnedAway turnedAway;
  private final Connections connections;
  private final Upstreams upstreams;
  private final ExecutorService pool;
  private final Limits limits;
  private final Purpose purpose;
  private final InstantSource clock;
  private final ExchangeIds ids;
  private final Unwitnessed unwitnessed;
  private final Counters counters;
  private final Grants grants;
  private final Contents contents;
  private final Notifier notifier;
  private final Sources sources;

  /// @param inForce what decides for an exchange that begins now, to its end; while there is
  ///   nothing every request is refused
  /// @param unwitnessedMillis how long the oldest published traffic has waited for witnesses; 0
  ///   where nothing waits
  public Gateway(
      Supplier<Optional<BundleInForce>> inForce,
      Evidence evidence,
      Journal journal,
      TurnedAway turnedAway,
      Connections connections,
      Upstreams upstreams,
      ExecutorService pool,
      Limits limits,
      Purpose purpose,
      InstantSource clock,
      ExchangeIds ids,
      LongSupplier unwitnessedMillis,
      Counters counters,
      Grants grants,
      Contents contents,
      Notifier notifier,
      Sources sources) {
    this.inForce = inForce;
    this.evidence = evidence;
    this.journal = journal;
    this.turnedAway = turnedAway;
    this.connections = connections;
    this.upstreams = upstreams;
    this.pool = pool;
    this.limits = limits;
    this.purpose = purpose;
    this.clock = clock;
    this.ids = ids;
    this.unwitnessed = new Unwitnessed(unwitnessedMillis);
    this.counters = counters;
    this.grants = grants;
    this.contents = contents;
    this.notifier = notifier;
    this.sources = sources;
  }

  /// The whole path up to the answer, which [Forwarding] takes from there.
  void handle(RawRequest request, ClientReply reply) {
    reply.onFault(() -> turnAway("internal-error", Refusal.fault(), reply));
    var current = inForce.get();
    if (current.isEmpty()) {
      turnAway(Refusal.NO_BUNDLE, Refusal.noBundle(), reply);
      return;
    }
    var now = current.get();
    var route = now.bundle().route(request.path());
    route.flatMap(Route::wire).ifPresent(format -> reply.errors(format.errors(Reading.NOTHING)));
    if (Identity.isIn(request.query())) {
      turnAway("key-in-query", Refusal.unknownCaller("key-in-query"), reply);
      return;
    }
    identify(
        request,
        now,
        reply,
        known ->
            read(
                request,
                now,
                known,
                reply,
                asked -> {
                  if (unwitnessed(now, asked, reply)) return;
                  Allowance.take(
                      asked,
                      counters,
                      grants,
                      reply.home(),
                      allowance -> decide(asked, allowance, reply));
                }));
  }

  /// Goes on with a caller that is known, and may use what it is known by on this route.
  private void identify(
      RawRequest request, BundleInForce now, ClientReply reply, Consumer<Identified.Known> then) {
    now.callers()
        .identify(
            request,
            clock.millis(),
            reply.home(),
            identified -> {
              switch (identified) {
                case Identified.Unknown(var reason) ->
                    turnAway(reason, Refusal.unknownCaller(reason), reply);
                case Identified.Known known
                    when known.admits(now.bundle().route(request.path()).map(Route::id)) ->
                    then.accept(known);
                case Identified.Known _ -> turnAway("out-of-scope", Refusal.outOfScope(), reply);
              }
            });
  }

  private void decide(Asked asked, Allowance allowance, ClientReply reply) {
    var decision = asked.inForce().bundle().decide(allowance.facts());
    allowance.decided(decision);
    evidence.open(
        asked.exchange(),
        asked.intent(allowance, decision),
        reply.home(),
        opening -> {
          switch (opening) {
            case Opening.Done(var opened) -> act(asked, allowance, decision, opened, reply);
            case Opening.Failed(var reason) -> {
              allowance.giveBack();
              unrecorded(reason, reply);
            }
          }
        });
  }

  /// Nothing new begins while nobody outside has seen what was recorded before.
  private boolean unwitnessed(BundleInForce now, Asked asked, ClientReply reply) {
    var longest = now.bundle().unwitnessedMax();
    if (unwitnessed.over(longest)) {
      unwitnessed.refused(asked.exchange().log(), asked.time());
      Refusal.unwitnessed().send(reply, "");
      return true;
    }
    unwitnessed.write(journal, longest);
    return false;
  }

  /// No record, so no call. One that no entry has room for, or that is none by its shape, at least
  /// counts among those turned away.
  private void unrecorded(String reason, ClientReply reply) {
    if (reason.equals(Appended.TOO_LARGE) || reason.equals("malformed")) turnedAway(reason);
    Refusal.unrecorded(reason).send(reply, "");
  }

  /// Does what was decided, now that it is on record.
  private void act(
      Asked asked, Allowance allowance, Decision decision, Opened opened, ClientReply reply) {
    reply.receipt(opened.receipt());
    asked.keep(opened, contents);
    var exchange = live(asked, allowance, decision, opened, reply);
    exchange.tellOfRequest();
    switch (decision.verdict()) {
      case Verdict.Permit() -> permitted(asked, decision, exchange, reply);
      case Verdict.Refuse refuse -> {
        var standing = allowance.refused(refuse, new Grants.Case(opened, opened.facts(), decision));
        var refusal = Refusal.of(refuse, opened.facts(), allowance.retryAfter(refuse), standing);
        refuse(refusal, "", exchange, reply);
      }
    }
  }

  private void permitted(Asked asked, Decision decision, LiveExchange exchange, ClientReply reply) {
    var reading = asked.reading();
    if (LiveExchange.unmaskable(decision, reading.findings(), reading.places())) {
      refuse(Refusal.unmaskable(), Refusal.UNMASKABLE, exchange, reply);
      return;
    }
    if (reading.missing() > 0) {
      refuse(Refusal.unscanned(), Refusal.UNSCANNED, exchange, reply);
      return;
    }
    if (reading.origins().unlisted() > 0 && asked.inForce().bundle().reads(Fact.SOURCES)) {
      refuse(Refusal.tooManySources(), Refusal.TOO_MANY_SOURCES, exchange, reply);
      return;
    }
    RequestedTools.decide(
        reading,
        exchange,
        () -> forward(asked, decision, exchange, reply),
        refusal -> refuse(refusal, "", exchange, reply));
  }

  /// @param detail a word of the product, for the record
  private static void refuse(
      Refusal refusal, String detail, LiveExchange exchange, ClientReply reply) {
    exchange.end(
        Ending.REFUSED,
        detail,
        refusal.status(reply),
        () -> refusal.send(reply, exchange.record()));
  }

  private void forward(Asked asked, Decision decision, LiveExchange exchange, ClientReply reply) {
    var upstream = upstreams.named(exchange.facts().provider());
    if (upstream.isEmpty()) {
      exchange.end(
          Ending.UPSTREAM_FAILED,
          "no-such-upstream",
          502,
          () -> Refusal.upstream(502, "no-such-upstream").send(reply, exchange.record()));
      return;
    }
    var detectors = asked.inForce().detectors().on(asked.reading().route());
    new Leaving(asked.reading(), decision, exchange.opened(), detectors)
        .body(
            pool,
            limits,
            reply.home(),
            leaving ->
                new Forwarding(exchange, reply, detectors, pool, limits, asked.reading(), leaving)
                    .send(connections, upstream.get(), asked.request()),
            (refusal, detail) -> refuse(refusal, detail, exchange, reply));
  }

  private LiveExchange live(
      Asked asked, Allowance allowance, Decision decision, Opened opened, ClientReply reply) {
    var tools = asked.reading().route().map(Route::tools).orElse(List.of());
    var exchange =
        new LiveExchange(
            evidence,
            notifier,
            asked.inForce().bundle(),
            opened,
            decision,
            allowance,
            asked.keepsAnswer() ? contents : Contents.NONE,
            tools,
            reply,
            clock);
    reply.onFault(exchange::fault);
    return exchange;
  }

  private void read(
      RawRequest request,
      BundleInForce now,
      Identified.Known known,
      ClientReply reply,
      Consumer<Asked> then) {
    Reading.of(
        request,
        now,
        sources,
        pool,
        limits,
        reply.home(),
        reading -> {
          if (reading.isEmpty()) {
            turnAway("overloaded", Refusal.overloaded(), reply);
          } else {
            long time = clock.millis();
            reading.get().format().ifPresent(f -> reply.errors(f.errors(reading.get().prompt())));
            then.accept(new Asked(ids.next(), purpose, time, known, request, reading.get(), now));
          }
        });
  }

  private void turnAway(String reason, Refusal refusal, ClientReply reply) {
    turnedAway(reason);
    refusal.send(reply, "");
  }

  /// Writes what is due where no new request has done so: the count of the minute that is over, and
  /// of exchanges refused until witnesses came back.
  public void everyMinute() {
    unwitnessed.write(journal, inForce.get().flatMap(now -> now.bundle().unwitnessedMax()));
    long now = clock.millis();
    var log = TrafficLog.folder(defaultRetention(), now);
    turnedAway
        .minuteOver(now, log)
        .ifPresent(draft -> journal.append(draft, Runnable::run, _ -> {}));
  }

  /// Writes what was refused while witnesses were missing, before the process ends.
  public void atEnd() {
    unwitnessed.write(journal, Optional.empty());
  }

  /// Counts a request that never became an exchange. It is answered without waiting for the entry:
  /// nothing left, and strangers shall not make callers wait.
  void turnedAway(String reason) {
    long now = clock.millis();
    var log = TrafficLog.folder(defaultRetention(), now);
    for (Draft draft : turnedAway.add(reason, now, log)) {
      journal.append(draft, Runnable::run, _ -> {});
    }
  }

  /// The retention class of what belongs to no exchange.
  private String defaultRetention() {
    return inForce.get().map(BundleInForce::defaultRetention).orElse("standard");
  }
}
