package probity.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Executor;
import probity.exchange.Bytes;
import probity.wire.ErrorForm;
import probity.wire.openai.OpenAiErrors;

/// What goes back to the client, either whole or piece by piece. Lives on the client's event loop;
/// once the client is gone, everything here does nothing.
final class ClientReply {
  private static final System.Logger LOG = System.getLogger(ClientReply.class.getName());

  /// The header that carries the exchange's id.
  static final String RECORD = "x-probity-record";

  /// The header that carries the receipt of the intent.
  private static final String RECEIPT = "x-probity-receipt";

  private final Channel channel;
  private final Runnable done;
  private final boolean keepAlive;
  private Runnable onGone = () -> {};
  private Runnable onWritable = () -> {};
  private final Executor home = step -> loop().execute(() -> attempt(step));
  private Runnable onFault = this::abort;
  private String receipt = "";
  private ErrorForm errors = new OpenAiErrors();
  private boolean started;
  private boolean over;

  /// @param done what the connection does once the reply is complete
  ClientReply(Channel channel, boolean keepAlive, Runnable done) {
    this.channel = channel;
    this.keepAlive = keepAlive;
    this.done = done;
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  /// Where the steps of the exchange go on: its event loop, with [#attempt] around each.
  ///
  /// Always the same executor: the journal keeps the order of steps by it.
  Executor home() {
    return home;
  }

  /// Runs a step of the exchange. One that fails for a fault of the program ends the exchange all
  /// the same: nobody waits for a reply that never comes.
  void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | StackOverflowError fault) {
      // Its message may hold content.
      LOG.log(System.Logger.Level.ERROR, "a step of an exchange failed: " + where(fault));
      onFault.run();
    }
  }

  private static String where(Throwable fault) {
    var trace = fault.getStackTrace();
    return fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /// The receipt that the reply bears; none if empty.
  void receipt(String text) {
    receipt = text;
  }

  /// How errors look from here on: that of OpenAI until it is known what the client speaks.
  void errors(ErrorForm form) {
    errors = form;
  }

  ErrorForm errors() {
    return errors;
  }

  /// What to do when a step of the exchange fails.
  void onFault(Runnable action) {
    onFault = action;
  }

  /// Whether the client has hung up, or the reply is complete.
  boolean gone() {
    return over || !channel.isActive();
  }

  /// Whether a status has been sent.
  boolean started() {
    return started;
  }

  /// What to do when the client hangs up before its reply is complete.
  void onGone(Runnable action) {
    onGone = action;
  }

  /// What to do when a client that was too slow can take more.
  void onWritable(Runnable action) {
    onWritable = action;
  }

  boolean writable() {
    return channel.isWritable();
  }

  /// The whole reply.
  void whole(int status, HttpHeaders headers, Bytes body) {
    if (gone()) return;
    over = true;
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.wrappedBuffer(body.array()));
    response.headers().set(headers).setInt(HttpHeaderNames.CONTENT_LENGTH, body.length());
    if (!receipt.isEmpty()) response.headers().set(RECEIPT, receipt);
    if (!keepAlive) response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    finish(response);
  }

  /// The head of a reply that follows in pieces.
  void start(int status, HttpHeaders headers) {
    if (gone()) return;
    started = true;
    var response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    response
        .headers()
        .set(headers)
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    if (!receipt.isEmpty()) response.headers().set(RECEIPT, receipt);
    if (!keepAlive) response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel.write(response);
  }

  /// A piece; nothing leaves before [#flush].
  void piece(Bytes bytes) {
    if (gone() || bytes.length() == 0) return;
    channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes.array())));
  }

  void flush() {
    channel.flush();
  }

  /// The last piece and the end of the reply.
  void last(Bytes bytes) {
    if (gone()) return;
    over = true;
    finish(new DefaultLastHttpContent(Unpooled.wrappedBuffer(bytes.array())));
  }

  private void finish(HttpObject last) {
    channel.writeAndFlush(last);
    done.run();
  }

  /// Breaks the connection off, so that what was sent cannot be taken for a whole answer.
  void abort() {
    over = true;
    channel.close();
  }

  void clientGone() {
    if (over) return;
    over = true;
    onGone.run();
  }

  void clientWritable() {
    if (!over) onWritable.run();
  }
}
