package probity.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Finds out which HTTP a new connection speaks: what TLS agreed on (ALPN, RFC 7301), else HTTP/2
/// if it begins with that protocol's preface (RFC 9113 section 3.3), else HTTP/1.1.
final class FirstBytes extends ByteToMessageDecoder {
  private final Gateway gateway;
  private final Limits limits;
  private final Http1 http1;
  private final Http2 http2;
  private final ByteBuf preface =
      Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());
  private @Nullable ScheduledFuture<?> timer;

  FirstBytes(Gateway gateway, Limits limits, Http1 http1, Http2 http2) {
    this.gateway = gateway;
    this.limits = limits;
    this.http1 = http1;
    this.http2 = http2;
  }

  /// A connection on which nothing comes is closed in the end.
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(() -> context.close(), limits.clientBody().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (timer != null) timer.cancel(false);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    String agreed = agreed(context);
    if (agreed.equals(ApplicationProtocolNames.HTTP_2)) {
      become(context, true);
      return;
    }
    int length = Math.min(in.readableBytes(), preface.readableBytes());
    boolean begins =
        agreed.isEmpty()
            && in.slice(in.readerIndex(), length)
                .equals(preface.slice(preface.readerIndex(), length));
    if (!begins) become(context, false);
    else if (length == preface.readableBytes()) become(context, true);
  }

  private static String agreed(ChannelHandlerContext context) {
    return Optional.ofNullable(context.pipeline().get(SslHandler.class))
        .map(SslHandler::applicationProtocol)
        .orElse("");
  }

  private void become(ChannelHandlerContext context, boolean two) {
    if (two) http2.configure(context.pipeline());
    else http1.configure(context.pipeline());
    context.pipeline().remove(this);
  }

  /// A client that failed to show who it is never sends a request, but was here.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      if (handshake.cause() instanceof SSLException) gateway.turnedAway("tls-failed");
      context.close();
    } else if (event instanceof IdleStateEvent || event == Listener.Event.DRAIN) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
