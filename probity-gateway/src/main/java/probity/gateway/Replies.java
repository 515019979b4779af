package probity.gateway;

import io.netty.handler.codec.http.HttpMethod;

/// What has to know a request's method to write its reply.
interface Replies {
  /// What the next reply answers.
  void answers(HttpMethod method);
}
