package probity.console.traffic;

import java.util.List;

/// What waits for reviewers now, the oldest first.
///
/// @param omitted items that are not listed here
/// @param unlisted records for which the lists had no room since the gateway started
public record Waiting(List<Item> items, long omitted, long unlisted) {
  public Waiting {
    items = List.copyOf(items);
  }

  /// Where it comes from; calls come from many threads.
  @FunctionalInterface
  public interface Desk {
    Waiting now();
  }

  /// @param role whose people decide
  /// @param held whether a caller waits for it; else it is looked at afterwards
  /// @param state `waiting`, `granted`, `denied`, `taken` or `looked`
  /// @param until when a grant ends; empty where there is none
  public record Item(
      String exchange,
      String queue,
      String role,
      String caller,
      String route,
      String rule,
      boolean held,
      String state,
      String since,
      String deadline,
      String until) {}
}
