package probity.server.classify;

import java.util.List;
import probity.classify.Model;

/// A label on a part of a text, in UTF-16 offsets: what somebody says is there, or what was found.
record Labelled(String label, int start, int end, int confidence) {
  /// A text, who wrote it, and what somebody says is in it.
  record Text(String text, Model.Origin origin, List<Labelled> labels) {
    Text {
      labels = List.copyOf(labels);
    }
  }

  boolean overlaps(Labelled other) {
    return start < other.end && other.start < end;
  }
}
