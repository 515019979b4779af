package probity.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Connections to providers, kept open between calls: one pool per event loop, so that a call stays
/// on the loop of its client and nothing is shared between threads.
public final class Connections {
  private static final int IDLE_MAX = 256;
  private static final long IDLE_SECONDS = 30;

  private final Transport transport;
  private final Upstreams upstreams;
  private final CallTimeouts timeouts;
  private final int headerBytesMax;
  private final Map<EventLoop, Map<String, ArrayDeque<Channel>>> idle = new ConcurrentHashMap<>();

  public Connections(
      Transport transport, Upstreams upstreams, CallTimeouts timeouts, int headerBytesMax) {
    this.transport = transport;
    this.upstreams = upstreams;
    this.timeouts = timeouts;
    this.headerBytesMax = headerBytesMax;
  }

  /// Sends a request and hands the answer to `listener`. Call on `loop`, where everything else of
  /// this call happens too. Takes the request over and releases it.
  public Call send(
      EventLoop loop, Upstream upstream, FullHttpRequest request, AnswerListener listener) {
    var call = new Call(loop, request, listener, timeouts);
    Channel kept = takeIdle(loop, upstream);
    if (kept != null) {
      call.start(kept);
    } else {
      connect(loop, upstream, call);
    }
    return call;
  }

  private void connect(EventLoop loop, Upstream upstream, Call call) {
    var address = upstreams.address(upstream);
    if (address.isEmpty()) {
      // Later, so that no listener is called before `send` has returned.
      loop.execute(() -> call.fail(AnswerListener.Failure.UNRESOLVED));
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(transport.client())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeouts.connect().toMillis())
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                if (upstream.origin().tls())
                  channel.pipeline().addLast(tlsHandler(channel, upstream));
                var decoder = new AnswerDecoder(headerBytesMax);
                channel
                    .pipeline()
                    .addLast(decoder)
                    .addLast(new HttpRequestEncoder())
                    .addLast(new CallHandler(decoder, open -> keep(loop, upstream, open)));
              }
            })
        .connect(address.get())
        .addListener((ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            begin(connected.channel(), call);
          } else {
            call.fail(AnswerListener.Failure.CONNECT);
          }
        });
  }

  /// Starts a call on a new connection, once it is secure where it has to be.
  private static void begin(Channel channel, Call call) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      call.start(channel);
      return;
    }
    tls.handshakeFuture()
        .addListener(handshake -> {
          if (handshake.isSuccess()) {
            call.start(channel);
          } else {
            channel.close();
            call.fail(AnswerListener.Failure.TLS);
          }
        });
  }

  private SslHandler tlsHandler(Channel channel, Upstream upstream) {
    var origin = upstream.origin();
    SslHandler handler =
        upstream.tls().context().newHandler(channel.alloc(), origin.host(), origin.port());
    handler.setHandshakeTimeoutMillis(timeouts.connect().toMillis());
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    handler.engine().setSSLParameters(parameters);
    return handler;
  }

  private ArrayDeque<Channel> idleOf(EventLoop loop, Upstream upstream) {
    return idle.computeIfAbsent(loop, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(upstream.name(), _ -> new ArrayDeque<>());
  }

  private @Nullable Channel takeIdle(EventLoop loop, Upstream upstream) {
    var channels = idleOf(loop, upstream);
    while (true) {
      Channel channel = channels.pollLast();
      if (channel == null || channel.isActive()) return channel;
    }
  }

  /// Keeps a connection whose answer is complete. Closed ones leave the pool at once, so that a
  /// call does not start on a connection that the provider has given up.
  private void keep(EventLoop loop, Upstream upstream, Channel channel) {
    var channels = idleOf(loop, upstream);
    if (channels.size() >= IDLE_MAX || !channel.isActive()) {
      channel.close();
      return;
    }
    // A connection that is not read does not tell when the provider closes it.
    channel.config().setAutoRead(true);
    channels.addLast(channel);
    var handler = channel.pipeline().get(CallHandler.class);
    long calls = handler.calls();
    loop.schedule(
        () -> {
          boolean unused = handler.calls() == calls && channels.remove(channel);
          if (unused) channel.close();
        },
        IDLE_SECONDS,
        TimeUnit.SECONDS);
  }
}
