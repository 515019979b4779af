package probity.console.aims.page;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.History;
import probity.console.Ask;
import probity.console.Directory;
import probity.console.Freshness;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.Erased;
import probity.console.aims.Erasure;
import probity.console.aims.ErasureRequests;
import probity.console.aims.ErasureRequests.Asked;
import probity.console.aims.RegisterBook;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;

/// Erasing a person, or words that name one: one person asks with a reason, another approves after
/// proving who they are.
public final class ErasurePages implements Pages {
  private static final Duty[] DUTIES = {
    Duty.DATA_PROTECTION, Duty.AIMS_MANAGER, Duty.ADMINISTRATOR
  };
  private static final String PATH = "/erasures";
  private static final int REASON_MAX = 4_000;

  private final RegisterBook book;
  private final Erasure erasure;
  private final ErasureRequests requests;
  private final Directory directory;
  private final Freshness freshness;
  private final Consumer<String> accounts;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param accounts removes the accounts of a person who was erased
  public ErasurePages(
      RegisterBook book,
      Erasure erasure,
      ErasureRequests requests,
      Directory directory,
      Freshness freshness,
      Consumer<String> accounts,
      InstantSource clock,
      RandomGenerator random) {
    this.book = book;
    this.erasure = erasure;
    this.requests = requests;
    this.directory = directory;
    this.freshness = freshness;
    this.accounts = accounts;
    this.clock = clock;
    this.random = random;
  }

  /// What waits for a second person.
  ///
  /// @param choices what can be asked for
  /// @param past the newest first
  public record Waiting(
      List<Line> lines, String path, Input choices, Input reason, List<Past> past) {
    public Waiting {
      lines = List.copyOf(lines);
      past = List.copyOf(past);
    }
  }

  /// An erasure that is in the ledger.
  ///
  /// @param reason in words; empty where the vault has it no more
  public record Past(
      String what, String reason, String requestedBy, String approvedBy, String at, String leaf) {}

  /// @param mayDecide whether this visitor is another person than who asked
  public record Line(
      String id,
      String what,
      String reason,
      String by,
      String at,
      boolean mayDecide,
      String path) {}

  /// What is about to be destroyed.
  public record Last(String path, String what, String reason, String by, String at) {}

  @Override
  public void add(Routes routes) {
    var some = routes.only(DUTIES);
    some.link("Console", "Erasures", PATH);
    some.get(PATH, visit -> waiting(visit, "", Optional.empty()));
    some.post(PATH, this::ask);
    some.get(PATH + "/{request}/approve", visit -> on(visit, this::last));
    some.post(PATH + "/{request}/approve", visit -> on(visit, this::approve));
    some.post(PATH + "/{request}/decline", visit -> on(visit, this::decline));
  }

  private Page waiting(Visit visit, String mistake, Optional<String> chosen) {
    var lines = requests.waiting().stream().map(one -> line(one, visit)).toList();
    var choices = new ArrayList<Input.Choice>();
    choices.add(new Input.Choice("", "Choose", chosen.isEmpty()));
    targets()
        .forEach(one ->
            choices.add(
                new Input.Choice(
                    one.id(), one.title(), chosen.filter(one.id()::equals).isPresent())));
    var model =
        new Waiting(
            lines,
            PATH,
            Input.of(Input.Kind.ONE_OF, "target", "Whom").options(choices).mustHave(),
            Input.of(Input.Kind.LONG, "reason", "Reason")
                .value(visit.form().text("reason"))
                .hint("Say why and name nobody: it is kept, and stands below afterwards.")
                .mistake(mistake)
                .mustHave(),
            book.erasures().reversed().stream().map(this::past).toList());
    var heading = new Page.Heading("Erasures", List.of());
    return mistake.isEmpty()
        ? Page.html(heading, "erasures", model)
        : Page.mistaken(heading, "erasures", model);
  }

  /// Something that can be erased.
  ///
  /// @param field empty for a person
  private record Target(String record, String field, String title) {
    String id() {
      return field.isEmpty() ? record : record + ":" + field;
    }
  }

  /// People, and fields that name somebody who is in no register.
  private List<Target> targets() {
    var targets = new ArrayList<Target>();
    for (History person : book.records("people")) {
      if (!person.title().isEmpty()) targets.add(new Target(person.id(), "", person.title()));
    }
    for (var register : book.registers().all()) {
      for (Field field : register.fields()) {
        if (!(field.type() instanceof FieldType.Personal)) continue;
        for (History record : book.records(register.id())) {
          boolean named =
              record.revisions().stream().anyMatch(one -> !one.value(field.id()).isEmpty());
          if (named) {
            targets.add(new Target(record.id(), field.id(), field.title() + " in " + record.id()));
          }
        }
      }
    }
    return targets;
  }

  private Line line(Asked asked, Visit visit) {
    return new Line(
        asked.id(),
        what(asked),
        asked.reason(),
        name(asked.requestedBy()),
        Times.show(asked.requestedAt()),
        !asked.requestedBy().equals(visit.member().personId()),
        PATH + "/" + asked.id());
  }

  private String what(Asked asked) {
    var record = book.find(asked.record());
    String name = record.map(History::title).filter(one -> !one.isEmpty()).orElse(asked.record());
    return asked.field().isEmpty()
        ? name + " (" + asked.record() + "), in every register"
        : "the words in `" + asked.field() + "` of " + asked.record();
  }

  private Past past(Erased one) {
    return new Past(
        switch (one.what()) {
          case PERSON -> "A person, in every register";
          case PERSONAL -> "Words of a record that named somebody";
          case SUBJECT -> "A caller, or somebody on whose behalf one asked";
        },
        one.reason(),
        name(one.requestedBy()),
        name(one.approvedBy()),
        Times.show(one.time()),
        one.leaf());
  }

  private String name(String person) {
    return directory.member(person).map(one -> one.name()).orElse(Showing.ERASED);
  }

  private Page ask(Visit visit) {
    String chosen = visit.form().text("target");
    String reason = visit.form().text("reason");
    var target = targets().stream().filter(one -> one.id().equals(chosen)).findFirst();
    if (target.isEmpty()) return waiting(visit, "whom to erase was expected", Optional.empty());
    if (reason.isEmpty() || reason.length() > REASON_MAX) {
      return waiting(
          visit,
          "a reason of 1 to " + REASON_MAX + " characters was expected",
          Optional.of(chosen));
    }
    var asked =
        new Asked(
            Ulid.of(clock.millis(), random.nextInt(), random.nextLong()).lowerCase(),
            target.get().record(),
            target.get().field(),
            reason,
            visit.member().personId(),
            UtcTime.text(clock.millis()));
    return requests.add(asked)
        ? Page.redirect(PATH)
        : new Page.Failure(409, "Too many requests wait already; decide on some of them first.");
  }

  private interface Step {
    Page on(Visit visit, Asked asked);
  }

  private Page on(Visit visit, Step step) {
    var asked = requests.find(visit.place("request"));
    if (asked.isEmpty()) return Page.notFound();
    return asked.get().requestedBy().equals(visit.member().personId())
        ? Page.forbidden("Another person than the one who asked decides on an erasure.")
        : step.on(visit, asked.get());
  }

  private Ask question(Asked asked) {
    return new Ask(
        "erase-" + asked.id(),
        "Erase " + what(asked) + ". This cannot be undone.",
        Optional.empty(),
        PATH + "/" + asked.id() + "/approve");
  }

  private Page last(Visit visit, Asked asked) {
    var question = question(asked);
    if (freshness.of(visit, question).isEmpty()) return freshness.ask(visit, question);
    return Page.html(
        new Page.Heading("Erase for good", List.of(new Page.Crumb("Erasures", PATH))),
        "erasing",
        new Last(
            PATH + "/" + asked.id(),
            what(asked),
            asked.reason(),
            name(asked.requestedBy()),
            Times.show(asked.requestedAt())));
  }

  private Page approve(Visit visit, Asked asked) {
    var question = question(asked);
    if (freshness.of(visit, question).isEmpty()) return freshness.ask(visit, question);
    if (directory.member(asked.requestedBy()).isEmpty()) {
      return new Page.Failure(409, "Who asked for this is no longer here; ask for it anew.");
    }
    return switch (book.erase(erasure, asked, visit.member().personId())) {
      case Erasure.Result.Refused(var why) -> new Page.Failure(409, why);
      case Erasure.Result.Done _, Erasure.Result.Gone _ -> {
        if (asked.field().isEmpty()) accounts.accept(asked.record());
        requests.drop(asked.id());
        yield Page.redirect(PATH);
      }
    };
  }

  private Page decline(Visit visit, Asked asked) {
    requests.drop(asked.id());
    return Page.redirect(PATH);
  }
}
