package probity.detect;

import java.util.List;
import java.util.Locale;

/// A text with the places of the names in it.
record Labelled(String text, List<Span> names) {
  record Span(int start, int end) {
    boolean overlaps(int from, int to) {
      return start < to && from < end;
    }
  }

  Labelled {
    names = List.copyOf(names);
  }

  boolean names(int from, int to) {
    return names.stream().anyMatch(span -> span.overlaps(from, to));
  }

  /// The same text in lower case, if that has as many characters.
  Labelled inLowerCase() {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.length() == text.length() ? new Labelled(lower, names) : this;
  }

  Labelled inUpperCase() {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.length() == text.length() ? new Labelled(upper, names) : this;
  }
}
