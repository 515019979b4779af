package probity.witness.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far witnesses have come, at one moment.
public record WitnessStatus(List<Log> logs) {
  public WitnessStatus {
    logs = List.copyOf(logs);
  }

  /// One log.
  ///
  /// @param cosigned the size that a quorum has cosigned; 0 where none has
  /// @param unwitnessedMillis since when something published waits for a quorum; 0 where nothing
  ///   does
  /// @param detail what is wrong with its files, or empty
  public record Log(
      String name,
      long published,
      long cosigned,
      long unwitnessedMillis,
      String detail,
      List<One> witnesses) {
    public Log {
      witnesses = List.copyOf(witnesses);
    }
  }

  /// What one witness did about one log.
  ///
  /// @param size the size that it cosigned last, as far as we know
  /// @param failure the last one in words, kept until it succeeds; empty where there is none
  /// @param contradicts it saw other entries than those that are published now
  /// @param nextTry empty where nothing is to be asked, or a request is under way
  public record One(
      String name,
      long size,
      Optional<Instant> success,
      String failure,
      boolean contradicts,
      Optional<Instant> nextTry) {}
}
