package probity.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import probity.exchange.Bytes;
import probity.identity.ClientCertificate;
import probity.identity.Presented;

/// One client's connection, or one of its streams in HTTP/2: puts requests together, bounded, and
/// hands them over one at a time.
///
/// What a client sends ahead of its reply waits here; a client that sends much ahead is no longer
/// listened to until its reply is complete.
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final int AHEAD_MAX = 64;

  /// How much of a request that is too large is read and thrown away, so that the client can finish
  /// sending and then read why it was refused.
  private static final long DISCARD_MAX = 64L << 20;

  /// A name or an address, and perhaps a port (RFC 9110 section 7.2).
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~%!$&'()*+;=-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

  private final Gateway gateway;
  private final Replies replies;
  private final Limits limits;
  private final InstantSource clock;
  private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>();

  private @Nullable HttpRequest head;
  private @Nullable ByteBuf body;
  private @Nullable ClientReply reply;
  private @Nullable ScheduledFuture<?> timer;
  private long received;
  private long discarded;
  private boolean discarding;
  private boolean discardedAll;
  private boolean draining;

  /// Whether the stream is broken off for a fault that is counted already.
  private boolean malformed;

  private final Optional<ClientCertificate> certificate;

  /// @param replies where replies of this connection are written
  /// @param shown the certificate of a client that has shaken hands by now
  ClientConnection(
      Gateway gateway,
      Replies replies,
      Limits limits,
      InstantSource clock,
      Optional<ClientCertificate> shown) {
    this.gateway = gateway;
    this.replies = replies;
    this.limits = limits;
    this.clock = clock;
    certificate = shown;
  }

  /// A connection on which no request begins is closed in the end.
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    restartTimer(context, context::close);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var part = (HttpObject) message;
    if (discarding || (mayTake(context) && ahead.isEmpty())) {
      take(context, part);
    } else {
      ahead.add(part);
      if (ahead.size() >= AHEAD_MAX) context.channel().config().setAutoRead(false);
    }
  }

  /// A client that does not read its replies gets no more of them.
  private boolean mayTake(ChannelHandlerContext context) {
    return reply == null && context.channel().isWritable();
  }

  private void take(ChannelHandlerContext context, HttpObject part) {
    try {
      if (discarding) {
        discard(context, part);
      } else if (part.decoderResult().isFailure()) {
        reject(context, HttpResponseStatus.BAD_REQUEST, "malformed-request");
      } else {
        if (part instanceof HttpRequest request) begin(context, request);
        if (part instanceof HttpContent content && head != null) collect(context, content);
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      reject(context, HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "http-version");
      return;
    }
    if (isAmbiguous(request.headers())) {
      reject(context, HttpResponseStatus.BAD_REQUEST, "ambiguous-request");
      return;
    }
    head = request;
    replies.answers(request.method());
    received = clock.millis();
    body = context.alloc().buffer(Math.min(4096, limits.bodyBytes()));
    if (HttpUtil.getContentLength(request, 0L) > limits.bodyBytes()) {
      tooLarge(context);
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    restartTimer(
        context, () -> reject(context, HttpResponseStatus.REQUEST_TIMEOUT, "request-incomplete"));
  }

  /// From here on the client has its time to send, until [#stopTimer].
  private void restartTimer(ChannelHandlerContext context, Runnable late) {
    stopTimer();
    timer =
        context.executor().schedule(late, limits.clientBody().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (timer != null) timer.cancel(false);
    timer = null;
  }

  /// Whether a hop before or after this one might take another caller, host or end of the body from
  /// the same head, or wait for something that does not come.
  private static boolean isAmbiguous(HttpHeaders headers) {
    var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    var hosts = headers.getAll(HttpHeaderNames.HOST);
    var lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    return lengths.size() > 1
        || lengths.stream().anyMatch(length -> !length.chars().allMatch(c -> c >= '0' && c <= '9'))
        || hosts.size() != 1
        || !HOST.matcher(hosts.getFirst()).matches()
        || headers.getAll(HttpHeaderNames.EXPECT).stream()
            .anyMatch(expected -> !expected.equalsIgnoreCase("100-continue"))
        || headers.getAll(HttpHeaderNames.AUTHORIZATION).size() > 1
        || Presented.KEY_HEADERS.stream().anyMatch(name -> headers.getAll(name).size() > 1)
        || codings.size() > 1
        || codings.stream().anyMatch(coding -> !coding.equalsIgnoreCase("chunked"));
  }

  private void collect(ChannelHandlerContext context, HttpContent content) {
    if (body == null) return;
    if (body.readableBytes() + content.content().readableBytes() > limits.bodyBytes()) {
      tooLarge(context);
      return;
    }
    body.writeBytes(content.content());
    if (content instanceof LastHttpContent) {
      byte[] bytes = new byte[body.readableBytes()];
      body.readBytes(bytes);
      dispatch(context, Optional.of(Bytes.wrap(bytes)), HttpUtil.isKeepAlive(takenHead()));
    }
  }

  private void tooLarge(ChannelHandlerContext context) {
    discarding = true;
    discarded = 0;
    dispatch(context, Optional.empty(), false);
  }

  /// The rest of a request that was answered before its end is read and dropped, bounded in size
  /// and time; closing earlier would take the answer from the client before it could read it.
  private void discard(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpContent content) discarded += content.content().readableBytes();
    // Behind a part that cannot be decoded nothing else comes.
    boolean ended = part instanceof LastHttpContent || part.decoderResult().isFailure();
    if (discarded <= DISCARD_MAX && !ended) return;
    discardedAll = true;
    if (reply == null) closeWhenWritten(context);
  }

  private void dispatch(ChannelHandlerContext context, Optional<Bytes> bytes, boolean keepAlive) {
    HttpRequest request = takenHead();
    dropBody();
    int query = request.uri().indexOf('?');
    var raw =
        new RawRequest(
            request.method().name(),
            query < 0 ? request.uri() : request.uri().substring(0, query),
            query < 0 ? "" : request.uri().substring(query),
            request.headers(),
            bytes,
            peer(context),
            received);
    var answer = new ClientReply(context.channel(), keepAlive, () -> replied(context, keepAlive));
    reply = answer;
    answer.attempt(() -> gateway.handle(raw, answer));
  }

  private Peer peer(ChannelHandlerContext context) {
    return new Peer(
        ((InetSocketAddress) context.channel().remoteAddress()).getAddress(), certificate);
  }

  private HttpRequest takenHead() {
    if (head == null) throw new IllegalStateException("a body without a head");
    return head;
  }

  private void dropBody() {
    stopTimer();
    if (body != null) body.release();
    body = null;
  }

  private void replied(ChannelHandlerContext context, boolean keepAlive) {
    reply = null;
    head = null;
    if (keepAlive && !draining) {
      restartTimer(context, context::close);
      next(context);
    } else if (discarding && !discardedAll) {
      context
          .executor()
          .schedule(() -> context.close(), limits.clientBody().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      closeWhenWritten(context);
    }
  }

  private static void closeWhenWritten(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Goes on after a reply, outside of the calls that ended it.
  private void next(ChannelHandlerContext context) {
    if (ahead.isEmpty()) return;
    context
        .executor()
        .execute(() -> {
          while (!ahead.isEmpty() && (discarding || mayTake(context))) {
            take(context, ahead.poll());
          }
          if (ahead.size() < AHEAD_MAX) context.channel().config().setAutoRead(true);
        });
  }

  /// Turns away what never became an exchange; what else comes on the connection is dropped.
  private void reject(ChannelHandlerContext context, HttpResponseStatus status, String reason) {
    dropBody();
    head = null;
    discarding = true;
    gateway.turnedAway(reason);
    reply = new ClientReply(context.channel(), false, () -> replied(context, false));
    Refusal.turnedAway(status.code(), reason).send(reply, "");
  }

  /// A connection without a request is closed when it has been silent for long, or when the gateway
  /// is about to end; others end with their reply, or when the client takes nothing of it.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    draining |= event == Listener.Event.DRAIN;
    boolean stalled =
        event instanceof IdleStateEvent idle
            && idle.state() == IdleState.WRITER_IDLE
            && !context.channel().isWritable();
    boolean silent = event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE;
    boolean due = event == Listener.Event.DRAIN || silent;
    if (stalled || (due && head == null && reply == null)) context.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable()) return;
    if (reply != null) {
      reply.clientWritable();
    } else {
      next(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (head != null && reply == null && body != null && !malformed)
      gateway.turnedAway("request-incomplete");
    dropBody();
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    if (reply != null) reply.clientGone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean unreadable = cause instanceof Http2Exception || cause instanceof DecoderException;
    if (unreadable && reply == null && !malformed) {
      malformed = true;
      gateway.turnedAway("malformed-request");
    }
    context.close();
  }
}
