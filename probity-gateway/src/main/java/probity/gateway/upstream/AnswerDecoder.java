package probity.gateway.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;

/// Reads a provider's answers, and refuses what others repair, because a client might repair it in
/// another way: two lengths, a version or a status that is none, a header name that ends in a space
/// (RFC 9112 sections 4, 5.1 and 6.3).
///
/// Bytes that come while no answer is due close the connection: none of them may become part of the
/// next answer.
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int LINE_MAX = 4096;
  private static final int PIECE_MAX = 65536;

  private boolean due;
  private boolean head;

  AnswerDecoder(int headerBytesMax) {
    super(LINE_MAX, headerBytesMax, PIECE_MAX);
  }

  /// Tells that the answer to a request of this method is due.
  void expect(HttpMethod method) {
    due = true;
    head = method.equals(HttpMethod.HEAD);
  }

  /// Tells that the answer that was due is complete; gives whether nothing came behind it.
  boolean complete() {
    due = false;
    return actualReadableBytes() == 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    if (due) {
      super.channelRead(context, bytes);
    } else {
      ReferenceCountUtil.release(bytes);
      context.close();
    }
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return head || super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("an answer with Content-Length and Transfer-Encoding");
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    String version = super.splitFirstWordInitialLine(line, start, length);
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw new IllegalArgumentException("an answer of another version");
    }
    return version;
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    String status = super.splitSecondWordInitialLine(line, start, length);
    if (status.length() != 3 || !status.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("an answer without a status of three digits");
    }
    return status;
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    String reason = super.splitThirdWordInitialLine(line, start, length);
    if (reason.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new IllegalArgumentException("an answer whose first line holds control characters");
    }
    return reason;
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (line[start + length] != ':') {
      throw new IllegalArgumentException("a header whose name is not followed by a colon");
    }
    return super.splitHeaderName(line, start, length);
  }
}
