package probity.console;

/// What the console says when it has no page to show.
final class Sentences {
  static final String FOREIGN_FORM =
      "This form was not sent from a page of this console, so nothing was done.";
  static final String NO_TOKEN =
      "The page that this form stood on belongs to another session, so nothing was done. Go back,"
          + " reload the page, and send the form again.";
  static final String NO_DUTY = "None of your duties opens this page.";

  private Sentences() {}

  /// The same for programs.
  static String ofApi(int status) {
    return switch (status) {
      case 404 -> "the api has nothing at this path";
      case 405 -> "the api has another method at this path";
      case 411 -> "a `content-length` was expected";
      case 413 -> "the body is larger than the api takes here";
      case 421 -> "the console is not reached under this name";
      default ->
          status < 500
              ? "the request could not be read"
              : "the call failed, and was noted; whether something was done is not known";
    };
  }

  static String of(int status) {
    return switch (status) {
      case 403 -> NO_DUTY;
      case 404 -> "There is no such page.";
      case 405 -> "This page cannot be used in that way.";
      case 411 -> "The length of what was sent is missing.";
      case 413 -> "What was sent is larger than this console takes.";
      case 421 -> "This console is not reached under that name.";
      default ->
          status < 500
              ? "What was sent could not be understood."
              : "Something went wrong here, and was noted. Nothing is known about what was done.";
    };
  }
}
