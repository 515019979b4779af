package probity.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.http.BoundedHttp;
import probity.http.Reply;
import probity.http.Request;

/// The paths of the control API. Each path has one spelling: no query, no escape.
public final class Routes implements BoundedHttp.Handler {
  private final List<Route> routes;

  public Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /// Answers one request; `variable` is what stood in the place of `{}`, or empty.
  @FunctionalInterface
  public interface Handler {
    Reply answer(Request request, String variable);
  }

  /// @param path such as `/v1/reviews/{}/text`; a `{}` stands for one segment
  public record Route(String method, String path, Handler handler) {

    /// What stands in the place of `{}`, empty text where there is none; nothing where `target` is
    /// another path.
    private Optional<String> match(String target) {
      String[] mine = path.split("/", -1);
      String[] theirs = target.split("/", -1);
      if (mine.length != theirs.length) return Optional.empty();
      String variable = "";
      for (int i = 0; i < mine.length; i++) {
        boolean open = mine[i].equals("{}") && theirs[i].matches("[A-Za-z0-9._-]{1,128}");
        if (open) variable = theirs[i];
        else if (!mine[i].equals(theirs[i])) return Optional.empty();
      }
      return Optional.of(variable);
    }
  }

  @Override
  public Reply answer(Request request) {
    var allowed = new TreeSet<String>();
    for (Route route : routes) {
      var variable = route.match(request.target());
      if (variable.isEmpty()) continue;
      if (route.method().equals(request.method())) {
        return route.handler().answer(request, variable.get());
      }
      allowed.add(route.method());
    }
    return allowed.isEmpty()
        ? Reply.text(404, "not found")
        : Reply.methodNotAllowed(String.join(", ", new ArrayList<>(allowed)));
  }
}
