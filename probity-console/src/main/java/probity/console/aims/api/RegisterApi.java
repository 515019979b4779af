package probity.console.aims.api;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.console.Bearer;
import probity.console.Bearers;
import probity.console.Call;
import probity.console.Pages;
import probity.console.Reply;
import probity.console.Routes;
import probity.console.aims.Actor;
import probity.console.aims.Edit;
import probity.console.aims.Imports;
import probity.console.aims.RegisterBook;
import probity.console.aims.Seen;
import probity.console.aims.Written;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// The HTTP API of the registers: what pages do with them, for programs (docs/api.md).
public final class RegisterApi implements Pages {
  /// Calls that one token may make in a minute.
  public static final int CALLS_A_MINUTE = 600;

  private final RegisterBook book;
  private final RowImport imports;
  private final Door door;
  private final Json.Obj description;

  public RegisterApi(
      RegisterBook book, Imports imports, Bearers bearers, InstantSource clock, int callsAMinute) {
    this.book = book;
    this.imports = new RowImport(book, imports);
    this.door = new Door(bearers, clock, callsAMinute);
    this.description = OpenApi.of(book.registers());
  }

  @Override
  public void add(Routes routes) {
    routes.call(
        Call.Verb.GET,
        Operation.DESCRIPTION,
        0,
        call -> door.open(call, _ -> none(call, () -> Reply.of(200, description))));
    routes.call(
        Call.Verb.GET,
        Operation.REGISTERS,
        0,
        call -> door.open(call, bearer -> none(call, () -> registers(bearer))));
    for (Register register : book.registers().all()) {
      for (Operation operation : Operation.of(register)) {
        routes.call(
            operation.verb(),
            operation.path(register),
            operation.bodyBytes(),
            call -> door.open(call, bearer -> on(operation, call, bearer, register)));
      }
    }
  }

  private static Reply none(Call call, java.util.function.Supplier<Reply> then) {
    return new Query(call.query(), List.of()).orElse(then);
  }

  private Reply on(Operation operation, Call call, Bearer bearer, Register register) {
    return switch (operation) {
      case LIST -> list(call, bearer, register);
      case SHOW -> record(call, register, record -> show(call, bearer, record));
      case CREATE -> none(call, () -> create(call, bearer, register));
      case IMPORT -> none(call, () -> imports.take(call, bearer, actor(bearer), register));
      case UNDO -> none(call, () -> imports.undo(call, bearer, actor(bearer), register));
      case REPLACE, COMMENT, PROPOSE, DECIDE, ARCHIVE, RESTORE ->
          none(call, () -> record(call, register, one -> change(operation, call, bearer, one)));
    };
  }

  private Reply change(Operation operation, Call call, Bearer bearer, History record) {
    return switch (operation) {
      case REPLACE -> replace(call, bearer, record);
      case COMMENT -> comment(call, bearer, record);
      case PROPOSE ->
          revision(call, bearer, revision -> book.propose(actor(bearer), record.id(), revision));
      case DECIDE ->
          Outcomes.refused(
              Written.refused(
                  Written.Why.FORBIDDEN,
                  "nothing is approved, returned or rejected with a token: a person has to, in the"
                      + " console"));
      case ARCHIVE ->
          revision(call, bearer, revision -> turn(bearer, record, revision, Change.ARCHIVED));
      case RESTORE ->
          revision(call, bearer, revision -> turn(bearer, record, revision, Change.RESTORED));
      case LIST, SHOW, CREATE, IMPORT, UNDO ->
          throw new IllegalStateException("`" + operation + "` changes no single record");
    };
  }

  private static Actor actor(Bearer bearer) {
    return new Actor(
        bearer.member().personId(),
        bearer.member().duties(),
        Bearer.METHOD,
        UtcTime.text(bearer.made().toEpochMilli()));
  }

  private static Seen seen(Bearer bearer) {
    return new Seen(bearer.member().duties());
  }

  private Reply registers(Bearer bearer) {
    return Reply.of(
        200,
        Json.object()
            .put(
                "registers",
                new Json.Arr(
                    book.registers().all().stream()
                        .<Json>map(one -> register(one, bearer))
                        .toList()))
            .build());
  }

  private Json.Obj register(Register register, Bearer bearer) {
    return Json.object()
        .put("about", register.about())
        .put("approves", register.approves().stream().sorted().map(Duty::word).toList())
        .put("clauses", register.clauses())
        .put("edits", register.edits().stream().sorted().map(Duty::word).toList())
        .put("group", register.group())
        .put("may_write", Separation.writes(register, bearer.member().duties()).isPresent())
        .put("prefix", register.prefix())
        .put("records", book.records(register.id()).stream().filter(one -> !one.archived()).count())
        .put("register", register.id())
        .put("review_months", register.reviewMonths())
        .put("title", register.title())
        .build();
  }

  private Reply list(Call call, Bearer bearer, Register register) {
    var query = new Query(call.query(), Query.ofList(register));
    var selection = query.selection(book.registers(), register);
    int after = query.number(Query.AFTER, 0, Query.NUMBER_MAX, 0);
    int limit = query.number(Query.LIMIT, 1, Query.LIMIT_MAX, Query.LIMIT_STANDARD);
    return query.orElse(() -> {
      var all = selection.of(book, register, bearer.member());
      var rest = all.stream().filter(one -> one.number() > after).toList();
      var shown = rest.subList(0, Math.min(limit, rest.size()));
      var json = new RecordJson(seen(bearer));
      var page =
          Json.object()
              .put("records", new Json.Arr(shown.stream().<Json>map(json::of).toList()))
              .put("register", register.id())
              .put("total", all.size());
      if (rest.size() > shown.size()) page.put("next", shown.getLast().number());
      return Reply.of(200, page.build());
    });
  }

  /// A record under the path of its own register alone.
  private Reply record(Call call, Register register, Function<History, Reply> then) {
    String id = call.place("record");
    return book.find(id)
        .filter(one -> one.register().id().equals(register.id()))
        .map(then)
        .orElseGet(
            () -> Reply.refused(404, "unknown", "`" + register.id() + "` has no such record"));
  }

  private Reply show(Call call, Bearer bearer, History record) {
    var query = new Query(call.query(), List.of(Query.DAY, Query.HISTORY));
    var time = query.day().map(RegisterApi::endOf);
    int most = query.number(Query.HISTORY, 0, Query.HISTORY_MAX, Query.HISTORY_STANDARD);
    return query.orElse(() ->
        time.map(record::asOf)
            .orElse(java.util.Optional.of(record))
            .map(then ->
                Reply.of(
                    200,
                    new RecordJson(seen(bearer))
                        .whole(then, Links.to(book, then.id(), time), most)))
            .orElseGet(
                () -> Reply.refused(404, "unknown", "the record was not there on that day")));
  }

  private static String endOf(LocalDate day) {
    return day + "T23:59:59.999Z";
  }

  private Reply create(Call call, Bearer bearer, Register register) {
    return Members.read(
        call,
        List.of("values"),
        body -> {
          var values = body.values();
          return body.orElse(() -> {
            var written = book.write(actor(bearer), Edit.create(register.id(), values));
            var reply = Outcomes.of(written, 201, seen(bearer));
            return written instanceof Written.Done(var record, var _)
                ? reply.with(
                    "location", Operation.REGISTERS + "/" + register.id() + "/" + record.id())
                : reply;
          });
        });
  }

  private Reply replace(Call call, Bearer bearer, History record) {
    return Members.read(
        call,
        List.of("base", "values"),
        body -> {
          int base = body.number("base");
          var values = body.values();
          return body.orElse(() ->
              Outcomes.of(
                  book.write(actor(bearer), Edit.edit(record, base, values)), 200, seen(bearer)));
        });
  }

  private Reply comment(Call call, Bearer bearer, History record) {
    return Members.read(
        call,
        List.of("comment", "revision"),
        body -> {
          int revision = body.number("revision");
          String comment = body.text("comment");
          return body.orElse(() ->
              Outcomes.of(
                  book.comment(actor(bearer), record.id(), revision, comment), 201, seen(bearer)));
        });
  }

  private static Reply revision(
      Call call, Bearer bearer, java.util.function.IntFunction<Written> then) {
    return Members.read(
        call,
        List.of("revision"),
        body -> {
          int revision = body.number("revision");
          return body.orElse(() -> Outcomes.of(then.apply(revision), 200, seen(bearer)));
        });
  }

  private Written turn(Bearer bearer, History record, int revision, Change change) {
    var edit = Edit.edit(record, revision, record.newest().values()).as(change, "");
    return book.write(actor(bearer), edit);
  }
}
