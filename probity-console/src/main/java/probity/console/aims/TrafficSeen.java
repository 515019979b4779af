package probity.console.aims;

import probity.aims.steer.Traffic;

/// What passed the gateway, as its records say. Calls block on the disk and may come from any
/// thread.
@FunctionalInterface
public interface TrafficSeen {
  /// As of now, or a moment ago.
  Answer ask();

  sealed interface Answer {
    record Seen(Traffic traffic) implements Answer {}

    /// @param sentence why records cannot be read, and what to do
    record Unreadable(String sentence) implements Answer {}
  }
}
