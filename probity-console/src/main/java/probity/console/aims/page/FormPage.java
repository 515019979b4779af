package probity.console.aims.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import probity.aims.register.Content;
import probity.aims.register.Field;
import probity.aims.register.History;
import probity.aims.register.Merge;
import probity.aims.register.Register;
import probity.console.Input;
import probity.console.aims.RegisterBook;
import probity.console.aims.Written;

/// The form of one record.
///
/// @param base the revision that the form began from; 0 for a new record
/// @param mistakes what is wrong with the form, each with the id of its input, empty for the whole
/// @param clashes what somebody else wrote meanwhile in fields that this form changes too
public record FormPage(
    String path,
    String back,
    int base,
    List<Input> inputs,
    List<Mistake> mistakes,
    List<Clash> clashes) {
  public FormPage {
    inputs = List.copyOf(inputs);
    mistakes = List.copyOf(mistakes);
    clashes = List.copyOf(clashes);
  }

  /// How a browser is to send it; empty for the usual way.
  public String encoding() {
    return inputs.stream().anyMatch(one -> one.kind() == Input.Kind.FILE)
        ? "multipart/form-data"
        : "";
  }

  public record Mistake(String input, String sentence) {}

  public record Clash(String label, String theirs, String mine) {}

  static FormPage empty(RegisterBook book, Register register, Map<String, String> values) {
    return new FormPage(
        Showing.path(register) + "/new",
        Showing.path(register),
        0,
        Inputs.of(book, register, values, Map.of()),
        List.of(),
        List.of());
  }

  static FormPage of(RegisterBook book, History record) {
    return new FormPage(
        Showing.path(record) + "/edit",
        Showing.path(record),
        record.newest().number(),
        Inputs.of(book, record.register(), record.newest().values(), Map.of()),
        List.of(),
        List.of());
  }

  /// The form again, with what is wrong with it.
  FormPage mistaken(
      RegisterBook book, Register register, Map<String, String> values, Written.Refused refused) {
    var byField =
        refused.objections().stream()
            .collect(
                Collectors.toMap(
                    Content.Fault::field,
                    Content.Fault::sentence,
                    (one, other) -> one + "; " + other));
    var mistakes =
        refused.objections().stream()
            .map(one ->
                new Mistake(
                    one.field().isEmpty() ? "" : Inputs.PREFIX + one.field(), one.sentence()))
            .toList();
    return new FormPage(
        path, back, base, Inputs.of(book, register, values, byField), mistakes, List.of());
  }

  /// The form again, begun from what the record says now, with both texts of each field that two
  /// people changed.
  FormPage clashing(RegisterBook book, Showing showing, Written.Clashing clashing) {
    History record = clashing.record();
    var values = new HashMap<>(clashing.rest());
    for (Merge.Clash one : clashing.clashes()) {
      // A file that was not written is not kept: whoever wants it chooses it again.
      boolean filled = record.register().field(one.field()).orElseThrow().filled().isPresent();
      values.put(one.field(), filled ? one.theirs() : one.mine());
    }
    values.values().removeIf(String::isEmpty);
    return new FormPage(
        path,
        back,
        record.newest().number(),
        Inputs.of(book, record.register(), values, Map.of()),
        List.of(),
        clashing.clashes().stream().map(one -> clash(record.register(), one, showing)).toList());
  }

  private static Clash clash(Register register, Merge.Clash one, Showing showing) {
    Field field = register.field(one.field()).orElseThrow();
    return new Clash(
        field.title(), line(showing, field, one.theirs()), line(showing, field, one.mine()));
  }

  private static String line(Showing showing, Field field, String value) {
    return value.isEmpty()
        ? "nothing"
        : showing.parts(field, value).stream()
            .map(Shown.Part::text)
            .collect(Collectors.joining(", "));
  }
}
