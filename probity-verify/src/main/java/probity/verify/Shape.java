package probity.verify;

import static probity.verify.Shape.Form.ACT;
import static probity.verify.Shape.Form.ACT_OR_NONE;
import static probity.verify.Shape.Form.ANY;
import static probity.verify.Shape.Form.CLAIM;
import static probity.verify.Shape.Form.CLAIM_OR_NONE;
import static probity.verify.Shape.Form.COUNT;
import static probity.verify.Shape.Form.HASH;
import static probity.verify.Shape.Form.HASH_OR_NONE;
import static probity.verify.Shape.Form.KEY_ID;
import static probity.verify.Shape.Form.LIST;
import static probity.verify.Shape.Form.OBJECT;
import static probity.verify.Shape.Form.PSEUDONYM;
import static probity.verify.Shape.Form.RECORD;
import static probity.verify.Shape.Form.TEXT;
import static probity.verify.Shape.Form.TIME_OR_NONE;
import static probity.verify.Shape.Form.ULID;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;

/// Which members each kind of entry has, and of what form (`docs/formats/ledger.md` section 3).
///
/// Members and kinds beyond these are allowed: later versions add, they do not change.
final class Shape {
  enum Form {
    TEXT,
    COUNT,
    LIST,
    OBJECT,
    HASH,
    HASH_OR_NONE,
    TIME_OR_NONE,
    ULID,
    ACT,
    ACT_OR_NONE,
    RECORD,
    KEY_ID,
    PSEUDONYM,
    CLAIM,
    CLAIM_OR_NONE,
    ANY
  }

  private static final Pattern RECORD_ID = Pattern.compile("[a-z]+-[0-9]{1,9}");

  /// @param required whether every entry of the kind has it; others came later, and are only looked
  ///   at where they are
  private record Member(Form form, boolean required) {}

  private static final Map<String, Map<String, Member>> KINDS = new LinkedHashMap<>();

  static {
    var exchange =
        members()
            .and(ULID, "exchange")
            .and(TEXT, "purpose", "caller", "system", "use", "assessment", "risk_class", "route")
            .and(LIST, "roles")
            .and(PSEUDONYM, "subject", "conversation", "case", "trace")
            .and(OBJECT, "bundle", "engine");
    var decision =
        members()
            .and(LIST, "findings", "obligations", "withheld")
            .and(COUNT, "findings_omitted")
            .and(OBJECT, "facts", "rules")
            .and(TEXT, "verdict", "rule", "reason");
    KINDS.put(
        "genesis",
        members()
            .and(TEXT, "class", "period", "hash")
            .and(HASH, "policy")
            .and(CLAIM_OR_NONE, "previous", "records")
            .and(ANY, "product")
            .forms);
    KINDS.put(
        "key",
        members()
            .and(TEXT, "role", "name", "key", "status")
            .and(LIST, "roles", "groups", "approvals")
            .and(TIME_OR_NONE, "from", "until")
            .and(HASH_OR_NONE, "replaces")
            .forms);
    KINDS.put(
        "policy",
        members()
            .and(HASH, "policy", "before")
            .and(HASH_OR_NONE, "handover")
            .and(COUNT, "policy_bytes", "before_bytes", "handover_bytes")
            .forms);
    KINDS.put("close", members().and(CLAIM, "records").and(COUNT, "open").forms);
    KINDS.put(
        "anchor",
        members()
            .and(CLAIM, "checkpoint")
            .and(HASH, "note", "timestamp")
            .and(COUNT, "note_bytes", "timestamp_bytes")
            .and(TEXT, "tsa")
            .forms);
    KINDS.put(
        "bundle",
        members()
            .and(TEXT, "name", "change", "reassessment")
            .and(ANY, "version")
            .and(HASH, "digest")
            .and(COUNT, "bytes")
            .and(TIME_OR_NONE, "in_force")
            .and(HASH_OR_NONE, "replaces")
            .and(LIST, "approvals")
            .forms);
    KINDS.put("approval", members().and(HASH, "bundle").and(LIST, "approvals").forms);
    KINDS.put(
        "grant",
        members()
            .and(ULID, "review")
            .and(HASH, "intent")
            .and(HASH_OR_NONE, "request")
            .and(TEXT, "queue", "role", "verdict", "finding", "person", "competence")
            .and(TIME_OR_NONE, "until")
            .and(LIST, "approvals", "withheld")
            .forms);
    KINDS.put(
        "access",
        members()
            .and(TEXT, "person", "purpose")
            .and(ULID, "exchange")
            .and(HASH, "intent")
            .and(LIST, "read")
            .forms);
    KINDS.put(
        "aims",
        members()
            .and(ACT, "act")
            .and(ACT_OR_NONE, "batch")
            .and(RECORD, "record")
            .and(COUNT, "revision")
            .and(TEXT, "register", "change", "role", "authentication")
            .and(PSEUDONYM, "author", "approver")
            .and(HASH_OR_NONE, "base")
            .and(TIME_OR_NONE, "authenticated")
            .and(LIST, "withheld")
            .later(PSEUDONYM, "for")
            .later(HASH_OR_NONE, "mandate")
            .forms);
    KINDS.put(
        "erasure",
        members()
            .and(ACT, "act")
            .and(KEY_ID, "key")
            .and(TEXT, "what")
            .and(PSEUDONYM, "requested", "approved")
            .and(TIME_OR_NONE, "requested_at")
            .and(LIST, "withheld")
            .forms);
    KINDS.put(
        "intent",
        members()
            .with(exchange)
            .with(decision)
            .and(TEXT, "provider", "model", "region")
            .and(LIST, "declared_tools", "notices")
            .and(COUNT, "declared_tools_omitted")
            .and(OBJECT, "coverage")
            .and(ANY, "sources", "shadow", "retention")
            .later(COUNT, "sources_omitted")
            .later(HASH_OR_NONE, "source_index")
            .forms);
    KINDS.put(
        "step",
        members()
            .with(exchange)
            .with(decision)
            .and(HASH, "intent")
            .and(COUNT, "number")
            .and(TEXT, "step", "tool")
            .forms);
    KINDS.put(
        "outcome",
        members()
            .with(exchange)
            .and(HASH, "intent")
            .and(TEXT, "ending", "detail")
            .and(COUNT, "status", "upstream_status", "attempts", "findings_omitted")
            .and(COUNT, "tools_asked", "tools_allowed", "tools_refused")
            .and(TIME_OR_NONE, "received", "decided_at", "first_byte", "completed")
            .and(OBJECT, "usage", "coverage", "facts")
            .and(LIST, "findings", "alterations", "decisions", "withheld")
            .forms);
    KINDS.put(
        "heartbeat",
        members().and(OBJECT, "counts").and(COUNT, "open").and(CLAIM, "records").forms);
    KINDS.put(
        "gap",
        members()
            .and(TIME_OR_NONE, "from", "until")
            .and(TEXT, "reason")
            .and(COUNT, "refused")
            .forms);
    KINDS.put(
        "turned-away",
        members()
            .and(TIME_OR_NONE, "from", "until")
            .and(COUNT, "count")
            .and(OBJECT, "reasons")
            .forms);
    KINDS.put(
        "canary",
        members()
            .and(TEXT, "canary", "requirement", "exchange", "result", "reason", "trigger")
            .and(LIST, "controls")
            .and(OBJECT, "bundle", "expected")
            .and(COUNT, "every")
            .and(HASH_OR_NONE, "intent")
            .forms);
  }

  private final Map<String, Member> forms = new TreeMap<>();

  private Shape() {}

  private static Shape members() {
    return new Shape();
  }

  private Shape and(Form form, String... names) {
    for (String name : names) forms.put(name, new Member(form, true));
    return this;
  }

  private Shape later(Form form, String... names) {
    for (String name : names) forms.put(name, new Member(form, false));
    return this;
  }

  private Shape with(Shape other) {
    forms.putAll(other.forms);
    return this;
  }

  /// The first member that is absent or of another form, in words; empty where all is well.
  static Optional<String> complaint(String kind, Json.Obj body) {
    // Both are sorted by name: one walk over the body finds all.
    var members = body.members();
    int at = 0;
    for (var member : KINDS.getOrDefault(kind, Map.of()).entrySet()) {
      while (at < members.size() && members.get(at).name().compareTo(member.getKey()) < 0) at++;
      if (at == members.size() || !members.get(at).name().equals(member.getKey())) {
        if (!member.getValue().required) continue;
        return Optional.of("`" + kind + "` entry without `" + member.getKey() + "`");
      }
      if (!has(members.get(at).value(), member.getValue().form)) {
        return Optional.of(
            "`" + member.getKey() + "` of `" + kind + "` entry is no " + member.getValue().form);
      }
    }
    return Optional.empty();
  }

  private static boolean has(Json value, Form form) {
    return switch (form) {
      case TEXT -> value instanceof Json.Str;
      case COUNT -> value instanceof Json.Num(var number) && number >= 0;
      case LIST -> value instanceof Json.Arr;
      case OBJECT -> value instanceof Json.Obj;
      case HASH -> value instanceof Json.Str(var text) && isHex(text, 64);
      case HASH_OR_NONE -> isNoneOr(text -> isHex(text, 64), value);
      case TIME_OR_NONE -> isNoneOr(UtcTime::isValid, value);
      case ULID -> value instanceof Json.Str(var text) && Ulid.isUpperCase(text);
      case ACT -> value instanceof Json.Str(var text) && Ulid.isLowerCase(text);
      case ACT_OR_NONE -> isNoneOr(Ulid::isLowerCase, value);
      case RECORD -> value instanceof Json.Str(var text) && RECORD_ID.matcher(text).matches();
      case KEY_ID -> value instanceof Json.Str(var text) && isHex(text, 32);
      case PSEUDONYM -> isNoneOr(text -> isHex(text, 32), value);
      case CLAIM -> value instanceof Json.Obj object && Claim.read(object).isPresent();
      case CLAIM_OR_NONE ->
          value instanceof Json.Obj object
              && (object.members().isEmpty() || Claim.read(object).isPresent());
      case ANY -> true;
    };
  }

  private static boolean isNoneOr(Predicate<String> form, Json value) {
    return value instanceof Json.Str(var text) && (text.isEmpty() || form.test(text));
  }

  private static boolean isHex(String text, int length) {
    if (text.length() != length) return false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
    }
    return true;
  }
}
