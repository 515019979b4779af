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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
import probity.token.Tokenized;
import probity.wire.AnswerStream;
import probity.wire.Format;

/// A permitted request on its way to the provider, and the answer on its way back.
///
/// Lives on the client's event loop. Whichever comes first ends it: the whole answer, a refusal of
/// the answer, the provider's failure, or the client's hanging up.
final class Forwarding implements AnswerListener {
  /// Names the notices that an answer bears, one line each.
  private static final String NOTICE = "x-probity-notice";

  /// Headers in which providers name the request, by OpenAI and by Anthropic.
  private static final List<String> REQUEST_IDS = List.of("x-request-id", "request-id");

  private final LiveExchange exchange;
  private final ClientReply reply;
  private final Detectors detectors;
  private final ExecutorService pool;
  private final Limits limits;
  private final Reading reading;
  private final Tokenized leaving;
  private @Nullable Answering answering;
  private @Nullable Call call;

  /// @param leaving the body as it goes to the provider
  Forwarding(
      LiveExchange exchange,
      ClientReply reply,
      Detectors detectors,
      ExecutorService pool,
      Limits limits,
      Reading reading,
      Tokenized leaving) {
    this.exchange = exchange;
    this.reply = reply;
    this.detectors = detectors;
    this.pool = pool;
    this.limits = limits;
    this.reading = reading;
    this.leaving = leaving;
  }

  /// Sends the request; a client that has left by now is not worth a call.
  void send(Connections connections, Upstream upstream, RawRequest request) {
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
    exchange.answer().attempted();
    call =
        connections.send(reply.loop(), upstream, outbound(upstream, request, leaving.body()), this);
  }

  private FullHttpRequest outbound(Upstream upstream, RawRequest request, Bytes body) {
    var headers = ForwardedHeaders.toProvider(request.headers(), detectors);
    // As it was read, so that the provider reads the same.
    if (reading.format().isPresent() && body.length() > 0) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    }
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
    exchange.answered(
        status, REQUEST_IDS.stream().map(headers::get).filter(Objects::nonNull).findFirst());
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
    var back = ForwardedHeaders.toCaller(headers, detectors);
    back.set(ClientReply.RECORD, exchange.record());
    for (Notice notice : exchange.notices()) {
      back.add(NOTICE, notice.id());
      if (!notice.inAnswer()) back.set(notice.header(), notice.text());
    }
    if (reading.format().isEmpty()) return new OpaqueAnswer(exchange, reply, status, back);
    Format format = reading.format().get();
    var stream =
        status < 300
            ? format.stream(reading.prompt(), type(headers))
            : Optional.<AnswerStream>empty();
    if (stream.isEmpty()) {
      return new WholeAnswer(
          exchange,
          reply,
          format,
          reading.prompt(),
          detectors,
          leaving.tokens(),
          pool,
          limits,
          status,
          back,
          this::giveUp);
    }
    // The type is that by which it is read: another would let the client read something else.
    back.set(HttpHeaderNames.CONTENT_TYPE, stream.get().contentType());
    return new StreamedAnswer(
        exchange,
        reply,
        stream.get(),
        detectors,
        leaving.tokens(),
        limits,
        status,
        back,
        this::giveUp);
  }

  private static String type(HttpHeaders headers) {
    var type = HttpUtil.getMimeType(headers.get(HttpHeaderNames.CONTENT_TYPE, ""));
    return type == null ? "" : type.toString().strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public void piece(Bytes bytes) {
    if (exchange.ended()) {
      // Nobody waits for the rest, where the ledger failed in the middle of an answer.
      giveUp();
      return;
    }
    if (answering == null) return;
    exchange.answer().received(bytes);
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
