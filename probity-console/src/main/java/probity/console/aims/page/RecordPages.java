package probity.console.aims.page;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import probity.aims.register.Change;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.Actor;
import probity.console.aims.Edit;
import probity.console.aims.RegisterBook;
import probity.console.aims.Written;

/// Single records: looking at them, writing them, saying something about them.
public final class RecordPages implements Pages {
  /// The query that names a record like which a new one begins.
  static final String LIKE = "like";

  private final RegisterBook book;
  private final InstantSource clock;
  private final List<Beside> beside;

  /// @param beside what pages show besides the register
  public RecordPages(RegisterBook book, InstantSource clock, Beside... beside) {
    this.book = book;
    this.clock = clock;
    this.beside = List.of(beside);
  }

  @Override
  public void add(Routes routes) {
    routes.get("/registers/{register}/new", visit -> register(visit, this::blank));
    // Forms of registers that have files are larger; the first route that fits is taken.
    for (Register register : book.registers().all()) {
      if (!register.hasFiles()) continue;
      routes.upload(Showing.path(register) + "/new", visit -> create(visit, register));
      routes.upload(
          Showing.path(register) + "/{record}/edit",
          visit ->
              book.find(visit.place("record"))
                  .filter(record -> record.register().equals(register))
                  .map(record -> edit(visit, record))
                  .orElseGet(Page::notFound));
    }
    routes.post("/registers/{register}/new", visit -> register(visit, this::create));
    routes.get("/registers/{register}/{record}", visit -> record(visit, this::show));
    routes.get("/registers/{register}/{record}/edit", visit -> record(visit, this::form));
    routes.post("/registers/{register}/{record}/edit", visit -> record(visit, this::edit));
    routes.post("/registers/{register}/{record}/comment", visit -> record(visit, this::comment));
    routes.post("/registers/{register}/{record}/propose", visit -> record(visit, this::propose));
    routes.post(
        "/registers/{register}/{record}/archive",
        visit -> record(visit, (seen, record) -> turn(seen, record, Change.ARCHIVED)));
    routes.post(
        "/registers/{register}/{record}/restore",
        visit -> record(visit, (seen, record) -> turn(seen, record, Change.RESTORED)));
  }

  private Page show(Visit visit, History record) {
    var page =
        RecordPage.of(
            book,
            record,
            visit.member(),
            Selection.day(visit.query().text("at")),
            visit.query().number("revision", 1, Integer.MAX_VALUE, 0),
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    // The world outside is shown as it is now, and so beside what the record says now.
    return Page.html(
        heading(record),
        "record",
        page.older().isPresent()
            ? page
            : page.with(beside.stream().flatMap(one -> one.of(record).stream()).toList()));
  }

  private Page blank(Visit visit, Register register) {
    if (Separation.writes(register, visit.member().duties()).isEmpty()) return mayNot(register);
    var values = new HashMap<String, String>();
    book.find(visit.query().text(LIKE))
        .filter(record -> record.register().equals(register))
        .ifPresent(record -> values.putAll(lasting(record)));
    // A link may bring values, such as the record from which somebody came.
    for (Field field : register.fields()) {
      String brought = visit.query().text(field.id());
      if (!brought.isEmpty() && field.filled().isEmpty()) values.put(field.id(), brought);
    }
    return Page.html(newHeading(register), "form", FormPage.empty(book, register, values));
  }

  /// What a new record like this one begins with: all but days, and what a file fills.
  private static Map<String, String> lasting(History record) {
    var values = new HashMap<>(record.newest().values());
    for (Field field : record.register().fields()) {
      if (field.type() instanceof FieldType.Day || field.filled().isPresent()) {
        values.remove(field.id());
      }
    }
    return values;
  }

  private Page form(Visit visit, History record) {
    return Separation.writes(record.register(), visit.member().duties()).isEmpty()
        ? mayNot(record.register())
        : Page.html(below(record, "Edit"), "form", FormPage.of(book, record));
  }

  static Page mayNot(Register register) {
    return Page.forbidden(
        "To write in this register you need one of these roles: "
            + Separation.words(register.edits())
            + ".");
  }

  private Page create(Visit visit, Register register) {
    var values = Inputs.read(register, visit.form());
    var file = Inputs.file(register, visit);
    var plain = Edit.create(register.id(), values);
    return switch (book.write(Actor.of(visit.session()), file.map(plain::with).orElse(plain))) {
      case Written.Done(var record, var _) -> Page.redirect(Showing.path(record));
      case Written.Clashing _ ->
          throw new IllegalStateException("a new record clashes with nothing");
      case Written.Refused refused when refused.why() == Written.Why.INVALID ->
          Page.mistaken(
              newHeading(register),
              "form",
              FormPage.empty(book, register, values)
                  .mistaken(book, register, values, Inputs.again(register, file, refused)));
      case Written.Refused refused -> failure(refused);
    };
  }

  private Page edit(Visit visit, History record) {
    var register = record.register();
    Map<String, String> values = Inputs.read(register, visit.form());
    int base = visit.form().number("base", 1, Integer.MAX_VALUE, 0);
    // What nobody types stays as it was where no file came along.
    record
        .revision(base)
        .ifPresent(from ->
            register.fields().stream()
                .filter(field -> field.filled().isPresent())
                .forEach(field -> values.put(field.id(), from.value(field.id()))));
    var form = FormPage.of(book, record);
    var file = Inputs.file(register, visit);
    var plain = Edit.edit(record, base, values);
    return switch (book.write(Actor.of(visit.session()), file.map(plain::with).orElse(plain))) {
      case Written.Done(var written, var _) -> Page.redirect(Showing.path(written));
      case Written.Clashing clashing ->
          Page.mistaken(
              below(record, "Edit"),
              "form",
              form.clashing(book, new Showing(book, visit.member()), clashing));
      case Written.Refused refused when refused.why() == Written.Why.INVALID ->
          Page.mistaken(
              below(record, "Edit"),
              "form",
              new FormPage(form.path(), form.back(), base, form.inputs(), List.of(), List.of())
                  .mistaken(book, register, values, Inputs.again(register, file, refused)));
      case Written.Refused refused -> failure(refused);
    };
  }

  private Page comment(Visit visit, History record) {
    int revision = visit.form().number("revision", 1, Integer.MAX_VALUE, 0);
    return after(
        book.comment(
            Actor.of(visit.session()), record.id(), revision, visit.form().text("comment")));
  }

  private Page propose(Visit visit, History record) {
    int revision = visit.form().number("revision", 1, Integer.MAX_VALUE, 0);
    return after(book.propose(Actor.of(visit.session()), record.id(), revision));
  }

  private Page turn(Visit visit, History record, Change change) {
    int revision = visit.form().number("revision", 1, Integer.MAX_VALUE, 0);
    var edit = Edit.edit(record, revision, record.newest().values()).as(change, "");
    return after(book.write(Actor.of(visit.session()), edit));
  }

  static Page after(Written written) {
    return switch (written) {
      case Written.Done(var record, var _) -> Page.redirect(Showing.path(record));
      case Written.Clashing(var record, var _, var _) ->
          new Page.Failure(409, "Somebody else changed " + record.id() + " meanwhile.");
      case Written.Refused refused -> failure(refused);
    };
  }

  static Page failure(Written.Refused refused) {
    int status =
        switch (refused.why()) {
          case INVALID -> 422;
          case FORBIDDEN -> 403;
          case UNKNOWN -> 404;
          case STALE -> 409;
          case UNWRITABLE -> 503;
        };
    return new Page.Failure(status, refused.sentence());
  }

  private Page register(Visit visit, BiFunction<Visit, Register, Page> page) {
    return book.registers()
        .find(visit.place("register"))
        .map(register -> page.apply(visit, register))
        .orElseGet(Page::notFound);
  }

  private Page record(Visit visit, BiFunction<Visit, History, Page> page) {
    return found(book, visit, record -> page.apply(visit, record));
  }

  /// A record under the path of its own register alone.
  static Page found(RegisterBook book, Visit visit, Function<History, Page> page) {
    Optional<History> record =
        book.find(visit.place("record"))
            .filter(one -> one.register().id().equals(visit.place("register")));
    return record.map(page).orElseGet(Page::notFound);
  }

  static Page.Heading heading(History record) {
    String title = record.title().isEmpty() ? Showing.ERASED : record.title();
    return new Page.Heading(title, List.of(RegisterPages.ALL, crumb(record.register())));
  }

  static Page.Heading below(History record, String title) {
    return new Page.Heading(
        title + ": " + record.title(),
        List.of(
            RegisterPages.ALL,
            crumb(record.register()),
            new Page.Crumb(record.id(), Showing.path(record))));
  }

  static Page.Crumb crumb(Register register) {
    return new Page.Crumb(register.title(), Showing.path(register));
  }

  private static Page.Heading newHeading(Register register) {
    return new Page.Heading(
        "New record: " + register.title(), List.of(RegisterPages.ALL, crumb(register)));
  }
}
