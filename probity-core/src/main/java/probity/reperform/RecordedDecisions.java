package probity.reperform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.ledger.Json;

/// Finds the decisions that an entry states: docs/formats/ledger.md section 3.
final class RecordedDecisions {
  private static final List<String> MEMBERS =
      List.of("obligations", "reason", "rule", "rules", "verdict");
  private static final Json.Obj NONE = Json.object().build();

  private RecordedDecisions() {}

  static List<RecordedDecision> of(String kind, Json.Obj body) {
    return switch (kind) {
      case "intent", "step" -> one(body);
      case "outcome" -> onAnswer(body);
      default -> List.of();
    };
  }

  private static List<RecordedDecision> one(Json.Obj body) {
    var found = new ArrayList<RecordedDecision>();
    Json.Obj facts = facts(body);
    found.add(new RecordedDecision("", digest(body), facts, Optional.of(stated(body))));
    var shadows = Json.objects(body.items("shadow"));
    for (int i = 0; i < shadows.size(); i++) {
      Json.Obj shadow = shadows.get(i);
      // One that could not be asked decided nothing.
      if (shadow.text("verdict").equals(Optional.of("failed"))) continue;
      found.add(
          new RecordedDecision(
              "shadow " + i, shadow.text("digest").orElse(""), facts, Optional.of(stated(shadow))));
    }
    return List.copyOf(found);
  }

  /// Those that altered the answer, and the last of all where it is not among them.
  private static List<RecordedDecision> onAnswer(Json.Obj body) {
    Json.Obj last = facts(body);
    if (last.members().isEmpty()) return List.of();
    var found = new ArrayList<RecordedDecision>();
    var altering = Json.objects(body.items("decisions"));
    for (int i = 0; i < altering.size(); i++) {
      Json.Obj one = altering.get(i);
      found.add(
          new RecordedDecision(
              "decisions " + i,
              digest(body),
              with(last, one.object("labels").orElse(NONE)),
              Optional.of(stated(one))));
    }
    if (found.isEmpty() || !found.getLast().facts().equals(last)) {
      found.add(new RecordedDecision("", digest(body), last, Optional.empty()));
    }
    return List.copyOf(found);
  }

  static Json.Obj facts(Json.Obj body) {
    return body.object("facts").orElse(NONE);
  }

  private static String digest(Json.Obj body) {
    return body.object("bundle").flatMap(bundle -> bundle.text("digest")).orElse("");
  }

  private static Json.Obj with(Json.Obj facts, Json.Obj labels) {
    var changed = Json.object();
    for (Json.Member member : facts.members()) {
      if (!member.name().equals("labels")) changed.put(member.name(), member.value());
    }
    return changed.put("labels", labels).build();
  }

  private static Json.Obj stated(Json.Obj body) {
    var stated = Json.object();
    for (String name : MEMBERS) body.get(name).ifPresent(value -> stated.put(name, value));
    return stated.build();
  }
}
