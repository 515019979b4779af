package probity.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import probity.exchange.Bytes;

/// The end of a provider's connection: turns HTTP objects into the events of the call that has it.
final class CallHandler extends ChannelDuplexHandler {
  private final Consumer<Channel> keep;
  private @Nullable Call call;
  private boolean keepAlive;
  private boolean informational;
  private long calls;

  CallHandler(Consumer<Channel> keep) {
    this.keep = keep;
  }

  void take(Call next) {
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
      if (call == null) {
        // A provider that speaks without being asked.
        context.close();
        return;
      }
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
    informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (informational) return;
    keepAlive = HttpUtil.isKeepAlive(response);
    current.head(response.status().code(), response.headers());
  }

  private void content(ChannelHandlerContext context, Call current, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      end(context, current, AnswerListener.Failure.MALFORMED);
      return;
    }
    if (informational) return;
    ByteBuf bytes = content.content();
    if (bytes.isReadable()) current.piece(Bytes.wrap(ByteBufUtil.getBytes(bytes)));
    if (content instanceof LastHttpContent && call == current) {
      call = null;
      if (keepAlive) {
        keep.accept(context.channel());
      } else {
        context.close();
      }
      current.end();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (call != null) call.readComplete();
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
    call = null;
    context.close();
    current.fail(failure);
  }
}
