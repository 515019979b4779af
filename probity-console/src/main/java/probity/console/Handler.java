package probity.console;

/// Answers visits of one route. It runs on a virtual thread of its own and may block.
@FunctionalInterface
public interface Handler {
  Page on(Visit visit);
}
