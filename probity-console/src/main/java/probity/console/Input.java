package probity.console;

import java.util.List;

/// One field of a form, as `field.jte` shows it: label, hint and mistake are tied to the input, so
/// that they are also heard.
///
/// @param name of the value in the form, and id of the input; one form has it once
/// @param hint below the label; empty for none
/// @param mistake what is wrong with `value`; empty for nothing
/// @param autocomplete what a browser may fill in; empty for nothing
/// @param options of a choice
public record Input(
    Kind kind,
    String name,
    String label,
    String hint,
    String value,
    String mistake,
    String autocomplete,
    boolean required,
    List<Choice> options) {
  public Input {
    options = List.copyOf(options);
  }

  public enum Kind {
    TEXT,
    EMAIL,
    PASSWORD,
    CODE,
    DATE,
    NUMBER,
    LONG,
    FILE,
    ONE_OF,
    ANY_OF
  }

  /// @param chosen whether it is chosen now
  public record Choice(String value, String label, boolean chosen) {}

  public static Input text(String name, String label) {
    return of(Kind.TEXT, name, label);
  }

  public static Input of(Kind kind, String name, String label) {
    return new Input(kind, name, label, "", "", "", "off", false, List.of());
  }

  public Input hint(String text) {
    return new Input(kind, name, label, text, value, mistake, autocomplete, required, options);
  }

  public Input value(String text) {
    return new Input(kind, name, label, hint, text, mistake, autocomplete, required, options);
  }

  public Input mistake(String text) {
    return new Input(kind, name, label, hint, value, text, autocomplete, required, options);
  }

  public Input autocomplete(String text) {
    return new Input(kind, name, label, hint, value, mistake, text, required, options);
  }

  public Input mustHave() {
    return new Input(kind, name, label, hint, value, mistake, autocomplete, true, options);
  }

  public Input options(List<Choice> choices) {
    return new Input(kind, name, label, hint, value, mistake, autocomplete, required, choices);
  }

  public boolean mistaken() {
    return !mistake.isEmpty();
  }

  /// Ids of the texts that describe the input; empty for none.
  public String describedBy() {
    var hinted = hint.isEmpty() ? "" : name + "-hint";
    var wrong = mistake.isEmpty() ? "" : name + "-mistake";
    return (hinted + " " + wrong).strip();
  }

  /// The type of an `input` element.
  public String type() {
    return switch (kind) {
      case EMAIL -> "email";
      case PASSWORD -> "password";
      case DATE -> "date";
      case FILE -> "file";
      case TEXT, CODE, NUMBER, LONG, ONE_OF, ANY_OF -> "text";
    };
  }

  /// The keyboard that a phone shows.
  public String keyboard() {
    return kind == Kind.CODE || kind == Kind.NUMBER ? "numeric" : "";
  }
}
