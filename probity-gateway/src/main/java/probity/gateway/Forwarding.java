package probity.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import probity.classify.Detectors;
import probity.evidence.Ending;
import probity.exchange.Bytes;
import probity.gateway.upstream.AnswerListener;
import probity.gateway.upstream.Call;
import probity.gateway.upstream.Connections;
import probity.gateway.upstream.Upstream;
import probity.policy.Notice;
import probity.policy.Route;

/// A permitted request on its way to the provider, and the answer on its way back.
///
/// Lives on the client's event loop. Whichever comes first ends it: the whole answer, a refusal of
/// the answer, the provider's failure, or the client's hanging up.
final class Forwarding implements AnswerListener {
  private static final String EVENTS = "text/event-stream";

  /// Names the notices that an answer bears, one line each.
  private static final String NOTICE = "x-probity-notice";

  private final LiveExchange exchange;
  private final ClientReply reply;
  private final Detectors detectors;
  private final ExecutorService pool;
  private final Limits limits;
  private final boolean streamAsked;
  private @Nullable Answering answering;
  private @Nullable Call call;

  Forwarding(
      LiveExchange exchange,
      ClientReply reply,
      Detectors detectors,
      ExecutorService pool,
      Limits limits,
      boolean streamAsked) {
    this.exchange = exchange;
    this.reply = reply;
    this.detectors = detectors;
    this.pool = pool;
    this.limits = limits;
    this.streamAsked = streamAsked;
  }

  /// Sends the request; a client that has left by now is not worth a call.
  void send(Connections connections, Upstream upstream, RawRequest request, Bytes body) {
    if (reply.gone()) {
      exchange.end(Ending.CLIENT_GONE, "before-forwarding", 0, () -> {});
      return;
    }
    reply.onGone(this::clientGone);
    reply.onFault(() -> {
      giveUp();
      exchange.fault();
    });
    reply.onWritable(() -> reading(true));
    exchange.attempted();
    call = connections.send(reply.loop(), upstream, outbound(upstream, request, body), this);
  }

  private FullHttpRequest outbound(Upstream upstream, RawRequest request, Bytes body) {
    var headers = ForwardedHeaders.toProvider(request.headers(), detectors);
    // As it was read, so that the provider reads the same.
    if (isChat()) headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaderNames.HOST, upstream.origin().authority());
    // The inspector reads plain bytes.
    headers.set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
    if (!upstream.credential().isEmpty()) {
      headers.set(upstream.credentialHeader(), upstream.credential());
    }
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.valueOf(request.method()),
        upstream.basePath() + request.path() + request.query(),
        Unpooled.wrappedBuffer(body.array()),
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  @Override
  public void head(int status, HttpHeaders headers) {
    exchange.answered(status, Optional.ofNullable(headers.get("x-request-id")));
    boolean encoded =
        headers.getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
            .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
    if (status >= 300 && status < 400) {
      refuse("redirect");
    } else if (encoded) {
      refuse("encoded");
    } else {
      answering = answering(status, headers);
    }
  }

  private Answering answering(int status, HttpHeaders headers) {
    var back = ForwardedHeaders.toCaller(headers);
    back.set(ClientReply.RECORD, exchange.record());
    for (Notice notice : exchange.notices()) {
      back.add(NOTICE, notice.id());
      if (!notice.inAnswer()) back.set(notice.header(), notice.text());
    }
    if (!isChat()) return new OpaqueAnswer(exchange, reply, status, back);
    var type = HttpUtil.getMimeType(headers.get(HttpHeaderNames.CONTENT_TYPE, ""));
    boolean events = type != null && type.toString().strip().equalsIgnoreCase(EVENTS);
    if (events) back.set(HttpHeaderNames.CONTENT_TYPE, EVENTS);
    return streamAsked && events && status < 300
        ? new StreamedAnswer(exchange, reply, detectors, limits, status, back, this::giveUp)
        : new WholeAnswer(exchange, reply, detectors, pool, limits, status, back, this::giveUp);
  }

  private boolean isChat() {
    return exchange.facts().format().equals(Route.OPENAI_CHAT);
  }

  @Override
  public void piece(Bytes bytes) {
    if (exchange.ended()) {
      // Nobody waits for the rest, where the ledger failed in the middle of an answer.
      giveUp();
      return;
    }
    if (answering == null) return;
    exchange.received(bytes);
    answering.piece(bytes);
    if (!reply.writable()) reading(false);
  }

  @Override
  public void end() {
    if (answering != null && !exchange.ended()) answering.end();
  }

  @Override
  public void failed(Failure failure) {
    if (answering != null) answering.report();
    int status = failure.timeout() ? 504 : 502;
    exchange.end(
        Ending.UPSTREAM_FAILED,
        failure.word(),
        reply.started() ? 0 : status,
        () -> {
          if (reply.started()) {
            // The client must not take what it has for a whole answer.
            reply.abort();
          } else {
            Refusal.upstream(status, failure.word()).send(reply, exchange.record());
          }
        });
  }

  private void clientGone() {
    giveUp();
    if (answering != null) answering.report();
    exchange.end(Ending.CLIENT_GONE, "", 0, () -> {});
  }

  private void refuse(String word) {
    giveUp();
    exchange.end(
        Ending.CUT, word, 502, () -> Refusal.unreadableAnswer(word).send(reply, exchange.record()));
  }

  private void giveUp() {
    if (call != null) call.cancel();
  }

  private void reading(boolean on) {
    if (call != null) call.reading(on);
  }
}
