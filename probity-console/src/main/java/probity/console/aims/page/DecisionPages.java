package probity.console.aims.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.register.Change;
import probity.aims.register.Delegation;
import probity.aims.register.History;
import probity.aims.register.Mandate;
import probity.aims.register.Standing;
import probity.console.Ask;
import probity.console.Assertion;
import probity.console.Fresh;
import probity.console.Freshness;
import probity.console.Input;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.Actor;
import probity.console.aims.Decision;
import probity.console.aims.RegisterBook;
import probity.console.aims.Written;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// Approving, returning and rejecting: first what is decided is chosen, then the person sees the
/// sentence that they will have said, proves who they are, and says it.
public final class DecisionPages implements Pages {
  private static final List<Change> DECISIONS =
      List.of(Change.APPROVED, Change.RETURNED, Change.REJECTED);

  private final RegisterBook book;
  private final Freshness freshness;

  public DecisionPages(RegisterBook book, Freshness freshness) {
    this.book = book;
    this.freshness = freshness;
  }

  /// Choosing what to decide.
  ///
  /// @param fields what the revision says, so that nobody decides on what they did not see
  public record Choosing(List<Shown> fields, int revision, List<Link> decisions) {
    public Choosing {
      fields = List.copyOf(fields);
      decisions = List.copyOf(decisions);
    }
  }

  /// @param first whether it is the usual one
  public record Link(String label, String href, boolean first) {}

  /// Saying it.
  ///
  /// @param how by what the decision will be proved
  public record Saying(
      String path,
      String back,
      int revision,
      String word,
      String sentence,
      String how,
      Input reason,
      String button) {}

  @Override
  public void add(Routes routes) {
    routes.get("/registers/{register}/{record}/decide", visit -> on(visit, this::choose));
    routes.get("/registers/{register}/{record}/decide/{decision}", visit -> on(visit, this::say));
    routes.post(
        "/registers/{register}/{record}/decide/{decision}", visit -> on(visit, this::decide));
  }

  private interface Step {
    Page on(Visit visit, History record, Mandate mandate);
  }

  /// Goes on only for who may decide on the revision that they were shown.
  private Page on(Visit visit, Step step) {
    return RecordPages.found(
        book,
        visit,
        record -> {
          var who = visit.member();
          var mandate = book.mandate(record, who.personId(), who.duties());
          if (mandate.isEmpty()) return Page.forbidden(book.whyNot(record, who.personId()));
          if (record.standing() != Standing.PROPOSED) {
            return new Page.Failure(409, "It does not wait for a decision.");
          }
          int asked = revision(visit, record);
          return asked == record.newest().number()
              ? step.on(visit, record, mandate.get())
              : new Page.Failure(
                  409,
                  "You were shown revision "
                      + asked
                      + ", and there is revision "
                      + record.newest().number()
                      + " now. Look at that one before you decide.");
        });
  }

  private static int revision(Visit visit, History record) {
    var from = visit.form().has("revision") ? visit.form() : visit.query();
    return from.number("revision", 1, Integer.MAX_VALUE, record.newest().number());
  }

  private Page choose(Visit visit, History record, Mandate mandate) {
    var showing = new Showing(book, visit.member());
    int revision = record.newest().number();
    String path = Showing.path(record) + "/decide/";
    return Page.html(
        RecordPages.below(record, "Decide"),
        "decide",
        new Choosing(
            showing.fields(record.register(), record.newest()).stream()
                .filter(field -> !field.blank())
                .toList(),
            revision,
            DECISIONS.stream()
                .map(one ->
                    new Link(
                        label(one),
                        path + one.word() + "?revision=" + revision,
                        one == Change.APPROVED))
                .toList()));
  }

  private static String label(Change decision) {
    return switch (decision) {
      case APPROVED -> "Approve it";
      case RETURNED -> "Return it to be worked on";
      case REJECTED -> "Reject it";
      default -> throw new IllegalArgumentException("no decision");
    };
  }

  private Page say(Visit visit, History record, Mandate mandate) {
    var chosen = Change.of(visit.place("decision")).filter(Change::decides);
    if (chosen.isEmpty()) return Page.notFound();
    var ask = ask(record, mandate, chosen.get());
    var fresh = freshness.of(visit, ask);
    if (fresh.isEmpty()) return freshness.ask(visit, ask);
    return Page.html(
        RecordPages.below(record, label(chosen.get())),
        "say",
        saying(visit, record, mandate, chosen.get(), fresh.get(), ""));
  }

  private Page decide(Visit visit, History record, Mandate mandate) {
    var chosen = Change.of(visit.place("decision")).filter(Change::decides);
    if (chosen.isEmpty()) return Page.notFound();
    var ask = ask(record, mandate, chosen.get());
    var fresh = freshness.of(visit, ask);
    if (fresh.isEmpty()) return freshness.ask(visit, ask);
    var decision =
        new Decision(
            chosen.get(),
            record.newest().number(),
            sentence(record, mandate, chosen.get()),
            visit.form().text("reason"),
            fresh.get().assertion().map(DecisionPages::json));
    return switch (book.decide(actor(visit, fresh.get()), record.id(), decision)) {
      case Written.Refused refused when refused.why() == Written.Why.INVALID ->
          Page.mistaken(
              RecordPages.below(record, label(chosen.get())),
              "say",
              saying(visit, record, mandate, chosen.get(), fresh.get(), refused.sentence()));
      case Written written -> RecordPages.after(written);
    };
  }

  private static Actor actor(Visit visit, Fresh fresh) {
    var who = visit.member();
    return new Actor(
        who.personId(),
        who.duties(),
        fresh.method().word(),
        UtcTime.text(fresh.at().toEpochMilli()));
  }

  private Saying saying(
      Visit visit, History record, Mandate mandate, Change change, Fresh fresh, String mistake) {
    var reason =
        Input.of(Input.Kind.LONG, "reason", change == Change.APPROVED ? "Remark" : "Reason")
            .value(visit.form().text("reason"))
            .mistake(mistake);
    String path = Showing.path(record);
    return new Saying(
        path + "/decide/" + change.word(),
        path,
        record.newest().number(),
        change.word(),
        sentence(record, mandate, change),
        fresh.assertion().isPresent()
            ? "Your passkey signed this sentence; the signature is kept as evidence."
            : "No passkey signed this: the record will say that the operator's console attests it was you ("
                + fresh.method().title()
                + ").",
        change == Change.APPROVED ? reason : reason.mustHave(),
        label(change));
  }

  private Ask ask(History record, Mandate mandate, Change change) {
    String sentence = sentence(record, mandate, change);
    var challenge =
        Decision.challenge(
            book.origin(),
            record.id(),
            record.newest().leaf(),
            change,
            mandate.role().word(),
            sentence);
    return new Ask(
        change.word(),
        sentence,
        Optional.of(challenge),
        Showing.path(record)
            + "/decide/"
            + change.word()
            + "?revision="
            + record.newest().number());
  }

  /// What the person says. It names the entry, so that it fits one revision alone.
  private static String sentence(History record, Mandate mandate, Change change) {
    String verb =
        switch (change) {
          case APPROVED -> "approve";
          case RETURNED -> "return";
          case REJECTED -> "reject";
          default -> throw new IllegalArgumentException("no decision");
        };
    return "As "
        + mandate.role().title()
        + mandate.under().map(DecisionPages::under).orElse("")
        + " I "
        + verb
        + " revision "
        + record.newest().number()
        + " of "
        + record.id()
        + " in "
        + record.register().title()
        + ", entry "
        + record.newest().leaf().substring(0, 16)
        + ".";
  }

  /// By its id alone: a sentence lies under the key of its record, where no name of a person may
  /// be.
  private static String under(Delegation delegation) {
    return ", by "
        + delegation.record().id()
        + " (entry "
        + delegation.record().newest().leaf().substring(0, 16)
        + "),";
  }

  private static String json(Assertion signed) {
    Map<String, String> parts = new HashMap<>();
    parts.put("authenticator_data", signed.authenticatorData());
    parts.put("client_data", signed.clientDataJson());
    parts.put("credential", signed.credentialId());
    parts.put("public_key", signed.publicKey());
    parts.put("signature", signed.signature());
    var object = Json.object();
    parts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> object.put(one.getKey(), one.getValue()));
    return object.build().canonical();
  }
}
