package probity.gateway.upstream;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import probity.exchange.Bytes;

/// The end of a provider's connection: turns HTTP objects into the events of the call that has it.
final class CallHandler extends ChannelDuplexHandler {
  /// Interim answers (RFC 9110 section 15.2) to one call; a provider that sends more is not
  /// working.
  private static final int INTERIM_MAX = 32;

  private final AnswerDecoder decoder;
  private final Consumer<Channel> keep;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private @Nullable Call call;
  private boolean keepAlive;
  private boolean informational;
  private int interim;
  private long calls;

  /// @param decoder of this connection
  /// @param keep takes a connection on which another call can be made
  CallHandler(AnswerDecoder decoder, Consumer<Channel> keep) {
    this.decoder = decoder;
    this.keep = keep;
  }

  void take(Call next) {
    pending.reset();
    interim = 0;
    decoder.expect(next.method());
    call = next;
    calls++;
  }

  /// How many calls this connection has had; tells whether it was used since some moment.
  long calls() {
    return calls;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      // The rest of an answer that nobody waits for any more.
      if (call == null) return;
      if (message instanceof HttpResponse response) head(context, call, response);
      if (message instanceof HttpContent content) content(context, call, content);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(ChannelHandlerContext context, Call current, HttpResponse response) {
    if (response.decoderResult().isFailure()) {
      end(context, current, AnswerListener.Failure.MALFORMED);
      return;
    }
    if (!isAnswer(response)) {
      end(context, current, AnswerListener.Failure.MALFORMED);
      return;
    }
    informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (informational) {
      if (++interim > INTERIM_MAX) end(context, current, AnswerListener.Failure.MALFORMED);
      return;
    }
    keepAlive = HttpUtil.isKeepAlive(response);
    current.head(response.status().code(), response.headers());
  }

  /// Whether a head is one of this protocol: with a status that clients know, still HTTP
  /// afterwards, and of a body whose end everybody sees in the same place.
  private static boolean isAnswer(HttpResponse response) {
    int status = response.status().code();
    var codings = response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return status >= 100
        && status < 600
        && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()
        && codings.size() <= 1
        && codings.stream().allMatch(coding -> coding.equalsIgnoreCase("chunked"));
  }

  private void content(ChannelHandlerContext context, Call current, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      end(context, current, AnswerListener.Failure.MALFORMED);
      return;
    }
    if (informational) return;
    pending.writeBytes(ByteBufUtil.getBytes(content.content()));
    if (!(content instanceof LastHttpContent)) return;
    deliver(current);
    if (call == current) {
      call = null;
      // An answer that came before its request had left says nothing of the rest of the request.
      if (decoder.complete() && keepAlive && current.sent()) {
        keep.accept(context.channel());
      } else {
        context.close();
      }
      current.end();
    }
  }

  /// Hands over what one read brought, in one piece: a provider may send each word as a chunk.
  private void deliver(Call current) {
    if (pending.size() == 0) return;
    var piece = Bytes.wrap(pending.toByteArray());
    pending.reset();
    current.piece(piece);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (call == null) return;
    var current = call;
    deliver(current);
    current.readComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (call != null) end(context, call, AnswerListener.Failure.CLOSED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (call != null) {
      end(context, call, AnswerListener.Failure.CLOSED);
    } else {
      context.close();
    }
  }

  private void end(ChannelHandlerContext context, Call current, AnswerListener.Failure failure) {
    deliver(current);
    call = null;
    context.close();
    current.fail(failure);
  }
}
