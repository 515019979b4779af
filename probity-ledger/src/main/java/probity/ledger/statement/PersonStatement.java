package probity.ledger.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.KeyType;
import probity.ledger.UtcTime;
import probity.ledger.VerifierKey;

/// What an approver signs so that another person is enrolled, changed or revoked.
///
/// @param key the person's verifier key, whose name is the person's
/// @param roles what the person may do, sorted, each once
/// @param competence where the record of the person's competence is, or empty
/// @param from when it was signed, from which time it holds
/// @param until the first moment at which it no longer holds, or empty
/// @param replaces leaf hash of the person's newest `key` entry, so that it can be used once; empty
///   for a person who has none
public record PersonStatement(
    String log,
    String name,
    String key,
    List<String> roles,
    String competence,
    String from,
    String until,
    boolean active,
    String replaces) {
  public static final String HEAD = "probity/person/v1";
  private static final int ROLES_MAX = 16;
  private static final List<String> NAMES =
      List.of("log", "person", "key", "roles", "competence", "from", "until", "status", "replaces");

  public PersonStatement {
    roles = List.copyOf(roles);
  }

  /// Whether `text` can be the name of a person, and so of a person's key.
  public static boolean isName(String text) {
    return Forms.isName(text);
  }

  /// Reads the text of a note.
  public static Checked<PersonStatement> parse(String text) {
    return Lines.read(HEAD, NAMES, text).then(PersonStatement::of);
  }

  private static Checked<PersonStatement> of(Map<String, String> values) {
    String list = values.getOrDefault("roles", "");
    var roles = list.equals("-") ? List.<String>of() : List.of(list.split(",", -1));
    boolean sorted = roles.equals(roles.stream().distinct().sorted().toList());
    if (!sorted || roles.size() > ROLES_MAX || !roles.stream().allMatch(Forms::isId)) {
      return Lines.malformed(
          "`roles` is not a sorted list of at most " + ROLES_MAX + " roles, each once");
    }
    String wrong =
        Lines.wrong(
            values,
            Map.of(
                "log", Forms::isLog,
                "person", Forms::isName,
                "competence", Forms::isWordOrNone,
                "from", UtcTime::isValid,
                "until", Forms::isTimeOrNone,
                "status", word -> List.of("active", "revoked").contains(word),
                "replaces", Forms::isHexOrNone));
    if (!wrong.isEmpty()) return Lines.malformed("`" + wrong + "` has another form");
    String name = values.getOrDefault("person", "");
    return key(name, values.getOrDefault("key", ""))
        .then(key ->
            Checked.valid(
                new PersonStatement(
                    values.getOrDefault("log", ""),
                    name,
                    key.toString(),
                    roles,
                    Lines.noneAsEmpty(values.getOrDefault("competence", "")),
                    values.getOrDefault("from", ""),
                    Lines.noneAsEmpty(values.getOrDefault("until", "")),
                    values.getOrDefault("status", "").equals("active"),
                    Lines.noneAsEmpty(values.getOrDefault("replaces", "")))));
  }

  /// A person's key: a plain Ed25519 one, named as the person is.
  public static Checked<VerifierKey> key(String name, String vkey) {
    return VerifierKey.parse(vkey)
        .then(key -> {
          if (key.type() != KeyType.ED25519) {
            return Lines.malformed("the key of `" + name + "` is not a plain Ed25519 key");
          }
          return key.name().equals(name)
              ? Checked.valid(key)
              : Lines.malformed(
                  "the key is named `" + key.name() + "`, and the person is `" + name + "`");
        });
  }

  /// What was signed for a `key` entry of role `person`, made again from its members; empty where
  /// they are not those of a statement.
  public static Optional<PersonStatement> of(String log, Json.Obj body) {
    var made =
        new PersonStatement(
            log,
            body.text("name").orElse(""),
            body.text("key").orElse(""),
            body.items("roles").stream()
                .flatMap(item -> item instanceof Json.Str(var role) ? Stream.of(role) : Stream.of())
                .toList(),
            body.text("competence").orElse(""),
            body.text("from").orElse(""),
            body.text("until").orElse(""),
            body.text("status").orElse("").equals("active"),
            body.text("replaces").orElse(""));
    return parse(made.text()) instanceof Checked.Valid<PersonStatement>(var same)
            && same.equals(made)
        ? Optional.of(made)
        : Optional.empty();
  }

  /// The members of the `key` entry, but for `approvals`.
  public Json.Builder members() {
    return Json.object()
        .put("role", "person")
        .put("name", name)
        .put("key", key)
        .put("roles", roles)
        .put("groups", List.of())
        .put("competence", competence)
        .put("from", from)
        .put("until", until)
        .put("status", active ? "active" : "revoked")
        .put("replaces", replaces);
  }

  /// The text that is signed.
  public String text() {
    var values = new LinkedHashMap<String, String>();
    values.put("log", log);
    values.put("person", name);
    values.put("key", key);
    values.put("roles", Lines.orNone(String.join(",", roles)));
    values.put("competence", Lines.orNone(competence));
    values.put("from", from);
    values.put("until", Lines.orNone(until));
    values.put("status", active ? "active" : "revoked");
    values.put("replaces", Lines.orNone(replaces));
    return Lines.write(HEAD, values);
  }
}
