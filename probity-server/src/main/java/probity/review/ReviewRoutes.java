package probity.review;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import probity.control.Bundles;
import probity.control.Readers;
import probity.control.RecordsLog;
import probity.control.Result;
import probity.control.Routes;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.evidence.SubjectKey;
import probity.gateway.Contents;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.UtcTime;
import probity.ledger.statement.GrantStatement;
import probity.policy.life.Person;
import probity.policy.life.Proposal;

/// Reviews over the control API (docs/review.md).
final class ReviewRoutes {
  private static final int LISTED_MAX = 1_000;

  private final Bundles bundles;
  private final RecordsLog records;
  private final Readers readers;
  private final TicketDesk desk;
  private final ReviewDesk decisions;
  private final ContentKeeper contents;
  private final ReviewVault vault;
  private final Readings readings = new Readings();

  ReviewRoutes(
      Bundles bundles,
      RecordsLog records,
      Readers readers,
      TicketDesk desk,
      ReviewDesk decisions,
      ContentKeeper contents,
      ReviewVault vault) {
    this.bundles = bundles;
    this.records = records;
    this.readers = readers;
    this.desk = desk;
    this.decisions = decisions;
    this.contents = contents;
    this.vault = vault;
  }

  List<Routes.Route> routes() {
    return List.of(
        new Routes.Route("GET", "/v1/reviews", (request, _) -> readers.reply(request, this::list)),
        new Routes.Route(
            "GET",
            "/v1/reviews/{}",
            (request, exchange) -> readers.reply(request, person -> show(person, exchange))),
        new Routes.Route("POST", "/v1/grants", (request, _) -> decide(request)));
  }

  private Reply list(Person person) {
    var mine =
        desk.list().stream()
            .filter(item -> GrantEntries.mayReview(person, item.queue().role()))
            .toList();
    var listed = mine.stream().limit(LISTED_MAX).<Json>map(ReviewRoutes::line).toList();
    return Result.json(
        200,
        Json.object()
            .put("content_dropped", contents.dropped())
            .put("items", new Json.Arr(listed))
            .put("omitted", mine.size() - listed.size())
            .put("unlisted", desk.unlisted())
            .build());
  }

  private static Json.Obj line(Item item) {
    return Json.object()
        .put("caller", item.caller())
        .put("deadline", UtcTime.text(item.deadline()))
        .put("exchange", item.exchange())
        .put("held", item.isHeld())
        .put("intent", item.intent().hex())
        .put("log", item.log())
        .put("queue", item.queue().id())
        .put("route", item.route())
        .put("rule", item.rule())
        .put("since", UtcTime.text(item.since()))
        .put("state", item.state().word())
        .put("until", item.until() == 0 ? "" : UtcTime.text(item.until()))
        .build();
  }

  /// Gives what is kept of a record, once `records` says who read it.
  private Reply show(Person person, String exchange) {
    var items = decisions.visible(person, exchange);
    if (items.isEmpty()) {
      return Reply.text(404, "no record `" + exchange + "` waits in a queue of this person's role");
    }
    long now = bundles.millis();
    if (!readings.take(person.name(), now)) {
      return Reply.text(429, "a person reads at most 60 records a minute");
    }
    var first = items.get().getFirst();
    var key = vault.key(first.subject());
    var parts = new ArrayList<Json>();
    var read = new ArrayList<String>();
    for (var part : Contents.Part.values()) {
      part(key, first, part.word())
          .ifPresent(kept -> {
            read.add(part.word());
            parts.add(json(kept, part.word(), key.orElseThrow(), exchange));
          });
    }
    var cases = new ArrayList<Json>();
    for (Item item : items.get()) cases.add(told(item, key, now));
    read.add("case");
    var reasons = key.map(one -> vault.reasons(one, exchange)).orElse(List.of());
    if (!reasons.isEmpty()) read.add(GrantStatement.REASON);
    if (records.append(access(person, first, read)) instanceof Appended.Unwritable(var why, _)) {
      return Reply.text(
          503, "that it is read cannot be recorded (" + why + "), so nothing is shown");
    }
    return Result.json(
        200,
        Json.object()
            .put("content", new Json.Arr(parts))
            .put("exchange", exchange)
            .put("intent", first.intent().hex())
            .put("items", new Json.Arr(cases))
            .put("log", records.origin())
            .put("reasons", reasons)
            .build());
  }

  private static Draft access(Person person, Item item, List<String> read) {
    return new Draft(
        "records",
        "access",
        Json.object()
            .put("person", person.name())
            .put("purpose", "review")
            .put("exchange", item.exchange())
            .put("intent", item.intent().hex())
            .put("read", read)
            .build());
  }

  private Json told(Item item, Optional<SubjectKey> key, long now) {
    var told =
        part(key, item, ContentKeeper.partOfCase(item.queue().id()))
            .map(kept -> Json.parseCanonicalObject(kept.content().utf8()))
            .filter(parsed -> parsed instanceof Checked.Valid<Json.Obj>)
            .map(Checked::orThrow);
    return Json.object()
        .putAll(line(item))
        .put("case", told.orElse(Json.object().build()))
        .put("grant_until", UtcTime.text(now + item.queue().grant().toMillis()))
        .put("salt", key.map(one -> one.salt(item.exchange(), GrantStatement.REASON)).orElse(""))
        .build();
  }

  private Optional<KeptPart> part(Optional<SubjectKey> key, Item item, String part) {
    return key.flatMap(
            one -> vault.read(one, new ReviewVault.Place(item.log(), item.exchange(), part)))
        .flatMap(KeptPart::read);
  }

  private static Json json(KeptPart kept, String part, SubjectKey key, String exchange) {
    return Json.object()
        .put("base64", Base64.getEncoder().encodeToString(kept.content().array()))
        .put("commitment", kept.commitment())
        .put("part", part)
        .put("proven", kept.isProven(key, exchange, part))
        .put("whole", kept.whole())
        .build();
  }

  private Reply decide(Request request) {
    if (!(Json.parseCanonicalObject(request.body().utf8().strip())
        instanceof Checked.Valid<Json.Obj>(var body))) {
      return Reply.text(400, "`{\"note\": …, \"reason\": …}` in canonical JSON was expected");
    }
    return switch (Proposal.signed(body.text("note").orElse(""))) {
      case Checked.Valid<Note>(var note) ->
          decisions.decide(note, body.text("reason").orElse("")).reply();
      case Checked.Invalid<Note>(_, var detail) -> Reply.text(400, detail);
    };
  }
}
