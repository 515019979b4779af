package probity.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes a [Page] as an HTTP answer.
final class Answers {
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Answers.class.getClassLoader(), "probity.console.page");

  /// Where browsers bring errands back; their cookie goes nowhere else.
  private static final String ERRANDS = "/sign-on/back";

  private static final int ERRAND_SECONDS = 600;

  private final boolean https;

  Answers(boolean https) {
    this.https = https;
    templates.setBinaryStaticContent(false);
  }

  /// Browsers take a `__Host-` cookie only from TLS, for this host and every path of it.
  String cookieName() {
    return https ? "__Host-probity" : "probity";
  }

  /// Prefixes as RFC 6265bis has them.
  static String errandName(boolean https) {
    return https ? "__Secure-probity-errand" : "probity-errand";
  }

  void write(Page page, Context http, Function<Page.Heading, Layout> layout) {
    // An errand is over once it is brought back.
    if (http.cookie(errandName(https)) != null) http.cookie(errand("", 0));
    switch (page) {
      case Page.Html(int status, var heading, var template, var model) ->
          html(http, status, template, layout.apply(heading), model);
      case Page.Failure failure ->
          html(
              http,
              failure.status(),
              "failure",
              layout.apply(new Page.Heading(title(failure.status()), List.of())),
              failure);
      case Page.Redirect(var to, var session) -> {
        session(http, session);
        http.status(303).header("location", to);
      }
      case Page.Away away -> {
        http.cookie(errand(away.errand(), ERRAND_SECONDS));
        http.header("refresh", "0; url=" + away.to());
        html(
            http,
            200,
            "account/away",
            layout.apply(new Page.Heading("To " + away.title(), List.of())),
            away);
      }
      case Page.Json(int status, var text) ->
          http.status(status).contentType("application/json").result(text);
      case Page.Download(var type, var fileName, var content) -> {
        http.contentType(type)
            .header(
                "content-disposition",
                "attachment; filename*=UTF-8''"
                    + URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20"))
            // Even a browser that shows it all the same runs nothing in it.
            .header("content-security-policy", Headers.SANDBOX);
        try {
          content.write(http.outputStream());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static String title(int status) {
    return switch (status) {
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      default -> status < 500 ? "Not possible" : "Failed";
    };
  }

  private void html(Context http, int status, String template, Layout layout, Object model) {
    var out = new Utf8ByteOutput();
    templates.render(template + ".jte", Map.of("layout", layout, "page", model), out);
    http.status(status).contentType("text/html; charset=utf-8").result(out.toByteArray());
  }

  private void session(Context http, Page.Session session) {
    switch (session) {
      case Page.Session.Same() -> {}
      case Page.Session.Begun(var token) -> http.cookie(cookie(token, -1));
      case Page.Session.Ended() -> http.cookie(cookie("", 0));
    }
  }

  private Cookie errand(String text, int maxAge) {
    return new Cookie(errandName(https), text, ERRANDS, maxAge, https, true, null, SameSite.LAX);
  }

  private Cookie cookie(String token, int maxAge) {
    return new Cookie(cookieName(), token, "/", maxAge, https, true, null, SameSite.LAX);
  }
}
