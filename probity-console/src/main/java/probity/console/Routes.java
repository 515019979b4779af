package probity.console;

import probity.aims.register.Duty;

/// What the console serves, and to whom.
///
/// A path may hold `{name}`, one segment. Whoever is not signed in is asked to sign in, except on
/// routes of [#open]. Every POST is refused unless it comes from a page of this console with the
/// session's token in its field `csrf` (template `csrf.jte`).
public interface Routes {
  void get(String path, Handler handler);

  void post(String path, Handler handler);

  /// A POST that may hold files, up to the bound for uploads.
  void upload(String path, Handler handler);

  /// A route of the HTTP API, for everybody: the handler asks for the access token. It sees no
  /// cookie, and answers JSON; so nothing that a browser has by itself opens it.
  ///
  /// @param path below `/api/`
  /// @param bodyBytes the most of a body
  void call(Call.Verb verb, String path, int bodyBytes, Call.Handler handler);

  /// Routes for everybody, signed in or not.
  Routes open();

  /// Routes for those who have one of these duties; others get 403.
  Routes only(Duty... duties);

  /// A link of the navigation, shown to those who may use routes of this object. Groups stand in
  /// the order in which they were first named, links in the order in which they were added.
  void link(String group, String label, String path);
}
