package probity.classify;

import java.util.List;
import java.util.SortedSet;

/// Labels a text by what it means, where patterns cannot.
///
/// A reading blocks the thread that asks for it. Threads may ask at the same time, and the same
/// text from the same origin always gives the same reading.
public interface Model {
  /// Confidence from which on a label counts as found.
  int FOUND = 50;

  /// Name and version, `minilm-person@1`, as findings bear it.
  String id();

  /// Every label that a reading may hold.
  SortedSet<String> labels();

  /// Scores at most `pieces` pieces of the text, from its start. A piece is as much as the model
  /// takes in at once; what is beyond the last one is not scored, and the reading says from where
  /// on.
  ///
  /// @throws ModelFailed if the model could not be asked
  Reading read(String text, Origin origin, int pieces);

  /// Who wrote a text.
  enum Origin {
    /// The person at the application, or the application itself.
    USER,

    /// A tool that answered.
    TOOL,

    /// A source that was retrieved, a mail, a page.
    DOCUMENT
  }

  /// A label on a part of a text, in UTF-16 offsets.
  ///
  /// @param confidence 0 to 100
  record Scored(String label, int start, int end, int confidence) {
    public Scored {
      if (start < 0 || end <= start) {
        throw new IllegalArgumentException(
            "from " + start + " to " + end + " is no part of a text");
      }
      if (confidence < 0 || confidence > 100) {
        throw new IllegalArgumentException("confidence " + confidence + " is not from 0 to 100");
      }
    }
  }

  /// What a model says of a text.
  ///
  /// @param found in the order of the text
  /// @param scored offset before which everything was scored
  record Reading(List<Scored> found, int scored) {
    public Reading {
      found = List.copyOf(found);
      if (scored < 0) throw new IllegalArgumentException("scored up to " + scored);
    }

    public boolean complete(String text) {
      return scored == text.length();
    }
  }
}
