package probity.ledger.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// What author and approver of a bundle sign: which bundle, when, in place of which.
///
/// @param log origin of the `records` that it is for: it holds in no other ledger
/// @param digest of the bundle's blob, SHA-256 in hex
/// @param inForce from when it is wanted
/// @param replaces digest of the bundle that must be in force when it arrives; empty for the first
/// @param change id of a change record, or empty
/// @param reassessment whether the impact is assessed anew: `yes`, `no`, or empty where nobody said
public record BundleStatement(
    String log,
    String name,
    String version,
    String digest,
    Kind kind,
    String inForce,
    String replaces,
    String change,
    String reassessment) {
  public static final String HEAD = "probity/bundle/v1";
  private static final List<String> NAMES =
      List.of("log", "bundle", "digest", "kind", "in-force", "replaces", "change", "reassessment");

  /// How a bundle comes into force.
  public enum Kind {
    /// Two people signed.
    NORMAL,
    /// One person signed: for 72 hours at most, unless the other half arrives.
    EMERGENCY,
    /// Two people signed, and the bundle was in force before.
    ROLLBACK,
    /// Nobody signed: only while `records` knows no person. There is no statement of it.
    UNSIGNED;

    /// The word on statements and entries.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String word) {
      for (Kind kind : values()) if (kind.word().equals(word)) return Optional.of(kind);
      return Optional.empty();
    }
  }

  /// Reads the text of a note.
  public static Checked<BundleStatement> parse(String text) {
    return Lines.read(HEAD, NAMES, text).then(BundleStatement::of);
  }

  private static Checked<BundleStatement> of(Map<String, String> values) {
    String[] bundle = values.getOrDefault("bundle", "").split(" ", -1);
    var kind = Kind.of(values.getOrDefault("kind", "")).filter(one -> one != Kind.UNSIGNED);
    if (bundle.length != 2 || !Forms.isId(bundle[0]) || !Forms.isWord(bundle[1])) {
      return Lines.malformed("a line `bundle <name> <version>` was expected");
    }
    if (kind.isEmpty()) {
      return Lines.malformed("`kind` is not `normal`, `emergency` or `rollback`");
    }
    String wrong =
        Lines.wrong(
            values,
            Map.of(
                "log", Forms::isLog,
                "digest", Forms::isHex,
                "in-force", UtcTime::isValid,
                "replaces", Forms::isHexOrNone,
                "change", Forms::isWordOrNone,
                "reassessment", word -> List.of("yes", "no", "-").contains(word)));
    if (!wrong.isEmpty()) return Lines.malformed("`" + wrong + "` has another form");
    return Checked.valid(
        new BundleStatement(
            values.getOrDefault("log", ""),
            bundle[0],
            bundle[1],
            values.getOrDefault("digest", ""),
            kind.get(),
            values.getOrDefault("in-force", ""),
            Lines.noneAsEmpty(values.getOrDefault("replaces", "")),
            Lines.noneAsEmpty(values.getOrDefault("change", "")),
            Lines.noneAsEmpty(values.getOrDefault("reassessment", ""))));
  }

  /// What was signed for a `bundle` entry, made again from its members.
  ///
  /// @param replaced digest of the bundle whose entry `replaces` names; empty where it names none
  /// @return empty for an entry that nobody signed, or whose members are not those of a statement
  public static Optional<BundleStatement> of(String log, Json.Obj body, String replaced) {
    var kind = Kind.of(body.text("mode").orElse("")).filter(one -> one != Kind.UNSIGNED);
    if (kind.isEmpty()) return Optional.empty();
    var made =
        new BundleStatement(
            log,
            body.text("name").orElse(""),
            body.text("version").orElse(""),
            body.text("digest").orElse(""),
            kind.get(),
            body.text("in_force").orElse(""),
            replaced,
            body.text("change").orElse(""),
            body.text("reassessment").orElse(""));
    return parse(made.text()) instanceof Checked.Valid<BundleStatement>(var same)
            && same.equals(made)
        ? Optional.of(made)
        : Optional.empty();
  }

  /// The text that is signed.
  public String text() {
    var values = new LinkedHashMap<String, String>();
    values.put("log", log);
    values.put("bundle", name + " " + version);
    values.put("digest", digest);
    values.put("kind", kind.word());
    values.put("in-force", inForce);
    values.put("replaces", Lines.orNone(replaces));
    values.put("change", Lines.orNone(change));
    values.put("reassessment", Lines.orNone(reassessment));
    return Lines.write(HEAD, values);
  }
}
