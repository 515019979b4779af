package probity.classify;

/// Finds one kind of thing in texts.
interface Detector {
  String label();

  int version();

  /// ASCII bytes at which [#hint] has to be asked.
  String triggers();

  /// Whether a text may hold what this detector finds, judged from the raw bytes around a trigger.
  /// It may say yes too often, never no; it looks at a bounded number of bytes. The bytes may be a
  /// JSON string, in which no character of ASCII is spelled by its number: such a text is read
  /// without asking.
  ///
  /// @param at index of the trigger in `bytes`, inside `start` and `end`
  boolean hint(byte[] bytes, int start, int at, int end);

  /// A reader of one text, whose matches begin at `from` at the earliest; what stands before is
  /// looked at for word boundaries alone.
  Scanner scanner(int from);

  /// The name on records.
  default String id() {
    return label() + "@" + version();
  }
}
