package probity.policy.render;

import java.util.List;

/// A section with its parts.
///
/// @param anchor where links to it lead; unique in a document, of letters, digits, `.`, `_` and `-`
public record Section(String anchor, String title, List<Block> blocks, List<Section> parts) {
  public Section {
    blocks = List.copyOf(blocks);
    parts = List.copyOf(parts);
  }

  static Section of(String anchor, String title, Block... blocks) {
    return new Section(anchor, title, List.of(blocks), List.of());
  }
}
