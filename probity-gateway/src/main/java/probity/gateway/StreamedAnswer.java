package probity.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import probity.classify.Detectors;
import probity.classify.StreamInspection;
import probity.classify.StreamInspection.Effect;
import probity.evidence.Ending;
import probity.evidence.Outcome;
import probity.evidence.Seen;
import probity.exchange.Bytes;
import probity.exchange.Facts;
import probity.exchange.Place;
import probity.ledger.Hash;
import probity.policy.RequestFacts;
import probity.policy.Verdict;
import probity.wire.ChatNotice;

/// A streamed answer, inspected before it goes on: text up to the first candidate that is still
/// alive, tool calls whole and decided, the last event after the outcome is on record.
final class StreamedAnswer implements Answering {
  /// Where the arguments of a tool call stand once its pieces are put together.
  private static final List<Place> ARGUMENTS =
      List.of(
          new Place(
              Place.Kind.TOOL_ARGUMENTS, "/choices/*/delta/tool_calls/*/function/arguments", 0, 0));

  private final LiveExchange exchange;
  private final ClientReply reply;
  private final int status;
  private final Runnable giveUp;
  private final StreamInspection inspection;
  private final MessageDigest digest = Hash.sha256();

  /// @param giveUp ends the call to the provider
  StreamedAnswer(
      LiveExchange exchange,
      ClientReply reply,
      Detectors detectors,
      Limits limits,
      int status,
      HttpHeaders headers,
      Runnable giveUp) {
    this.exchange = exchange;
    this.reply = reply;
    this.status = status;
    this.giveUp = giveUp;
    inspection =
        new StreamInspection(detectors, exchange.bundle().window(), limits.heldBytes(), exchange);
    exchange
        .noticeText()
        .ifPresent(text ->
            inspection.endWith(choices -> {
              exchange.noticed(choices.size());
              return ChatNotice.event(
                  text, choices, exchange.record(), exchange.facts().model(), exchange.seconds());
            }));
    reply.start(status, headers);
  }

  @Override
  public void piece(Bytes bytes) {
    digest.update(bytes.array());
    perform(inspection.feed(bytes));
  }

  @Override
  public void end() {
    perform(inspection.end());
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (exchange.ended()) return;
      switch (effect) {
        case Effect.Release(var bytes) -> reply.piece(bytes);
        case Effect.ToolCalled called -> decide(called);
        case Effect.Cut() -> cut(exchange.refusal());
        case Effect.Finish(var last) -> finish(last);
        case Effect.Broken(var why) -> broken(why);
      }
    }
    reply.flush();
  }

  private void decide(Effect.ToolCalled called) {
    exchange.tool(
        new LiveExchange.ToolCall(
            called.name(),
            RequestFacts.labels(called.findings()),
            exchange.bundle().probes(Facts.Phase.TOOL, ARGUMENTS, _ -> called.arguments()),
            Seen.of(called.findings(), ARGUMENTS)),
        verdict -> {
          if (exchange.ended()) return;
          switch (verdict) {
            case Verdict.Permit() -> perform(inspection.allowed(called.number()));
            case Verdict.Refuse refuse -> cut(exchange.refusal(refuse));
          }
        });
  }

  private void finish(Bytes last) {
    report();
    exchange.end(exchange.delivered(), "", status, () -> reply.last(last));
  }

  /// Keeps the rest from the client; the stream ends with an error that its SDK raises.
  private void cut(Refusal refusal) {
    giveUp.run();
    report();
    exchange.end(Ending.CUT, "", status, () -> refusal.sendInStream(reply, exchange.record()));
  }

  /// Not an answer that can be called complete: the client's connection is broken off, so that it
  /// does not take it for one.
  private void broken(String why) {
    giveUp.run();
    report();
    exchange.end(Ending.UPSTREAM_FAILED, why, status, reply::abort);
  }

  @Override
  public void report() {
    var usage = inspection.usage();
    exchange.digest(HexFormat.of().formatHex(digest.digest()));
    exchange.altered(inspection.alterations());
    exchange.inspected(
        Seen.of(inspection.findings()),
        inspection.coverage(),
        new Outcome.Usage(usage.prompt(), usage.completion(), usage.total()));
  }
}
