package probity.classify;

import java.util.List;

/// A detector of one kind that tells from the raw bytes of a text whether it has to read it.
interface Hinting extends Detector {
  Kind kind();

  @Override
  default List<Kind> kinds() {
    return List.of(kind());
  }

  /// ASCII bytes at which [#hint] has to be asked.
  String triggers();

  /// Whether a text may hold what this detector finds, judged from the raw bytes around a trigger.
  /// It may say yes too often, never no; it looks at a bounded number of bytes. The bytes may be a
  /// JSON string, in which no character of ASCII is spelled by its number: such a text is read
  /// without asking.
  ///
  /// @param at index of the trigger in `bytes`, inside `start` and `end`
  boolean hint(byte[] bytes, int start, int at, int end);
}
