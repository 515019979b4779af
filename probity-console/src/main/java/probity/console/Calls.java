package probity.console;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Optional;

/// Calls of the HTTP API: what comes over HTTP becomes a [Call], and a [Reply] becomes an answer.
final class Calls {
  private static final byte[] NO_BODY = new byte[0];

  private Calls() {}

  /// Whether somebody who asks for this path expects an answer of the API.
  static boolean isApi(Context http) {
    return http.path().startsWith(ApiRoute.BELOW);
  }

  static void on(ApiRoute route, Context http) {
    if (route.verb() != Call.Verb.GET) {
      long length = http.req().getContentLengthLong();
      if (length < 0) throw new HttpResponseException(411);
      if (length > route.bodyBytes()) throw new HttpResponseException(413);
    }
    var call =
        new Call(
            http.pathParamMap(),
            new Values(http.queryParamMap()),
            header(http, "authorization"),
            header(http, "content-type"),
            route.verb() == Call.Verb.GET ? () -> NO_BODY : http::bodyAsBytes);
    write(route.handler().on(call), http);
  }

  private static String header(Context http, String name) {
    return Optional.ofNullable(http.header(name)).orElse("");
  }

  /// An answer of this status without a route of ours.
  static void failed(int status, Context http) {
    String why =
        switch (status) {
          case 404 -> "unknown";
          case 413 -> "too-large";
          default -> status < 500 ? "malformed" : "failed";
        };
    write(Reply.refused(status, why, Sentences.ofApi(status)), http);
  }

  private static void write(Reply reply, Context http) {
    http.status(reply.status());
    reply.headers().forEach(http::header);
    http.contentType("application/json").result(reply.body().canonical() + "\n");
  }
}
