package probity.console.aims;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import probity.aims.register.Duty;
import probity.console.Call;
import probity.console.Handler;
import probity.console.Member;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Proof;
import probity.console.Routes;
import probity.console.SignedIn;
import probity.console.Values;
import probity.console.Visit;

/// Pages as the console calls them, without a socket between.
final class Served implements Routes {
  private final Map<String, Handler> gets = new HashMap<>();
  private final Map<String, Handler> posts = new HashMap<>();
  private final Actor actor;

  Served(Actor actor, Pages... parts) {
    this.actor = actor;
    for (Pages part : parts) part.add(this);
  }

  private Served(Actor actor, Map<String, Handler> gets, Map<String, Handler> posts) {
    this.actor = actor;
    this.gets.putAll(gets);
    this.posts.putAll(posts);
  }

  /// The same pages for somebody else.
  Served by(Actor other) {
    return new Served(other, gets, posts);
  }

  Page get(String path, String... query) {
    return find(gets, path).on(visit(path, gets).asking(Values.of(query)));
  }

  Page post(String path, String... form) {
    return find(posts, path).on(visit(path, posts).saying(Values.of(form)));
  }

  <T> T model(Class<T> type, String path, String... query) {
    if (get(path, query) instanceof Page.Html html) return type.cast(html.model());
    throw new AssertionError("no page at " + path);
  }

  /// What a form came to.
  <T> T after(Class<T> type, String path, String... form) {
    if (post(path, form) instanceof Page.Html html) return type.cast(html.model());
    throw new AssertionError("no page after " + path);
  }

  byte[] file(String path, String... query) throws IOException {
    if (!(get(path, query) instanceof Page.Download download)) throw new AssertionError(path);
    var out = new ByteArrayOutputStream();
    download.content().write(out);
    return out.toByteArray();
  }

  @Override
  public void call(Call.Verb verb, String path, int bodyBytes, Call.Handler handler) {
    throw new AssertionError("these pages have no calls");
  }

  private Visit visit(String path, Map<String, Handler> among) {
    var member = new Member(actor.person(), "Somebody", actor.duties());
    var proof = new Proof(Proof.Method.PASSWORD, Instant.parse(actor.authenticated()));
    return Visit.to(path).by(new SignedIn(member, "a", "s", "t", proof)).at(places(path, among));
  }

  private static Handler find(Map<String, Handler> among, String path) {
    return among.entrySet().stream()
        .filter(route -> matches(route.getKey(), path))
        .min(Comparator.comparing(route -> route.getKey().contains("{")))
        .map(Map.Entry::getValue)
        .orElseThrow(() -> new AssertionError("no route for " + path));
  }

  private static boolean matches(String route, String path) {
    return path.matches(
        List.of(route.split("/", -1)).stream()
            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
            .reduce((one, other) -> one + "/" + other)
            .orElseThrow());
  }

  private static Map<String, String> places(String path, Map<String, Handler> among) {
    var places = new HashMap<String, String>();
    for (String route : among.keySet()) {
      if (!matches(route, path)) continue;
      var names = route.split("/", -1);
      var texts = path.split("/", -1);
      for (int i = 0; i < names.length; i++) {
        if (names[i].startsWith("{")) {
          places.put(names[i].substring(1, names[i].length() - 1), texts[i]);
        }
      }
    }
    return places;
  }

  @Override
  public void get(String path, Handler handler) {
    gets.put(path, handler);
  }

  @Override
  public void post(String path, Handler handler) {
    posts.put(path, handler);
  }

  @Override
  public void upload(String path, Handler handler) {
    posts.put(path, handler);
  }

  @Override
  public Routes open() {
    return this;
  }

  @Override
  public Routes only(Duty... duties) {
    return this;
  }

  @Override
  public void link(String group, String label, String path) {}
}
