package probity.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A client that speaks HTTP/2 in the clear from the first byte on, and sends what it is told to.
final class H2Client implements AutoCloseable {
  private static final long WAIT_SECONDS = 20;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel connection;

  H2Client(int port) {
    this(port, Http2Settings.defaultSettings());
  }

  /// @param settings of the client, such as how much of a reply it takes before it is asked to
  H2Client(int port, Http2Settings settings) {
    connection =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient()
                                .initialSettings(settings)
                                .validateHeaders(false)
                                .build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect("127.0.0.1", port)
            .syncUninterruptibly()
            .channel();
  }

  /// What came on a stream.
  ///
  /// @param status empty where there was none
  /// @param reset whether the stream was broken off
  record Reply(String status, Http2Headers headers, String body, boolean reset) {}

  /// A stream that is under way.
  static final class Stream {
    private final Http2StreamChannel channel;
    private final CompletableFuture<Reply> reply;
    private final CompletableFuture<String> first = new CompletableFuture<>();

    private Stream(Http2StreamChannel channel, CompletableFuture<Reply> reply) {
      this.channel = channel;
      this.reply = reply;
    }

    Stream data(String text, boolean last) {
      var _ =
          channel.writeAndFlush(
              new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), last));
      return this;
    }

    void reset() {
      channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).syncUninterruptibly();
    }

    /// Waits for the first bytes of the body.
    String first() throws Exception {
      return first.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    Reply reply() throws Exception {
      return reply.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  static Http2Headers headers(String method, String path) {
    return new DefaultHttp2Headers(false)
        .method(method)
        .path(path)
        .scheme("http")
        .authority("gateway");
  }

  Stream send(Http2Headers headers, boolean last) throws Exception {
    var reply = new CompletableFuture<Reply>();
    var collector = new Collector(reply);
    var channel =
        new Http2StreamChannelBootstrap(connection)
            .handler(collector)
            .open()
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
    var stream = new Stream(channel, reply);
    collector.first = stream.first;
    var _ = channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last));
    return stream;
  }

  boolean open() {
    return connection.isActive();
  }

  @Override
  public void close() {
    connection.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Collector extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final CompletableFuture<Reply> reply;
    private CompletableFuture<String> first = new CompletableFuture<>();
    private Http2Headers head = new DefaultHttp2Headers();
    private final StringBuilder body = new StringBuilder();

    Collector(CompletableFuture<Reply> reply) {
      this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
      boolean last = false;
      if (frame instanceof Http2HeadersFrame headers) {
        if (head.isEmpty()) head = headers.headers();
        last = headers.isEndStream();
      } else if (frame instanceof Http2DataFrame data) {
        ByteBuf bytes = data.content();
        body.append(new String(ByteBufUtil.getBytes(bytes), StandardCharsets.UTF_8));
        if (!body.isEmpty()) first.complete(body.toString());
        last = data.isEndStream();
      } else if (frame instanceof Http2ResetFrame) {
        done(true);
      }
      if (last) done(false);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof Http2ResetFrame) done(true);
      ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      done(true);
    }

    private void done(boolean reset) {
      String status = head.status() == null ? "" : head.status().toString();
      reply.complete(new Reply(status, head, body.toString(), reset));
      first.complete(body.toString());
    }
  }
}
