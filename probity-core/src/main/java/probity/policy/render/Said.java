package probity.policy.render;

import java.util.List;

/// A condition in words. Nested lists stand for brackets, so that nobody has to guess what an “and”
/// or an “or” binds.
sealed interface Said {
  record Statement(Words words) implements Said {}

  /// All of these hold; at least two.
  record All(List<Said> parts) implements Said {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /// At least one of these holds; at least two are there.
  record Any(List<Said> parts) implements Said {
    public Any {
      parts = List.copyOf(parts);
    }
  }
}
