package probity.control;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import probity.exchange.Bytes;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.policy.life.Person;
import probity.policy.life.Proposal;

/// Bundles, approvals and people over the control API (docs/life.md).
public final class BundleRoutes {
  private final Bundles bundles;
  private final Readers readers;

  public BundleRoutes(Bundles bundles, Readers readers) {
    this.bundles = bundles;
    this.readers = readers;
  }

  public List<Routes.Route> routes() {
    return List.of(
        new Routes.Route("GET", "/v1/bundles", (_, _) -> Result.json(200, bundles.status())),
        new Routes.Route("GET", "/v1/bundles/{}", this::blob),
        new Routes.Route("POST", "/v1/bundles", (request, _) -> submit(request)),
        new Routes.Route("POST", "/v1/shadows", (request, _) -> shadow(request)),
        new Routes.Route("POST", "/v1/approvals", (request, _) -> note(request, bundles::approve)),
        new Routes.Route("GET", "/v1/people", (request, _) -> people(request)),
        new Routes.Route("POST", "/v1/people", (request, _) -> note(request, bundles::enrol)));
  }

  private Reply submit(Request request) {
    return switch (Proposal.parse(request.body().array())) {
      case Checked.Valid<Proposal>(var proposal) -> bundles.submit(proposal).reply();
      case Checked.Invalid<Proposal>(_, var detail) -> Reply.text(400, detail);
    };
  }

  /// `{"blob": base64 or "", "note": text}`.
  private Reply shadow(Request request) {
    if (!(Json.parseCanonicalObject(request.body().utf8().strip())
        instanceof Checked.Valid<Json.Obj>(var body))) {
      return Reply.text(400, "canonical JSON `{\"blob\",\"note\"}` was expected");
    }
    Optional<Bytes> blob;
    try {
      blob =
          body.text("blob")
              .filter(text -> !text.isEmpty())
              .map(text -> Bytes.wrap(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      return Reply.text(400, "`blob` is not base64");
    }
    return switch (Proposal.signed(body.text("note").orElse(""))) {
      case Checked.Valid<Note>(var note) -> bundles.shadow(note, blob).reply();
      case Checked.Invalid<Note>(_, var detail) -> Reply.text(400, detail);
    };
  }

  private static Reply note(Request request, Function<Note, Result> then) {
    return switch (Proposal.signed(request.body().utf8())) {
      case Checked.Valid<Note>(var note) -> then.apply(note).reply();
      case Checked.Invalid<Note>(_, var detail) -> Reply.text(400, detail);
    };
  }

  private Reply people(Request request) {
    return readers.reply(
        request,
        _ -> {
          var listed = new ArrayList<Json>();
          for (Person person : bundles.people().all()) {
            listed.add(
                Json.object()
                    .put("name", person.name())
                    .put("key", person.key().toString())
                    .put("roles", List.copyOf(person.roles()))
                    .put("competence", person.competence())
                    .put("status", person.active() ? "active" : "revoked")
                    .put("leaf", person.leaf().hex())
                    .build());
          }
          return Result.json(200, Json.object().put("people", new Json.Arr(listed)).build());
        });
  }

  private Reply blob(Request request, String digest) {
    return readers.reply(
        request,
        _ ->
            bundles
                .blob(digest)
                .map(blob -> Reply.of(200, "application/json", blob))
                .orElseGet(() -> Reply.text(404, "no bundle with this digest was ever taken")));
  }
}
