package probity.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.publish.PublishedLedger;
import probity.publish.PublishedLog;

/// What the ledger said at one moment: each log's checkpoint, with the policy and the cosigned
/// checkpoint that lay beside it. `records` comes first, because the other logs cite it.
record Snapshot(List<Log> logs) {
  private static final String RECORDS = "records";
  private static final int TRIES = 20;

  Snapshot {
    logs = List.copyOf(logs);
  }

  record Log(
      PublishedLog log, PublishedLog.Head head, Optional<Bytes> policy, Optional<Bytes> cosigned) {}

  /// Reads until `records` stayed the same meanwhile, so that neither side cites what the other
  /// lacks.
  static Snapshot of(PublishedLedger ledger) throws IOException {
    for (int left = TRIES; left > 0; left--) {
      var records = log(ledger.log(RECORDS));
      if (records.isEmpty()) return new Snapshot(List.of());
      var logs = new ArrayList<Log>();
      logs.add(records.get());
      for (PublishedLog log : ledger.logs()) {
        if (!log.name().equals(RECORDS)) log(log).ifPresent(logs::add);
      }
      if (ledger.log(RECORDS).head().equals(records.map(Log::head))) return new Snapshot(logs);
    }
    throw new IOException("`records` changed each time it was read");
  }

  private static Optional<Log> log(PublishedLog log) throws IOException {
    for (int left = TRIES; left > 0; left--) {
      var head = log.head();
      if (head.isEmpty()) return Optional.empty();
      var read = new Log(log, head.get(), log.small("policy"), log.small("cosigned"));
      if (log.head().equals(head)) return Optional.of(read);
    }
    throw new IOException("the checkpoint of `" + log.name() + "` changed each time it was read");
  }
}
