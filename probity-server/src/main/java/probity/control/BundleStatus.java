package probity.control;

import java.util.ArrayList;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.policy.life.Shadows;
import probity.policy.life.Stage;
import probity.policy.life.Timeline;

/// What the control API says of bundles: ids, digests, times.
final class BundleStatus {
  private static final int REFUSED_MAX = 8;

  private BundleStatus() {}

  /// What is in force since when, what is scheduled, and the last that had no effect.
  static Json.Obj of(String origin, Timeline line, Shadows shadows, long now) {
    var refused = new ArrayList<Json>();
    line.ineffective(now).reversed().stream()
        .filter(one -> one.entry().kind().equals("bundle"))
        .limit(REFUSED_MAX)
        .forEach(one -> refused.add(describe(one)));
    return Json.object()
        .put("log", origin)
        .put("time", UtcTime.text(now))
        .put(
            "in_force",
            line.at(now).map(stage -> describe(line, stage)).orElse(Json.object().build()))
        .put("why", line.newest(now).map(Timeline.Change::why).orElse(""))
        .put(
            "scheduled",
            new Json.Arr(
                line.scheduled(now).stream()
                    .distinct()
                    .<Json>map(stage -> describe(line, stage))
                    .toList()))
        .put("refused", new Json.Arr(refused))
        .put(
            "shadows",
            new Json.Arr(
                shadows.on().stream()
                    .<Json>map(one ->
                        Json.object()
                            .put("name", one.ref().name())
                            .put("version", one.ref().version())
                            .put("digest", one.ref().digest().hex())
                            .put("leaf", one.ref().leaf().hex())
                            .put("since", one.since())
                            .build())
                    .toList()))
        .build();
  }

  private static Json.Obj describe(Timeline line, Stage stage) {
    return Json.object()
        .put("name", stage.ref().name())
        .put("version", stage.ref().version())
        .put("digest", stage.ref().digest().hex())
        .put("leaf", stage.leaf().hex())
        .put("kind", stage.kind().word())
        .put("since", UtcTime.text(stage.startMillis()))
        .put("until", line.isWhole(stage) ? "" : UtcTime.text(stage.untilMillis()))
        .build();
  }

  private static Json.Obj describe(Timeline.Ineffective one) {
    var body = one.entry().body();
    return Json.object()
        .put("name", body.text("name").orElse(""))
        .put("version", body.text("version").orElse(""))
        .put("digest", body.text("digest").orElse(""))
        .put("leaf", one.entry().leaf().hex())
        .put("kind", body.text("mode").orElse(""))
        .put("since", one.entry().time())
        .put("sentence", one.objections().getFirst().sentence())
        .build();
  }
}
