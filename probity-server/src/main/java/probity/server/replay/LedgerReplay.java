package probity.server.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import probity.exchange.Bytes;
import probity.index.IndexException;
import probity.index.LogFiles;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.TilePath;
import probity.policy.Bundle;
import probity.replay.Replay;
import probity.replay.Tally;

/// Replays the entries of a `ledger/` folder on all processors.
///
/// Holds a few parts of some thousand entries at a time, whatever the folder's size. Leaf hashes
/// are compared with those of the tree; signatures are the verifier's.
final class LedgerReplay {
  private static final int TILES_OF_PART = 8;
  private static final int BLOB_BYTES_MAX = 16 << 20;

  /// Told how far the reading has come.
  interface Progress {
    void at(long done, long of);
  }

  private final Path ledger;
  private final Replay replay;
  private final Period period;
  private final int threads;

  LedgerReplay(Path ledger, Bundle candidate, Period period) {
    this.ledger = ledger;
    this.replay = new Replay(candidate, this::blob);
    this.period = period;
    this.threads = Runtime.getRuntime().availableProcessors();
  }

  private record Part(LogFiles log, long firstTile, long size) {
    long entries() {
      return Math.min(size - firstTile * TilePath.FULL, (long) TILES_OF_PART * TilePath.FULL);
    }
  }

  Tally run(Progress progress) {
    var all = new Tally();
    var logs = LogFiles.all(ledger).stream().filter(log -> !log.name().equals("records")).toList();
    var sizes = logs.stream().map(log -> log.checkpoint().checkpoint().size()).toList();
    long of = sizes.stream().mapToLong(Long::longValue).sum();
    long done = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayDeque<Future<Tally>>();
      var parts = new ArrayDeque<Part>();
      for (int i = 0; i < logs.size(); i++) {
        for (long tile = 0; tile * TilePath.FULL < sizes.get(i); tile += TILES_OF_PART) {
          if (running.size() == 2 * threads) {
            all.add(result(running.remove()));
            done += parts.remove().entries();
            progress.at(done, of);
          }
          var part = new Part(logs.get(i), tile, sizes.get(i));
          parts.add(part);
          running.add(pool.submit(() -> tally(part)));
        }
      }
      while (!running.isEmpty()) {
        all.add(result(running.remove()));
        done += parts.remove().entries();
        progress.at(done, of);
      }
    }
    return all;
  }

  private static Tally result(Future<Tally> part) {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replaying", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IndexException damaged) throw damaged;
      throw new IllegalStateException("a part could not be replayed", e.getCause());
    }
  }

  private Tally tally(Part part) {
    var tally = new Tally();
    long end = part.firstTile() * TilePath.FULL + part.entries();
    for (long tile = part.firstTile(); tile * TilePath.FULL < end; tile++) {
      List<byte[]> entries = part.log().entries(tile, LogFiles.width(tile, part.size()));
      for (byte[] bytes : entries) {
        switch (Entry.parse(bytes)) {
          case Checked.Valid<Entry>(var entry) -> period.add(entry, replay, tally);
          case Checked.Invalid<Entry>(_, var detail) ->
              throw part.log().damaged("an entry of tile " + tile + ": " + detail);
        }
      }
    }
    return tally;
  }

  /// A blob of `records` that has its name as its hash.
  private Optional<Bytes> blob(String digest) {
    if (!(Hash.parseHex(digest) instanceof Checked.Valid<Hash>(var hash))) return Optional.empty();
    Path file = ledger.resolve("records").resolve("blob").resolve(hash.hex());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
    try (var in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(BLOB_BYTES_MAX);
      return Hash.of(content).equals(hash) ? Optional.of(Bytes.wrap(content)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
