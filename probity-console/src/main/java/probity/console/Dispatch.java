package probity.console;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What every request goes through: guards, session, token, access, page.
final class Dispatch {
  private static final Logger LOG = Logger.getLogger(Dispatch.class.getName());

  private final ConsoleSettings settings;
  private final Sessions sessions;
  private final Navigation navigation;
  private final Assets assets;
  private final Answers answers;
  // Set once, when the port is known, before the first request can come.
  private volatile List<String> origins = List.of();

  Dispatch(ConsoleSettings settings, Sessions sessions, Navigation navigation, Assets assets) {
    this.settings = settings;
    this.sessions = sessions;
    this.navigation = navigation;
    this.assets = assets;
    this.answers = new Answers(settings.https());
  }

  void listensOn(int port) {
    origins = settings.origins(port);
  }

  /// Before everything: headers that every answer has, and a host that is ours, so that no foreign
  /// name that resolves to this address is taken for this console.
  void guard(Context http) {
    Headers.onEvery(http, settings.https());
    var host = Optional.ofNullable(http.host()).orElse("");
    if (origins.stream().noneMatch(origin -> origin.endsWith("://" + host))) {
      throw new HttpResponseException(HttpStatus.MISDIRECTED_REQUEST.getCode());
    }
  }

  void asset(Context http) {
    var asset = assets.at(http.path()).orElseThrow(() -> new HttpResponseException(404));
    http.header("cache-control", "public, max-age=31536000, immutable");
    http.contentType(asset.type()).result(asset.bytes());
  }

  void get(Route route, Context http) {
    var who = who(http);
    if (!route.access().allows(who)) {
      turnAway(http, who);
      return;
    }
    var visit = Requests.visit(http, who, settings.proxies(), Requests.Body.NONE);
    answer(route.handler().on(visit), http, who);
  }

  void post(Route route, Context http) {
    int most = route.kind() == Route.Kind.UPLOAD ? settings.uploadBytes() : settings.formBytes();
    long length = http.req().getContentLengthLong();
    if (length < 0) throw new HttpResponseException(411);
    if (length > most) throw new HttpResponseException(413);
    if (!Requests.isFromOwnPage(http, origins)) {
      answer(new Page.Failure(403, Sentences.FOREIGN_FORM), http, Optional.empty());
      return;
    }
    var before = who(http);
    if (!route.access().allows(before)) {
      turnAway(http, before);
      return;
    }
    var body =
        route.kind() == Route.Kind.UPLOAD ? Requests.upload(http, most) : Requests.form(http);
    // A body may be long in coming. Meanwhile a session may have ended, or its owner lost duties.
    var who = who(http);
    if (!route.access().allows(who)) {
      turnAway(http, who);
      return;
    }
    if (who.isPresent() && !same(who.get().csrf(), body.form().text("csrf"))) {
      answer(new Page.Failure(403, Sentences.NO_TOKEN), http, who);
      return;
    }
    answer(route.handler().on(Requests.visit(http, who, settings.proxies(), body)), http, who);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private void turnAway(Context http, Optional<SignedIn> who) {
    if (who.isPresent()) {
      answer(new Page.Failure(403, Sentences.NO_DUTY), http, who);
      return;
    }
    var back =
        http.req().getMethod().equals("POST")
            ? ""
            : "?to=" + URLEncoder.encode(Requests.pathAndQuery(http), StandardCharsets.UTF_8);
    answer(Page.redirect("/sign-in" + back), http, who);
  }

  /// An answer of this status without a route of ours.
  void failed(int status, Context http) {
    if (Calls.isApi(http)) {
      Calls.failed(status, http);
      return;
    }
    answer(new Page.Failure(status, Sentences.of(status)), http, who(http));
  }

  /// A page that threw: the log says why, the page does not.
  void broke(Exception e, Context http) {
    LOG.log(Level.SEVERE, "a page of the console failed: " + http.endpoint().path, e);
    if (Calls.isApi(http)) {
      Calls.failed(500, http);
      return;
    }
    answer(new Page.Failure(500, Sentences.of(500)), http, Optional.empty());
  }

  private Optional<SignedIn> who(Context http) {
    return Optional.ofNullable(http.cookie(answers.cookieName())).flatMap(sessions::find);
  }

  private void answer(Page page, Context http, Optional<SignedIn> who) {
    answers.write(page, http, heading -> layout(heading, http.path(), who));
  }

  private Layout layout(Page.Heading heading, String path, Optional<SignedIn> who) {
    return new Layout(
        heading.title(),
        heading.above(),
        who.isPresent() ? navigation.seenBy(who, path) : List.of(),
        who,
        who.map(SignedIn::csrf).orElse(""),
        assets);
  }
}
