package probity.gateway;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Writes replies, without their bodies where the request was a HEAD (RFC 9110 section 9.3.2): a
/// client would take such a body for its next reply.
final class ReplyEncoder extends HttpResponseEncoder implements Replies {
  private boolean head;

  @Override
  public void answers(HttpMethod method) {
    head = method.equals(HttpMethod.HEAD);
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return head || super.isContentAlwaysEmpty(response);
  }
}
