package probity.reperform;

import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import probity.evidence.Decisions;
import probity.evidence.Engine;
import probity.exchange.Bytes;
import probity.exchange.Facts;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.reperform.RecordedBundles.Found;

/// Decides again, by the recorded bundle on the recorded facts, what entries say was decided, and
/// compares: docs/reperform.md.
///
/// Pure but for the bundles that it remembers; for any number of threads.
public final class Reperformance {
  private final Engine engine;
  private final RecordedBundles bundles = new RecordedBundles();

  /// What came of one decision.
  private sealed interface Came {
    record Same() implements Came {}

    record Otherwise(String difference) implements Came {}

    record Impossible(String why) implements Came {}
  }

  /// @param engine the programs that decide here, as this product names them on entries
  public Reperformance(Engine engine) {
    this.engine = engine;
  }

  /// @param blobs the content of a blob by its SHA-256 in hex, which it must have
  public Reperformed perform(Entry entry, Function<String, Optional<Bytes>> blobs) {
    Json.Obj body = entry.body();
    SortedMap<String, Long> apart = new TreeMap<>(WithoutFacts.in(entry.kind(), body));
    var differences = new ArrayList<String>();
    var impossible = new ArrayList<String>();
    if (WithoutFacts.isMissing(entry.kind(), body)) {
      impossible.add("an answer was delivered, and no decision on it is recorded");
    }
    int performed = 0;
    for (RecordedDecision recorded : RecordedDecision.of(entry.kind(), body)) {
      String head = recorded.where().isEmpty() ? "" : recorded.where() + ": ";
      switch (perform(recorded, entry.kind(), body, blobs)) {
        case Came.Impossible(var why) -> impossible.add(head + why);
        case Came.Otherwise(var difference) -> {
          performed++;
          differences.add(head + difference);
        }
        case Came.Same() -> performed++;
      }
    }
    if (performed > 0) otherEngine(body).ifPresent(text -> apart.put(text, 1L));
    return new Reperformed(performed, differences, impossible, apart);
  }

  private Came perform(
      RecordedDecision recorded,
      String kind,
      Json.Obj body,
      Function<String, Optional<Bytes>> blobs) {
    Optional<String> unknown = FactsOnEntry.unknown(recorded.facts());
    if (unknown.isPresent()) {
      return new Came.Impossible("this program knows no fact `" + unknown.get() + "`");
    }
    Optional<Facts> facts = recorded.decidable();
    if (facts.isEmpty()) return new Came.Otherwise("`facts` are not those of a decision");
    Optional<String> objection = FactsOnEntry.objection(kind, body, facts.get());
    if (objection.isPresent()) return new Came.Otherwise(objection.get());
    return switch (bundles.find(recorded.bundle(), blobs)) {
      case Found.Missing(var why) -> new Came.Impossible(why);
      case Found.There(var bundle) -> {
        Json.Obj again = Decisions.json(bundle.decide(facts.get()));
        var difference =
            recorded
                .stated()
                .map(stated -> Difference.between(stated, again))
                .orElseGet(() -> Unstated.objection(again, facts.get(), body));
        yield difference.<Came>map(Came.Otherwise::new).orElseGet(Came.Same::new);
      }
    };
  }

  /// Said of entries by another release or another CEL: a difference may be theirs.
  private Optional<String> otherEngine(Json.Obj body) {
    var theirs = body.object("engine").orElseGet(() -> Json.object().build());
    String product = theirs.text("product").orElse("");
    String cel = theirs.text("cel").orElse("");
    if (product.equals(engine.product()) && cel.equals(engine.cel())) return Optional.empty();
    return Optional.of(
        "entries decided by `"
            + product
            + "` with `"
            + cel
            + "`, and again by `"
            + engine.product()
            + "` with `"
            + engine.cel()
            + "`");
  }
}
