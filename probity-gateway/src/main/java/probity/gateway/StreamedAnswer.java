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
import probity.exchange.Place;
import probity.ledger.Hash;
import probity.policy.RequestFacts;
import probity.policy.Verdict;
import probity.token.Tokens;
import probity.wire.AnswerStream;

/// A streamed answer, inspected before it goes on: text up to the first candidate that is still
/// alive, tool calls whole and decided, the last event after the outcome is on record.
final class StreamedAnswer implements Answering {
  /// After so long without a byte that went on, bytes that come and have to wait are told of by a
  /// keep-alive: hops on the way break off what is silent, and what the provider sends against that
  /// waits with the rest.
  private static final long SILENT_SECONDS = 10;

  private final LiveExchange exchange;
  private final ClientReply reply;
  private final int status;
  private final Runnable giveUp;
  private final AnswerStream stream;
  private final StreamInspection inspection;
  private final MessageDigest digest = Hash.sha256();
  private long wrote;

  /// @param tokens of the request
  /// @param giveUp ends the call to the provider
  StreamedAnswer(
      LiveExchange exchange,
      ClientReply reply,
      AnswerStream stream,
      Detectors detectors,
      Tokens tokens,
      Limits limits,
      int status,
      HttpHeaders headers,
      Runnable giveUp) {
    this.exchange = exchange;
    this.reply = reply;
    this.status = status;
    this.giveUp = giveUp;
    this.stream = stream;
    inspection =
        new StreamInspection(
            stream, detectors, exchange.bundle().window(), limits.heldBytes(), exchange, tokens);
    exchange
        .noticeText()
        .ifPresent(text ->
            inspection.endWith(() -> {
              var added =
                  stream.notice(
                      text,
                      new AnswerStream.Stamp(
                          exchange.record(), exchange.facts().model(), exchange.seconds()));
              exchange.answer().noticed(added.choices());
              return added.bytes();
            }));
    reply.start(status, headers);
    wrote = exchange.seconds();
    // A stream may be silent for long, and its client waits for the head.
    reply.flush();
  }

  @Override
  public void piece(Bytes bytes) {
    digest.update(bytes.array());
    perform(inspection.feed(bytes));
    if (!exchange.ended() && exchange.seconds() - wrote >= SILENT_SECONDS) keepAlive();
  }

  private void keepAlive() {
    wrote = exchange.seconds();
    reply.piece(stream.keepAlive());
    reply.flush();
  }

  @Override
  public void end() {
    perform(inspection.end());
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (exchange.ended()) return;
      switch (effect) {
        case Effect.Release(var bytes) -> {
          wrote = exchange.seconds();
          reply.piece(bytes);
        }
        case Effect.ToolCalled called -> decide(called);
        case Effect.Cut() -> cut(exchange.refusal(), "");
        case Effect.Unmaskable() -> cut(Refusal.unmaskable(), Refusal.UNMASKABLE);
        case Effect.TooLarge() -> cut(Refusal.tooLarge(), Refusal.TOO_LARGE);
        case Effect.Finish(var last) -> finish(last);
        case Effect.Failed(var last) -> failed(last);
        case Effect.Broken(var why) -> broken(why);
      }
    }
    reply.flush();
  }

  private void decide(Effect.ToolCalled called) {
    var arguments = List.of(new Place(Place.Kind.TOOL_ARGUMENTS, called.pointer(), 0, 0));
    exchange.tool(
        new LiveExchange.ToolCall(
            called.name(),
            RequestFacts.labels(called.findings()),
            exchange.bundle().argumentProbes(List.of(called.arguments())),
            Seen.of(called.findings(), arguments)),
        verdict -> {
          if (exchange.ended()) return;
          switch (verdict) {
            case Verdict.Permit() -> perform(inspection.allowed(called.number()));
            case Verdict.Refuse refuse -> cut(exchange.refusal(refuse), "");
          }
        });
  }

  private void finish(Bytes last) {
    report();
    exchange.end(exchange.answer().delivered(), "", status, () -> reply.last(last));
  }

  /// Keeps the rest from the client; the stream ends with an error that its SDK raises.
  ///
  /// @param detail a word of the product, for the record
  private void cut(Refusal refusal, String detail) {
    giveUp.run();
    report();
    exchange.end(
        Ending.CUT,
        detail,
        status,
        () -> reply.last(stream.error(refusal.refused(exchange.record()))));
  }

  /// The provider says so itself, in a way that its clients raise.
  private void failed(Bytes last) {
    giveUp.run();
    report();
    exchange.end(Ending.UPSTREAM_FAILED, "upstream-error", status, () -> reply.last(last));
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
    exchange.answer().digest(HexFormat.of().formatHex(digest.digest()));
    exchange.answer().altered(inspection.alterations());
    exchange
        .answer()
        .inspected(
            Seen.of(inspection.findings()),
            inspection.coverage(),
            new Outcome.Usage(usage.prompt(), usage.completion(), usage.total()));
  }
}
