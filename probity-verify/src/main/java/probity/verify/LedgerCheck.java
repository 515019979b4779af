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
import probity.ledger.TrustPolicy;
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

  private record Done(Snapshot snapshot, LogCheck check, LogReport report, boolean passing) {}

  private final Path folder;
  private final Trust trust;
  private final Options options;
  private final Map<String, Done> done = new LinkedHashMap<>();
  private final List<String> unchecked = new ArrayList<>();
  private Findings findings = new Findings();
  private Receipts receipts = new Receipts();
  private Optional<Reperformance> reperformance = Optional.empty();
  private boolean settled;

  LedgerCheck(Path folder, Trust trust, Options options) {
    this.folder = folder;
    this.trust = trust;
    this.options = options;
  }

  Report run() {
    var anchors = new Anchors();
    for (Path file : options.expected()) anchors.read(file);
    boolean one = Files.exists(folder.resolve(Snapshot.CHECKPOINT), LinkOption.NOFOLLOW_LINKS);
    for (int round = 1; round <= ROUNDS_MAX; round++) {
      // A state that a writer passes through is looked at again, except where nobody writes.
      boolean last = round == ROUNDS_MAX || settled;
      findings = new Findings();
      receipts = new Receipts();
      options.receipts().forEach(receipts::read);
      var bundles = one ? new LogFiles("", folder) : new LogFiles(RECORDS, folder.resolve(RECORDS));
      reperformance = options.reperformer().map(by -> new Reperformance(by, bundles));
      done.clear();
      if (one) {
        var log = oneSnapshot();
        log.forEach(this::check);
        if (last || !passes(log)) break;
      } else {
        var logs = snapshots();
        checkRecords(logs);
        if (!last && passes(logs)) continue;
        checkTraffic(logs);
        if (last || !passes(logs)) break;
      }
    }
    if (one) {
      unchecked.add(
          "what this log and the others of its ledger say of each other; give the folder that"
              + " holds them all");
    }
    var stamps = stamps();
    var reports = new ArrayList<LogReport>();
    for (Done log : done.values()) {
      var policies = log.check().policies();
      var keys = policies.stream().flatMap(policy -> policy.logs().stream()).distinct().toList();
      var good =
          stamps
              .map(all -> all.check(log.snapshot(), policies, options.timestamps(), findings))
              .orElse(List.of());
      reports.add(log.report().with(good, anchors.check(log.snapshot(), keys)));
    }
    stamps.ifPresent(all -> finish(all, one));
    findings.addAll(anchors.finish());
    findings.addAll(receipts.finish());
    for (LogReport report : reports) {
      for (String lack : options.required().missing(report)) {
        findings.add(Fault.BELOW_GRADE, Place.of(report.origin()), lack);
      }
    }
    return new Report(
        reports,
        options.receipts().isEmpty() ? Optional.empty() : Optional.of(receipts.count()),
        reperformance.map(Reperformance::finish),
        findings.kept(),
        findings.count(),
        unchecked);
  }

  /// The anchors that `records` holds.
  private Optional<Stamps> stamps() {
    return done.values().stream()
        .filter(log -> log.check().genesis().filter(Genesis::isRecords).isPresent())
        .map(log -> log.check().stamps())
        .findFirst();
  }

  private void finish(Stamps stamps, boolean one) {
    var origins = done.values().stream().map(log -> log.snapshot().origin()).toList();
    if (!one) stamps.finish(origins, findings);
    if (stamps.notChecked() > 0) {
      unchecked.add(
          stamps.notChecked()
              + (stamps.notChecked() == 1 ? " timestamp" : " timestamps")
              + " (the product's own `./probity verify` checks them)");
    }
  }

  private Map<String, Snapshot> oneSnapshot() {
    return Snapshot.take(new LogFiles("", folder), options.patience(), findings)
        .map(snapshot -> Map.of("", snapshot))
        .orElse(Map.of());
  }

  /// After `records`, in which their keys stand.
  private void checkTraffic(Map<String, Snapshot> logs) {
    logs.forEach((name, log) -> {
      if (!name.equals(RECORDS)) check(name, log);
    });
    records().ifPresent(log -> log.check().registry().grants().finish(findings));
    checkPrevious();
    checkNames(logs);
  }

  /// Snapshots of all logs by folder name, `records` taken last.
  private Map<String, Snapshot> snapshots() {
    var folders = new ArrayList<>(folders());
    if (folders.remove(RECORDS)) folders.addLast(RECORDS);
    var logs = new TreeMap<String, Snapshot>();
    for (String name : folders) {
      Snapshot.take(new LogFiles(name, folder.resolve(name)), options.patience(), findings)
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
    check(RECORDS, records);
    var registry = records().orElseThrow().check().registry();
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

  /// Whether findings of a passing state are there and a writer has moved on since; waits for it.
  private boolean passes(Map<String, Snapshot> logs) {
    if (!findings.passing() || settled) return false;
    var watched = new ArrayList<Snapshot>();
    for (Done log : done.values()) {
      if (log.passing() || log.snapshot().equals(logs.get(RECORDS))) watched.add(log.snapshot());
    }
    for (int left = options.patience().tries() - 1; left > 0; left--) {
      options.patience().pauseOnce();
      if (watched.stream().anyMatch(log -> log.newerCheckpoint().isPresent())) return true;
      if (logs.containsKey(RECORDS) && countLogs() != logs.size()) return true;
    }
    settled = true;
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

  /// The keys of a log that are known from elsewhere, the best source first.
  private List<Trusted> trusted(Snapshot log) {
    var records = records();
    var vouched = records.map(r -> r.check().registry().logs().get(log.origin()));
    return switch (trust) {
      case Trust.Folder() ->
          vouched.map(keys -> List.of(new Trusted(keys, KeySource.FOLDER))).orElse(List.of());
      case Trust.Keys(var policy) -> {
        var trusted = new ArrayList<Trusted>();
        var named = policy.log(log.origin());
        if (!named.isEmpty()) trusted.add(new Trusted(named, KeySource.TRUST_FILE));
        if (records.filter(r -> r.report().key() != KeySource.FOLDER).isPresent()) {
          vouched.ifPresent(keys -> trusted.add(new Trusted(keys, KeySource.RECORDS)));
        }
        if (trusted.isEmpty()) {
          findings.add(
              Fault.UNKNOWN_KEY,
              log.files().place(Snapshot.CHECKPOINT),
              "the trust file names no key for `" + log.origin() + "`");
        }
        yield trusted;
      }
    };
  }

  /// The `records` log once it is checked, and only where the whole ledger was given.
  private Optional<Done> records() {
    return Optional.ofNullable(done.get(RECORDS));
  }

  private void check(String name, Snapshot snapshot) {
    var cited = records().map(log -> new Cited(log.check().registry(), log.snapshot()));
    Optional<TrustPolicy> witnesses =
        trust instanceof Trust.Keys(var policy) ? Optional.of(policy) : Optional.empty();
    var given = new Given(trusted(snapshot), witnesses, cited, reperformance);
    var found = new Findings();
    var check = new LogCheck(snapshot, given, receipts, found, options);
    done.put(name, new Done(snapshot, check, check.run(), found.passing()));
    findings.addAll(found);
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
