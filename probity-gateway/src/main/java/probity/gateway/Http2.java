package probity.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.logging.LogLevel;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import probity.identity.ClientCertificate;

/// HTTP/2 towards clients (RFC 9113): each stream is a connection of its own to what stands behind,
/// with the same bounds.
final class Http2 {
  /// Streams that a client may have open at once on a connection.
  private static final int STREAMS_MAX = 100;

  /// Streams that a client may open and reset in so many seconds; more close the connection.
  private static final int RESETS_MAX = 200;

  private static final int RESETS_SECONDS = 30;

  /// How long a connection that is told to end waits for its streams.
  private static final Duration DRAIN = Duration.ofMinutes(10);

  private final Gateway gateway;
  private final Limits limits;
  private final InstantSource clock;

  Http2(Gateway gateway, Limits limits, InstantSource clock) {
    this.gateway = gateway;
    this.limits = limits;
    this.clock = clock;
  }

  /// Makes a connection speak HTTP/2 from its first byte on.
  void configure(ChannelPipeline pipeline) {
    var codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(STREAMS_MAX)
                    .maxHeaderListSize(limits.headerBytes()))
            .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
            .gracefulShutdownTimeoutMillis(DRAIN.toMillis())
            .frameLogger(new Malformed(gateway))
            .validateHeaders(true)
            .build();
    pipeline
        .addLast(codec)
        .addLast(new Http2MultiplexHandler(new Streams(ListenerTls.certificate(pipeline))))
        .addLast(new Connection(codec, limits));
  }

  private final class Streams extends ChannelInitializer<Channel> {
    private final Optional<ClientCertificate> certificate;

    Streams(Optional<ClientCertificate> certificate) {
      this.certificate = certificate;
    }

    @Override
    protected void initChannel(Channel stream) {
      var heads = new WithoutBodies();
      stream
          .pipeline()
          .addLast(Listener.idle(limits))
          .addLast(new Resets())
          .addLast(new Heads())
          .addLast(new Http2StreamFrameToHttpObjectCodec(true, true))
          .addLast(heads)
          .addLast(new ClientConnection(gateway, heads, limits, clock, certificate));
    }
  }

  /// Counts what the codec breaks off for a fault of the client before there is a stream that could
  /// hear of it.
  private static final class Malformed extends Http2FrameLogger {
    private final Gateway gateway;

    Malformed(Gateway gateway) {
      super(LogLevel.TRACE, Http2.class);
      this.gateway = gateway;
    }

    /// Nothing of traffic is logged, at whatever level.
    @Override
    public boolean isEnabled() {
      return false;
    }

    @Override
    public void logRstStream(
        Direction direction, ChannelHandlerContext context, int stream, long error) {
      if (direction == Direction.OUTBOUND && error == Http2Error.PROTOCOL_ERROR.code()) count();
    }

    @Override
    public void logGoAway(
        Direction direction, ChannelHandlerContext context, int last, long error, ByteBuf debug) {
      if (direction == Direction.OUTBOUND && error != Http2Error.NO_ERROR.code()) count();
    }

    private void count() {
      gateway.turnedAway("malformed-request");
    }
  }

  /// Breaks off what is no request of this protocol but would become one of HTTP/1.1: without a
  /// scheme (RFC 9113 section 8.3.1), or for another protocol (RFC 8441).
  private static final class Heads extends ChannelInboundHandlerAdapter {
    private boolean begun;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean head = !begun && message instanceof Http2HeadersFrame;
      if (head && !isRequest(((Http2HeadersFrame) message).headers())) {
        context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
        ReferenceCountUtil.release(message);
      } else {
        begun |= head;
        context.fireChannelRead(message);
      }
    }

    private static boolean isRequest(Http2Headers headers) {
      return headers.scheme() != null && !headers.contains(":protocol");
    }
  }

  /// Closes a connection that is silent, takes nothing, or is to end; what its streams are doing
  /// goes on in the last case.
  private static final class Connection extends ChannelInboundHandlerAdapter {
    private final Http2FrameCodec codec;
    private final Limits limits;
    private @Nullable ScheduledFuture<?> timer;

    Connection(Http2FrameCodec codec, Limits limits) {
      this.codec = codec;
      this.limits = limits;
    }

    /// A connection on which no request begins is closed in the end, whatever else comes on it: the
    /// first bytes of a head, or pings.
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      restartTimer(context);
      codec
          .connection()
          .addListener(
              new Http2ConnectionAdapter() {
                @Override
                public void onStreamActive(Http2Stream stream) {
                  stopTimer();
                }

                @Override
                public void onStreamClosed(Http2Stream stream) {
                  if (codec.connection().numActiveStreams() == 0) restartTimer(context);
                }
              });
    }

    private void restartTimer(ChannelHandlerContext context) {
      stopTimer();
      timer =
          context
              .executor()
              .schedule(
                  () -> context.close(), limits.clientBody().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
      if (timer != null) timer.cancel(false);
      timer = null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      stopTimer();
      context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      boolean quiet = codec.connection().numActiveStreams() == 0;
      if (event == Listener.Event.DRAIN) {
        context.close();
      } else if (event instanceof IdleStateEvent idle) {
        boolean silent = idle.state() == IdleState.READER_IDLE && quiet;
        boolean stalled = idle.state() == IdleState.WRITER_IDLE && !context.channel().isWritable();
        if (silent) context.close();
        if (stalled) context.channel().unsafe().closeForcibly();
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /// Takes back what the client would not take of a stream that is closed: else it would wait with
  /// the connection for as long as that lives.
  private static final class Resets extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      if (context.channel().isActive()) {
        context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
      }
      context.close(promise);
    }
  }

  /// Leaves out the body of a reply to a HEAD.
  private static final class WithoutBodies extends ChannelOutboundHandlerAdapter
      implements Replies {
    private boolean head;

    @Override
    public void answers(HttpMethod method) {
      head = method.equals(HttpMethod.HEAD);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (head && message instanceof HttpResponse response) {
        var bare = new DefaultFullHttpResponse(response.protocolVersion(), response.status());
        bare.headers().set(response.headers());
        ReferenceCountUtil.release(message);
        context.write(bare, promise);
      } else if (head && message instanceof HttpContent && !(message instanceof FullHttpResponse)) {
        ReferenceCountUtil.release(message);
        promise.setSuccess();
      } else {
        context.write(message, promise);
      }
    }
  }
}
