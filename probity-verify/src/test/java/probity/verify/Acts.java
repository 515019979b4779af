package probity.verify;

import java.util.List;
import java.util.function.UnaryOperator;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Ulid;

/// Writes acts on registers into the `records` of a fixture.
final class Acts {
  static final String ANNA = "a".repeat(32);
  static final String BEN = "b".repeat(32);
  static final String CARL = "c".repeat(32);

  private final LedgerFixture ledger;
  private int acts;

  Acts(LedgerFixture ledger) {
    this.ledger = ledger;
  }

  static String id(int number) {
    return Ulid.of(1_795_600_800_000L, 1, number).lowerCase();
  }

  /// A revision of `risk-7` by Anna.
  Hash revision(int number, String base, String change) {
    return revision("risk-7", number, base, change);
  }

  Hash revision(String record, int number, String base, String change) {
    return append("aims", members(record, number, base, change, "").build());
  }

  /// An act of Ben's about a revision of `risk-7`.
  Hash about(int number, String base, String change) {
    return append("aims", members("risk-7", number, base, change, BEN).build());
  }

  /// A revision with a member that is another.
  Hash spoilt(int number, String base, String change, String member, Json value) {
    return append(
        "aims",
        members("risk-7", number, base, change, "").build(),
        body -> with(body, member, value));
  }

  /// An approval with a member that is another.
  Hash spoiltApproval(int number, String base, String member, Json value) {
    return spoiltDecision("approved", number, base, member, value);
  }

  /// A decision of Ben's with a member that is another.
  Hash spoiltDecision(String change, int number, String base, String member, Json value) {
    return append(
        "aims",
        members("risk-7", number, base, change, BEN).build(),
        body -> with(body, member, value));
  }

  /// Carl delegates, and Ben approves it.
  ///
  /// @param proposer who proposes it, which Carl is to do
  Hash delegation(String proposer) {
    var made = append("aims", delegating(1, "", "created", CARL, ""));
    append("aims", delegating(1, made.hex(), "proposed", proposer, ""));
    return made;
  }

  void delegation(Hash made, String change) {
    append("aims", delegating(1, made.hex(), change, CARL, BEN));
  }

  void delegationAgain(Hash made) {
    append("aims", delegating(2, made.hex(), "archived", CARL, ""));
  }

  private Json.Obj delegating(
      int number, String base, String change, String author, String approver) {
    var members = members("delegation-1", number, base, change, approver).build();
    return with(with(members, "register", Json.of("delegations")), "author", Json.of(author));
  }

  /// Ben decides on a revision of Anna's for somebody.
  Hash decisionFor(String whom, String mandate, String change, int number, String base) {
    return append(
        "aims",
        members("risk-7", number, base, change, change.equals("edited") ? "" : BEN)
            .put("for", whom)
            .put("mandate", mandate)
            .build());
  }

  Hash erasure(String requested, String approved) {
    var body =
        Json.object()
            .put("act", id(acts))
            .put("key", "c".repeat(32))
            .put("what", "person")
            .put("requested", requested)
            .put("approved", approved)
            .put("requested_at", "2026-11-25T09:00:00.000Z")
            .put("withheld", List.of())
            .build();
    return append("erasure", body);
  }

  private Hash append(String kind, Json.Obj body) {
    return append(kind, body, UnaryOperator.identity());
  }

  private Hash append(String kind, Json.Obj body, UnaryOperator<Json.Obj> change) {
    acts++;
    return ledger.records.append("registrar", kind, body, change);
  }

  private Json.Builder members(
      String record, int revision, String base, String change, String approver) {
    return Json.object()
        .put("act", id(acts))
        .put("register", "risks")
        .put("record", record)
        .put("revision", revision)
        .put("base", base)
        .put("change", change)
        .put("author", ANNA)
        .put("approver", approver)
        .put("role", "risk-owner")
        .put("authentication", "passkey")
        .put("authenticated", "2026-11-25T08:59:00.000Z")
        .put("batch", "")
        .put(
            "withheld",
            new Json.Arr(
                List.of(
                    Json.object().put("field", "title").put("digest", "d".repeat(43)).build())));
  }

  private static Json.Obj with(Json.Obj body, String name, Json value) {
    var builder = Json.object();
    body.members().forEach(m -> builder.put(m.name(), m.name().equals(name) ? value : m.value()));
    return builder.build();
  }
}
