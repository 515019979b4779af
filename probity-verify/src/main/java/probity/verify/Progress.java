package probity.verify;

/// Told how far the reading has come, once per bundle of entries.
@FunctionalInterface
public interface Progress {
  Progress NONE = (log, done, of) -> {};

  void at(String log, long done, long of);
}
