package probity.console.aims.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.aims.Catalogue;
import probity.aims.register.Delegation;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.FieldValue;
import probity.aims.register.Gap;
import probity.aims.register.History;
import probity.aims.register.RecordQuery;
import probity.aims.register.Register;
import probity.aims.register.Revision;
import probity.console.Member;
import probity.console.aims.RegisterBook;
import probity.console.aims.Seen;

/// Turns values of fields into what a page shows of them to one person.
final class Showing {
  /// What stands in place of a person whose key is gone.
  static final String ERASED = "erased person";

  private final RegisterBook book;
  private final Seen seen;

  Showing(RegisterBook book, Member viewer) {
    this.book = book;
    this.seen = new Seen(viewer.duties());
  }

  static String path(Register register) {
    return "/registers/" + register.id();
  }

  static String path(History record) {
    return path(record.register()) + "/" + record.id();
  }

  /// The name of a person by id; empty id for one who was erased.
  String person(String id) {
    return book.find(id).map(History::title).filter(name -> !name.isEmpty()).orElse(ERASED);
  }

  /// The delegation that an entry made or changed.
  Optional<History> delegation(String leaf) {
    return book.records(Delegation.REGISTER).stream()
        .filter(one -> one.revisions().stream().anyMatch(said -> said.leaf().equals(leaf)))
        .findFirst();
  }

  /// The fields of a revision, in the order of the register.
  List<Shown> fields(Register register, Revision revision) {
    return register.fields().stream().map(field -> field(register, field, revision)).toList();
  }

  Shown field(Register register, Field field, Revision revision) {
    var gap = Optional.ofNullable(revision.gaps().get(field.id()));
    if (gap.isPresent()) return note(field, why(gap.get()));
    String value = revision.value(field.id());
    if (value.isEmpty()) return note(field, "");
    if (isHidden(register, field)) return note(field, "only those who keep this register see it");
    return new Shown(
        field.id(), field.title(), parts(field, value), "", field.type() instanceof FieldType.Text);
  }

  boolean isHidden(Register register, Field field) {
    return seen.isHidden(register, field);
  }

  private static Shown note(Field field, String note) {
    return new Shown(field.id(), field.title(), List.of(), note, false);
  }

  private static String why(Gap gap) {
    return switch (gap) {
      case ERASED -> "erased: the key of whom it names was destroyed";
      case MISSING -> "the vault does not have this value";
      case ALTERED -> "what the vault has is not what the ledger commits to";
    };
  }

  List<Shown.Part> parts(Field field, String value) {
    return switch (field.type()) {
      case FieldType.Person() -> List.of(record(value));
      case FieldType.Link _ -> value.lines().map(this::record).toList();
      case FieldType.Controls _ -> value.lines().map(Showing::control).toList();
      case FieldType.Exchange() -> List.of(new Shown.Part(value, "/records/" + value));
      case FieldType.Query() ->
          value.isEmpty()
              ? List.of()
              : List.of(new Shown.Part(value, "/records?" + RecordQuery.of(value).address()));
      case FieldType.Address() -> List.of(new Shown.Part(value, value));
      case FieldType.Text _ -> paragraphs(value);
      case FieldType.Line _,
          FieldType.Choice _,
          FieldType.WholeNumber _,
          FieldType.Day _,
          FieldType.YesNo _,
          FieldType.Personal _,
          FieldType.Words _ ->
          FieldValue.show(field, value).lines().map(one -> new Shown.Part(one, "")).toList();
    };
  }

  private Shown.Part record(String id) {
    return book.find(id)
        .map(record ->
            new Shown.Part(record.title().isEmpty() ? ERASED : record.title(), path(record)))
        .orElseGet(() -> new Shown.Part(id, ""));
  }

  private static Shown.Part control(String number) {
    String text =
        Catalogue.find(number).map(item -> item.number() + " " + item.title()).orElse(number);
    return new Shown.Part(text, "");
  }

  private static List<Shown.Part> paragraphs(String text) {
    var parts = new ArrayList<Shown.Part>();
    for (String paragraph : text.split("\n{2,}", -1)) parts.add(new Shown.Part(paragraph, ""));
    return parts;
  }
}
