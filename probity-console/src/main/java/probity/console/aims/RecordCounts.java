package probity.console.aims;

import java.util.List;
import probity.aims.register.RecordQuery;

/// How many records of the gateway have some words. Calls block on the disk and may come from any
/// thread.
@FunctionalInterface
public interface RecordCounts {
  /// Canaries count where their purpose is asked for, and else not.
  ///
  /// @param from, until times in the form of entries, of which the first counts and the second does
  ///   not; empty for no bound
  Answer count(RecordQuery query, String from, String until);

  sealed interface Answer {
    /// @param newest ids of the newest exchanges, a few
    /// @param logs the logs as far as they were looked at: all that is published
    record Counted(long records, List<String> newest, List<Log> logs) implements Answer {
      public Counted {
        newest = List.copyOf(newest);
        logs = List.copyOf(logs);
      }
    }

    /// @param sentence why they cannot be counted now, and what to do
    record Unknown(String sentence) implements Answer {}
  }

  /// A log of the ledger, by its newest checkpoint.
  ///
  /// @param root base64
  record Log(String folder, long size, String root) {}
}
