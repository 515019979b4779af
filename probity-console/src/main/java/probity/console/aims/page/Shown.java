package probity.console.aims.page;

import java.util.List;

/// A field as a page shows it.
///
/// @param parts the values, each on its own; none where the field has no value
/// @param note why a value cannot be shown; empty where there is nothing to say
/// @param paragraphs whether the parts are paragraphs of one text
public record Shown(String id, String label, List<Part> parts, String note, boolean paragraphs) {
  public Shown {
    parts = List.copyOf(parts);
  }

  /// @param href where it leads; empty for nowhere
  public record Part(String text, String href) {}

  /// The same, with each part as a link.
  Shown leadingTo(String href) {
    return new Shown(
        id,
        label,
        parts.stream().map(part -> new Part(part.text(), href)).toList(),
        note,
        paragraphs);
  }

  public boolean blank() {
    return parts.isEmpty() && note.isEmpty();
  }

  /// All parts in one line, for lists.
  public String line() {
    return String.join(", ", parts.stream().map(Part::text).toList());
  }
}
