package probity.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import probity.classify.StreamInspection;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;

/// Runs streams through their inspection, and tells what came out.
public final class Inspected {
  private Inspected() {}

  /// All effects, with each tool call allowed as soon as it is asked for.
  public static List<Effect> run(StreamInspection inspection, String... parts) {
    var effects = new ArrayList<Effect>();
    Deque<Effect> todo = new ArrayDeque<>();
    for (String part : parts) {
      todo.addAll(inspection.feed(Bytes.utf8(part)));
      while (!todo.isEmpty()) {
        Effect effect = todo.poll();
        effects.add(effect);
        if (effect instanceof Effect.ToolCalled called) {
          todo.addAll(inspection.allowed(called.number()));
        }
      }
    }
    return effects;
  }

  /// What the client gets.
  public static String released(List<Effect> effects) {
    var out = new StringBuilder();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Release(Bytes bytes) -> out.append(bytes.utf8());
        case Effect.Finish(Bytes bytes) -> out.append(bytes.utf8());
        case Effect.Failed(Bytes bytes) -> out.append(bytes.utf8());
        default -> {}
      }
    }
    return out.toString();
  }
}
