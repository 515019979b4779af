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

  /// Refuses what others repair, because the next hop might repair it in another way: a request
  /// that states its length in two ways (RFC 9112 section 6.3), and a first line that is not three
  /// words of visible ASCII with one space between them (section 3).
  private static final class StrictDecoder extends HttpRequestDecoder {
    StrictDecoder(int headerBytes) {
      super(8192, headerBytes, 65536);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
      throw new IllegalArgumentException("a request with Content-Length and Transfer-Encoding");
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
      return word(line, start, super.splitSecondWordInitialLine(line, start, length));
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
      String version = word(line, start, super.splitThirdWordInitialLine(line, start, length));
      if (!version.startsWith("HTTP/")) throw new IllegalArgumentException("not a version of HTTP");
      return version;
    }

    private static String word(byte[] line, int start, String word) {
      boolean parted = line[start - 1] == ' ' && isVisible(line[start - 2]);
      if (!parted || !word.chars().allMatch(StrictDecoder::isVisible)) {
        throw new IllegalArgumentException("a request line that can be read in two ways");
      }
      return word;
    }

    private static boolean isVisible(int c) {
      return c > ' ' && c < 0x7f;
    }
  }
}
