package probity.console;

/// One thing that is served.
record Route(Kind kind, String path, Access access, Handler handler) {
  enum Kind {
    GET,
    FORM,
    UPLOAD
  }
}
