package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.ledger.Fault;
import probity.ledger.VerifierKey;
import probity.verify.LogCheck.Cited;
import probity.verify.LogCheck.Given;
import probity.verify.LogCheck.Trusted;

/// Checks a whole `ledger/` folder: each log, and that they vouch for each other.
///
/// Snapshots are taken of the traffic logs first and of `records` last, so that all they cite is in
/// it; then `records` is checked first, because the keys of the others stand in it.
final class LedgerCheck {
  private static final int ROUNDS_MAX = 3;
  private static final String RECORDS = Genesis.RECORDS;

  private record Done(Snapshot snapshot, LogCheck check, LogReport report) {}

  private final Path folder;
  private final Trust trust;
  private final Patience patience;
  private final Progress progress;
  private final Map<String, Done> done = new LinkedHashMap<>();
  private final List<String> unchecked = new ArrayList<>();
  private Findings findings = new Findings();

  LedgerCheck(Path folder, Trust trust, Patience patience, Progress progress) {
    this.folder = folder;
    this.trust = trust;
    this.patience = patience;
    this.progress = progress;
  }

  Report run(List<Path> expected) {
    var anchors = new Anchors();
    for (Path file : expected) anchors.read(file);
    if (Files.exists(folder.resolve(Snapshot.CHECKPOINT), LinkOption.NOFOLLOW_LINKS)) {
      checkOne();
    } else {
      checkAll();
    }
    var reports = new ArrayList<LogReport>();
    for (Done log : done.values()) {
      reports.add(log.report().anchoredTo(anchors.check(log.snapshot(), log.check().keys())));
    }
    findings.addAll(anchors.finish());
    return new Report(reports, findings.kept(), findings.count(), unchecked);
  }

  /// One log alone: what it says of others cannot be compared.
  private void checkOne() {
    var snapshot = Snapshot.take(new LogFiles("", folder), patience, findings);
    if (snapshot.isEmpty()) return;
    check("", snapshot.get());
    unchecked.add(
        "what this log and the others of its ledger say of each other; give the folder that holds"
            + " them all");
  }

  private void checkAll() {
    Map<String, Snapshot> logs = Map.of();
    for (int round = 1; round <= ROUNDS_MAX; round++) {
      findings = new Findings();
      done.clear();
      logs = snapshots();
      checkRecords(logs);
      if (!findings.passing() || round == ROUNDS_MAX || !somethingMoves(logs)) break;
    }
    logs.forEach((name, log) -> {
      if (!name.equals(RECORDS)) check(name, log);
    });
    checkPrevious();
    checkNames(logs);
  }

  /// Snapshots of all logs by folder name, `records` taken last.
  private Map<String, Snapshot> snapshots() {
    var folders = new ArrayList<>(folders());
    if (folders.remove(RECORDS)) folders.addLast(RECORDS);
    var logs = new TreeMap<String, Snapshot>();
    for (String name : folders) {
      Snapshot.take(new LogFiles(name, folder.resolve(name)), patience, findings)
          .ifPresent(snapshot -> logs.put(name, snapshot));
    }
    if (folders.isEmpty()) {
      findings.add(Fault.MISSING, Place.of("."), "there is no log in this folder");
    } else if (!folders.contains(RECORDS)) {
      findings.add(
          Fault.MISSING,
          Place.of(RECORDS),
          "there is no log `records`; the folder to give is the gateway's `ledger/`, or one log in it");
    }
    return logs;
  }

  private List<String> folders() {
    var names = new ArrayList<String>();
    try (var children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          names.add(name);
        } else {
          findings.add(Fault.UNACCOUNTED, Place.of(name), "a ledger holds folders of logs alone");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.sort(null);
    return names;
  }

  private void checkRecords(Map<String, Snapshot> logs) {
    Snapshot records = logs.get(RECORDS);
    if (records == null) return;
    var registry = check(RECORDS, records).check().registry();
    for (Snapshot log : logs.values()) {
      if (log != records && !registry.logs().containsKey(log.origin())) {
        findings.addPassing(
            Fault.UNKNOWN_KEY,
            log.files().place(Snapshot.CHECKPOINT),
            "`records` has no `key` entry of role `log` for `" + log.origin() + "`");
      }
    }
    for (String origin : registry.logs().keySet()) {
      if (logs.values().stream().noneMatch(log -> log.origin().equals(origin))) {
        findings.addPassing(
            Fault.MISSING,
            Place.of(origin.substring(origin.lastIndexOf('/') + 1)),
            "`records` has a key for the log `" + origin + "`, which is not there");
      }
    }
  }

  /// Waits until a writer has added a log, or moved `records` on; false where nobody does.
  private boolean somethingMoves(Map<String, Snapshot> logs) {
    for (int left = patience.tries() - 1; left > 0; left--) {
      patience.pauseOnce();
      Snapshot records = logs.get(RECORDS);
      if (records != null && records.newerCheckpoint().isPresent()) return true;
      if (countLogs() != logs.size()) return true;
    }
    return false;
  }

  private long countLogs() {
    try (var children = Files.list(folder)) {
      return children
          .filter(
              child -> Files.exists(child.resolve(Snapshot.CHECKPOINT), LinkOption.NOFOLLOW_LINKS))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The key that the log's checkpoint must verify under, where one is known from elsewhere.
  private Optional<Trusted> trusted(Snapshot log) {
    var records = records();
    var vouched = records.map(r -> r.check().registry().logs().get(log.origin()));
    return switch (trust) {
      case Trust.Folder() -> vouched.map(keys -> new Trusted(keys, KeySource.FOLDER));
      case Trust.Keys(var policy) -> {
        var named = policy.log(log.origin());
        if (!named.isEmpty()) {
          if (vouched.isPresent() && !vouched.get().containsAll(named)) {
            findings.add(
                Fault.UNKNOWN_KEY,
                log.files().place(Snapshot.CHECKPOINT),
                "the trust file has another key for `" + log.origin() + "` than `records`");
          }
          yield Optional.of(new Trusted(named, KeySource.TRUST_FILE));
        }
        if (vouched.isPresent()
            && records.map(r -> r.report().key()).equals(Optional.of(KeySource.TRUST_FILE))) {
          yield vouched.map(keys -> new Trusted(keys, KeySource.RECORDS));
        }
        findings.add(
            Fault.UNKNOWN_KEY,
            log.files().place(Snapshot.CHECKPOINT),
            "the trust file names no key for `" + log.origin() + "`");
        yield Optional.empty();
      }
    };
  }

  /// The `records` log once it is checked, and only where the whole ledger was given.
  private Optional<Done> records() {
    return Optional.ofNullable(done.get(RECORDS));
  }

  private Done check(String name, Snapshot snapshot) {
    var cited = records().map(log -> new Cited(log.check().registry(), log.snapshot()));
    var given = new Given(trusted(snapshot), cited);
    var check = new LogCheck(snapshot, given, findings, patience, progress);
    var log = new Done(snapshot, check, check.run());
    done.put(name, log);
    return log;
  }

  /// A log's genesis names the last checkpoint of the log of its class before it.
  private void checkPrevious() {
    for (Done log : done.values()) {
      var genesis = log.check().genesis();
      if (genesis.isEmpty() || genesis.get().previous().isEmpty()) continue;
      var claim = genesis.get().previous().get();
      var place = genesis.get().place();
      var previous =
          done.values().stream()
              .filter(other -> other.snapshot().origin().equals(claim.origin()))
              .findFirst();
      if (previous.isEmpty()) {
        findings.add(
            Fault.MISSING, place, "the previous log `" + claim.origin() + "` is not there");
        continue;
      }
      claim.check(previous.get().snapshot(), place, findings);
      if (!previous
          .get()
          .check()
          .genesis()
          .map(Genesis::retention)
          .equals(Optional.of(genesis.get().retention()))) {
        findings.add(Fault.INCONSISTENT, place, "the previous log is of another class");
      }
    }
  }

  /// All origins are one prefix and the folder's name, and every log that the trust file names
  /// below this prefix is there.
  private void checkNames(Map<String, Snapshot> logs) {
    Snapshot records = logs.get(RECORDS);
    if (records == null) return;
    String prefix = records.origin().substring(0, records.origin().lastIndexOf('/') + 1);
    logs.forEach((name, log) -> {
      if (!log.origin().equals(prefix + name)) {
        findings.add(
            Fault.INCONSISTENT,
            log.files().place(Snapshot.CHECKPOINT),
            "the log in this folder is `" + log.origin() + "`, `" + prefix + name + "` expected");
      }
    });
    if (trust instanceof Trust.Keys(var policy)) {
      for (VerifierKey key : policy.logs()) {
        if (key.name().startsWith(prefix)
            && logs.values().stream().noneMatch(log -> log.origin().equals(key.name()))) {
          findings.add(
              Fault.MISSING,
              Place.of(key.name().substring(prefix.length())),
              "the trust file names the log `" + key.name() + "`, which is not there");
        }
      }
    }
  }
}
