package probity.canary;

/// Tells operators that a canary was missed. Any thread may call; no call blocks for long.
@FunctionalInterface
public interface Alarm {
  /// @param sentence ids and words of bundle and product
  /// @param record the exchange's id; empty where there is none
  /// @param log the folder of the log that has the record; empty where there is none
  void raise(String sentence, String record, String log);
}
