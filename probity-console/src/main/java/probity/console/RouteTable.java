package probity.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import probity.aims.register.Duty;

/// Collects what parts of the product serve.
final class RouteTable {
  private final List<Route> routes = new ArrayList<>();
  private final List<ApiRoute> calls = new ArrayList<>();
  private final Navigation navigation = new Navigation();

  Routes all() {
    return new For(new Access.SignedInAlone());
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  List<ApiRoute> calls() {
    return List.copyOf(calls);
  }

  Navigation navigation() {
    return navigation;
  }

  private final class For implements Routes {
    private final Access access;

    For(Access access) {
      this.access = access;
    }

    @Override
    public void get(String path, Handler handler) {
      routes.add(new Route(Route.Kind.GET, path, access, handler));
    }

    @Override
    public void post(String path, Handler handler) {
      routes.add(new Route(Route.Kind.FORM, path, access, handler));
    }

    @Override
    public void upload(String path, Handler handler) {
      routes.add(new Route(Route.Kind.UPLOAD, path, access, handler));
    }

    @Override
    public void call(Call.Verb verb, String path, int bodyBytes, Call.Handler handler) {
      calls.add(new ApiRoute(verb, path, bodyBytes, handler));
    }

    @Override
    public Routes open() {
      return new For(new Access.Everybody());
    }

    @Override
    public Routes only(Duty... duties) {
      return new For(new Access.With(Set.of(duties)));
    }

    @Override
    public void link(String group, String label, String path) {
      navigation.add(group, label, path, access);
    }
  }
}
