package probity.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import probity.gateway.upstream.Transport;

/// Where clients connect.
public final class Listener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Listener.class.getName());

  /// How long connections, and after them the event loops, get to end.
  private static final Duration END = Duration.ofSeconds(8);

  /// How long a connection may stay open without a request, or with a part of its head.
  private static final int IDLE_SECONDS = 75;

  private final MultiThreadIoEventLoopGroup loops;
  private final Channel server;
  private final ChannelGroup clients;
  private final boolean tls;

  private Listener(
      MultiThreadIoEventLoopGroup loops, Channel server, ChannelGroup clients, boolean tls) {
    this.loops = loops;
    this.server = server;
    this.clients = clients;
    this.tls = tls;
  }

  /// Listens on `address`, in the clear without `tls`, or throws [UncheckedIOException] where it
  /// cannot.
  public static Listener open(
      InetSocketAddress address,
      Transport transport,
      MultiThreadIoEventLoopGroup loops,
      Gateway gateway,
      Limits limits,
      InstantSource clock,
      Optional<ListenerTls> tls) {
    var clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    var http1 = new Http1(gateway, limits, clock);
    var http2 = new Http2(gateway, limits, clock);
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.server())
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (clients.size() >= limits.connections()) {
                      channel.close();
                      return;
                    }
                    clients.add(channel);
                    tls.ifPresent(t -> channel.pipeline().addLast(t.handler(channel.alloc())));
                    channel
                        .pipeline()
                        .addLast(idle(limits))
                        .addLast(new FirstBytes(gateway, limits, http1, http2));
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new UncheckedIOException(bound.cause().getMessage(), new IOException(bound.cause()));
    }
    return new Listener(loops, bound.channel(), clients, tls.isPresent());
  }

  /// Tells a connection, or a stream, when it has been silent or has taken nothing for long.
  static IdleStateHandler idle(Limits limits) {
    return new IdleStateHandler(
        true, IDLE_SECONDS * 1000L, limits.clientBody().toMillis(), 0, TimeUnit.MILLISECONDS);
  }

  /// Whether clients speak TLS to it.
  public boolean tls() {
    return tls;
  }

  public String host() {
    return local().getHostString();
  }

  public int port() {
    return local().getPort();
  }

  private InetSocketAddress local() {
    return (InetSocketAddress) server.localAddress();
  }

  /// Waits until every client has hung up, at most `longest`.
  public void awaitQuiet(Duration longest) {
    clients.newCloseFuture().awaitUninterruptibly(longest.toMillis());
  }

  /// What connections are told through their pipeline.
  enum Event {
    DRAIN
  }

  /// Takes no more connections and no more requests; replies that are under way go on.
  public void drain() {
    server.close().syncUninterruptibly();
    for (Channel client : clients) client.pipeline().fireUserEventTriggered(Event.DRAIN);
  }

  /// Breaks off what is still open, and ends the event loops. A loop that does not end is left
  /// behind: one of io_uring was seen to wait for the kernel for ever, after it had done all its
  /// work, and the ledger must not wait for it.
  @Override
  public void close() {
    drain();
    clients.close().awaitUninterruptibly(END.toMillis());
    // An intent that is being written still comes back here to get its outcome.
    var ended = loops.shutdownGracefully(250, 5_000, TimeUnit.MILLISECONDS);
    if (!ended.awaitUninterruptibly(END.toMillis())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the event loops did not end within {0} s; what is on record is written out all the same",
          END.toSeconds());
    }
  }
}
