package probity.policy.life;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.evidence.BundleRef;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.statement.ShadowStatement;

/// Which bundles are asked beside the one in force, as the `bundle` entries of stage `shadow` say.
/// What they come to is recorded and decides nothing. Immutable.
public final class Shadows {
  /// So many are asked at once.
  public static final int ON_MAX = 2;

  private final String log;
  private final People people;
  private final Map<String, Shadow> on = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();

  /// @param since when it was put on, as its entry says
  public record Shadow(BundleRef ref, String since) {}

  private Shadows(String log, People people) {
    this.log = log;
    this.people = people;
  }

  /// Reads the entries of `records`, whose origin is `log`, in their order; what is not signed as
  /// it must be has no effect.
  public static Shadows of(String log, List<Entry> entries, People people) {
    var shadows = new Shadows(log, people);
    entries.stream()
        .filter(entry -> entry.kind().equals("bundle"))
        .filter(entry -> entry.body().text("stage").equals(Optional.of("shadow")))
        .forEach(shadows::follow);
    return shadows;
  }

  /// Those that are on, the oldest first.
  public List<Shadow> on() {
    return List.copyOf(on.values());
  }

  private void follow(Entry entry) {
    var statement = statement(entry.body());
    if (statement.isEmpty()) return;
    var note = Signatures.note(statement.get().text(), entry.body().items("approvals"));
    long at = Times.millis(entry.time());
    if (note.isEmpty() || !objections(statement.get(), note.get(), at).isEmpty()) return;
    seen.add(statement.get().text());
    String digest = statement.get().digest();
    if (!statement.get().on()) {
      on.remove(digest);
    } else if (Hash.parseHex(digest) instanceof Checked.Valid<Hash>(var hash)) {
      var ref =
          new BundleRef(statement.get().name(), statement.get().version(), hash, entry.leaf());
      on.put(digest, new Shadow(ref, entry.time()));
    }
  }

  /// The statement by which an entry was written, made again from its members.
  private Optional<ShadowStatement> statement(Json.Obj body) {
    String until = body.text("until").orElse("");
    var made =
        new ShadowStatement(
            log,
            body.text("name").orElse(""),
            body.text("version").orElse(""),
            body.text("digest").orElse(""),
            until.isEmpty(),
            body.text("in_force").orElse(""));
    return ShadowStatement.parse(made.text()) instanceof Checked.Valid<ShadowStatement>
        ? Optional.of(made)
        : Optional.empty();
  }

  /// What speaks against a statement that arrives at `millis`; empty where it is fit.
  public List<Objection> objections(ShadowStatement statement, Note note, long millis) {
    var objections = new ArrayList<Objection>();
    if (!statement.log().equals(log)) {
      objections.add(new Objection("log", "it is for the ledger `" + statement.log() + "`"));
    }
    long off = Math.abs(Times.millis(statement.time()) - millis);
    if (off > Times.CLOCKS_MAX.toMillis()) {
      objections.add(
          new Objection(
              "time", "it was signed at " + statement.time() + ", not within ten minutes"));
    }
    if (seen.contains(statement.text())) {
      objections.add(new Objection("stale", "the same statement was taken before"));
    }
    boolean isOn = on.containsKey(statement.digest());
    if (statement.on() && isOn) {
      objections.add(new Objection("on", "the bundle is a shadow already"));
    } else if (!statement.on() && !isOn) {
      objections.add(new Objection("off", "the bundle is no shadow"));
    } else if (statement.on() && on.size() >= ON_MAX) {
      objections.add(
          new Objection("many", "there are " + ON_MAX + " shadows already; end one first"));
    }
    objections.addAll(Signatures.of(note, people, millis).byOne());
    return objections;
  }

  /// The body of the entry by which a statement is taken.
  ///
  /// @param lines the good signature lines under it
  /// @param bytes of the bundle's blob
  public static Json.Obj body(ShadowStatement statement, List<String> lines, int bytes) {
    return Json.object()
        .put("name", statement.name())
        .put("version", statement.version())
        .put("digest", statement.digest())
        .put("bytes", bytes)
        .put("stage", "shadow")
        .put("in_force", statement.time())
        .put("until", statement.on() ? "" : statement.time())
        .put("mode", "normal")
        .put("replaces", "")
        .put("approvals", lines)
        .put("change", "")
        .put("reassessment", "")
        .put("widens", false)
        .build();
  }
}
