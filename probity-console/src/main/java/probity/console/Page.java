package probity.console;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What a route answers.
public sealed interface Page {
  /// @param template of `src/main/jte`, without `.jte`; it takes `Layout layout` and the model as
  ///   `page`
  record Html(int status, Heading heading, String template, Object model) implements Page {}

  /// Another page of this console, got by GET.
  record Redirect(String to, Session session) implements Page {
    public Redirect {
      // `//host` and `/\host` are other hosts to a browser.
      if (!isLocal(to)) throw new IllegalArgumentException("a path of this console was expected");
    }
  }

  /// Away to the OpenID provider, by a page that says so and goes on by itself.
  ///
  /// @param title of the provider
  /// @param errand that the browser brings back
  record Away(URI to, String title, String errand) implements Page {
    /// Says no secret.
    @Override
    public String toString() {
      return "away to " + title;
    }
  }

  /// A file to keep.
  record Download(String type, String fileName, Content content) implements Page {}

  record Json(int status, String text) implements Page {}

  /// A page that says in one sentence why there is no other.
  record Failure(int status, String sentence) implements Page {}

  /// Writes a download; it may be as long as it likes.
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /// What becomes of the session's cookie.
  sealed interface Session {
    record Same() implements Session {}

    record Begun(String token) implements Session {}

    record Ended() implements Session {}
  }

  static Page html(String title, String template, Object model) {
    return new Html(200, new Heading(title, List.of()), template, model);
  }

  static Page html(Heading heading, String template, Object model) {
    return new Html(200, heading, template, model);
  }

  /// A form that has mistakes, shown again.
  static Page mistaken(Heading heading, String template, Object model) {
    return new Html(422, heading, template, model);
  }

  static Page redirect(String to) {
    return new Redirect(to, new Session.Same());
  }

  static Page notFound() {
    return new Failure(404, "There is no such page.");
  }

  static Page forbidden(String sentence) {
    return new Failure(403, sentence);
  }

  /// Whether `path` stays in this console.
  static boolean isLocal(String path) {
    return path.startsWith("/")
        && !path.startsWith("//")
        && path.chars().noneMatch(c -> c <= ' ' || c == '\\' || c >= 127);
  }

  /// A title, and the way to the page: links to the pages above it.
  record Heading(String title, List<Crumb> above) {
    public Heading {
      above = List.copyOf(above);
    }
  }

  record Crumb(String label, String path) {}

  /// `to` if it is a path of this console, else `standard`.
  static String localOr(String to, String standard) {
    return Optional.of(to).filter(Page::isLocal).orElse(standard);
  }
}
