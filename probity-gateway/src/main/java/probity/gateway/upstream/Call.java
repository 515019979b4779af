package probity.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import probity.exchange.Bytes;

/// One call to a provider, from its first byte out to its last byte in. Lives on one event loop.
/// The request's body is on the heap, so a request that is never sent needs no release.
public final class Call {
  private static final System.Logger LOG = System.getLogger(Call.class.getName());

  private final EventLoop loop;
  private final FullHttpRequest request;
  private final AnswerListener listener;
  private final CallTimeouts timeouts;
  private @Nullable Channel channel;
  private @Nullable ScheduledFuture<?> timer;
  private boolean sent;
  private boolean answered;
  private boolean over;

  Call(EventLoop loop, FullHttpRequest request, AnswerListener listener, CallTimeouts timeouts) {
    this.loop = loop;
    this.request = request;
    this.listener = listener;
    this.timeouts = timeouts;
  }

  void start(Channel open) {
    if (over) {
      // Cancelled while connecting.
      open.close();
      return;
    }
    channel = open;
    open.config().setAutoRead(true);
    open.pipeline().get(CallHandler.class).take(this);
    restartTimer(timeouts.firstByte(), AnswerListener.Failure.FIRST_BYTE_TIMEOUT);
    open.writeAndFlush(request)
        .addListener(written -> {
          sent = written.isSuccess();
          if (!sent) fail(AnswerListener.Failure.SEND);
        });
  }

  HttpMethod method() {
    return request.method();
  }

  /// Whether all of the request has left.
  boolean sent() {
    return sent;
  }

  void head(int status, HttpHeaders headers) {
    if (over) return;
    answered = true;
    restartTimer(timeouts.idle(), AnswerListener.Failure.IDLE_TIMEOUT);
    hear(() -> listener.head(status, headers));
  }

  void piece(Bytes bytes) {
    if (over) return;
    hear(() -> listener.piece(bytes));
  }

  /// One timer restart per read instead of one per piece. A head that comes byte by byte does not
  /// restart it.
  void readComplete() {
    if (!over && answered && timer != null) {
      restartTimer(timeouts.idle(), AnswerListener.Failure.IDLE_TIMEOUT);
    }
  }

  void end() {
    if (over) return;
    finish();
    hear(listener::end);
  }

  /// Whoever hears the answer may fail on it for a fault of the program. Then the call has failed,
  /// so that its exchange ends and its client is told.
  private void hear(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | StackOverflowError fault) {
      // Its message may hold content.
      LOG.log(System.Logger.Level.ERROR, "an answer was not taken: " + fault.getClass().getName());
      finish();
      if (channel != null) channel.close();
      listener.failed(AnswerListener.Failure.FAULT);
    }
  }

  void fail(AnswerListener.Failure failure) {
    if (over) return;
    finish();
    if (channel != null) channel.close();
    listener.failed(failure);
  }

  /// Gives the answer up; the connection is closed, so that the provider stops working on it. The
  /// listener hears nothing more.
  public void cancel() {
    if (over) return;
    finish();
    if (channel != null) channel.close();
  }

  /// Stops or goes on reading, for a client that is slower than the provider.
  public void reading(boolean on) {
    if (!over && channel != null) {
      channel.config().setAutoRead(on);
      // A provider is not idle while we do not listen.
      if (on) {
        restartTimer(timeouts.idle(), AnswerListener.Failure.IDLE_TIMEOUT);
      } else {
        stopTimer();
      }
    }
  }

  private void finish() {
    over = true;
    stopTimer();
  }

  private void restartTimer(Duration after, AnswerListener.Failure failure) {
    stopTimer();
    timer = loop.schedule(() -> fail(failure), after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (timer != null) timer.cancel(false);
    timer = null;
  }
}
