package probity.console;

/// One thing that the HTTP API does.
record ApiRoute(Call.Verb verb, String path, int bodyBytes, Call.Handler handler) {
  static final String BELOW = "/api/";

  ApiRoute {
    if (!path.startsWith(BELOW)) {
      throw new IllegalArgumentException("a path below `" + BELOW + "` was expected");
    }
  }
}
