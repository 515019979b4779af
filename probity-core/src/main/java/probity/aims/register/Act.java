package probity.aims.register;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Entry;
import probity.ledger.Json;

/// One `aims` entry of `records`: something that a person did to a record of a register
/// (docs/formats/ledger.md). It has commitments and no text.
///
/// @param act a ULID in lower case
/// @param record such as `risk-7`
/// @param revision from 1: the one that it makes, or the one that it is about
/// @param base leaf hash in hex of the entry of the revision that this one was made from, or that
///   it is about; empty for a first revision
/// @param author pseudonym of who wrote the revision, commented or proposed
/// @param approver pseudonym of who decided on it; else empty
/// @param role by which the person who acted may do this; empty for the first person of all
/// @param authentication how they had proved who they are, and `authenticated` when
/// @param deputyFor pseudonym of the person in whose place `approver` decided; empty for nobody
/// @param mandate leaf hash in hex of the entry of the delegation by which they did; else empty
/// @param batch a ULID that the acts of one import share; else empty
/// @param withheld digest by field
public record Act(
    String act,
    String register,
    String record,
    int revision,
    String base,
    Change change,
    String author,
    String approver,
    String role,
    String authentication,
    String authenticated,
    String deputyFor,
    String mandate,
    String batch,
    Map<String, String> withheld) {
  public static final String KIND = "aims";

  public Act {
    withheld = Map.copyOf(withheld);
  }

  /// What an entry says; empty where it is no `aims` entry, or one that a later version wrote.
  public static Optional<Act> of(Entry entry) {
    if (!entry.kind().equals(KIND)) return Optional.empty();
    var body = entry.body();
    return Change.of(text(body, "change"))
        .map(change ->
            new Act(
                text(body, "act"),
                text(body, "register"),
                text(body, "record"),
                Math.toIntExact(body.number("revision").orElse(0L)),
                text(body, "base"),
                change,
                text(body, "author"),
                text(body, "approver"),
                text(body, "role"),
                text(body, "authentication"),
                text(body, "authenticated"),
                text(body, "for"),
                text(body, "mandate"),
                text(body, "batch"),
                digests(body)));
  }

  /// The members of its entry.
  public Json.Obj body() {
    return Json.object()
        .put("act", act)
        .put("register", register)
        .put("record", record)
        .put("revision", revision)
        .put("base", base)
        .put("change", change.word())
        .put("author", author)
        .put("approver", approver)
        .put("role", role)
        .put("authentication", authentication)
        .put("authenticated", authenticated)
        .put("for", deputyFor)
        .put("mandate", mandate)
        .put("batch", batch)
        .put(
            "withheld",
            new Json.Arr(
                withheld.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .<Json>map(one ->
                        Json.object()
                            .put("digest", one.getValue())
                            .put("field", one.getKey())
                            .build())
                    .toList()))
        .build();
  }

  private static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }

  private static Map<String, String> digests(Json.Obj body) {
    var digests = new LinkedHashMap<String, String>();
    for (Json item : body.items("withheld")) {
      if (item instanceof Json.Obj one) digests.put(text(one, "field"), text(one, "digest"));
    }
    return digests;
  }
}
