package probity.gateway;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.time.InstantSource;

/// HTTP/1.1 towards clients (RFC 9112).
final class Http1 {
  private final Gateway gateway;
  private final Limits limits;
  private final InstantSource clock;

  Http1(Gateway gateway, Limits limits, InstantSource clock) {
    this.gateway = gateway;
    this.limits = limits;
    this.clock = clock;
  }

  /// Makes a connection speak HTTP/1.1 from its first byte on.
  void configure(ChannelPipeline pipeline) {
    var encoder = new ReplyEncoder();
    pipeline
        .addLast(new StrictDecoder(limits.headerBytes()))
        .addLast(encoder)
        .addLast(
            new ClientConnection(
                gateway, encoder, limits, clock, ListenerTls.certificate(pipeline)));
  }

  /// Refuses a request that states its length in two ways, where others pick one (RFC 9112 section
  /// 6.3): the next hop might pick the other.
  private static final class StrictDecoder extends HttpRequestDecoder {
    StrictDecoder(int headerBytes) {
      super(8192, headerBytes, 65536);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
      throw new IllegalArgumentException("a request with Content-Length and Transfer-Encoding");
    }
  }
}
