package probity.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.KeyName;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// Checks one log, as it was at one snapshot: files, policy, checkpoint, and every entry from the
/// first to the last, a bundle at a time.
final class LogCheck {
  private static final Set<String> RECORDS_ONLY = Set.of("bundle");
  private static final Set<String> TRAFFIC_ONLY =
      Set.of("intent", "step", "outcome", "heartbeat", "gap", "turned-away");
  private static final int KINDS_MAX = 64;

  /// A log's keys that were got elsewhere than from its folder.
  record Trusted(List<VerifierKey> keys, KeySource source) {
    Trusted {
      keys = List.copyOf(keys);
    }
  }

  /// The `records` log that a traffic log cites: what it says of others, and its own state.
  record Cited(Registry registry, Snapshot snapshot) {}

  /// What is known of a log before its folder is opened.
  record Given(Optional<Trusted> trusted, Optional<Cited> records) {}

  private record Signed(Entry entry, VerifierKey key, Place place) {}

  private final Snapshot snapshot;
  private final Optional<Trusted> trusted;
  private final Optional<Cited> records;
  private final Findings findings;
  private final Patience patience;
  private final Progress progress;

  private final TreeCheck tree;
  private final SeriesCheck series;
  private final ExchangeCheck exchanges;
  private final BlobCheck blobs;
  private final Registry registry;
  private final SortedMap<String, Long> kinds = new TreeMap<>();
  private String firstTime = "";
  private String lastTime = "";
  private Optional<Genesis> genesis = Optional.empty();
  private List<VerifierKey> keys = List.of();
  private Optional<Claim> lastClaim = Optional.empty();

  LogCheck(
      Snapshot snapshot, Given given, Findings findings, Patience patience, Progress progress) {
    this.snapshot = snapshot;
    this.trusted = given.trusted();
    this.records = given.records();
    this.findings = findings;
    this.patience = patience;
    this.progress = progress;
    this.tree = new TreeCheck(snapshot, findings);
    this.series = new SeriesCheck(findings);
    this.exchanges = new ExchangeCheck(findings);
    this.blobs = new BlobCheck(snapshot.files(), findings);
    this.registry = new Registry(findings);
  }

  LogReport run() {
    Optional<byte[]> policy = checkPolicy();
    checkCheckpoint();
    Set<String> present = new Listing(snapshot, findings).check(keys, patience);
    if (readEntries()) {
      tree.finish();
      blobs.finish(present);
      checkGenesis(policy);
    }
    return new LogReport(
        snapshot.origin(),
        snapshot.checkpoint().size(),
        series.count(),
        firstTime,
        lastTime,
        kinds,
        exchanges.open(),
        blobs.count(),
        trusted.map(Trusted::source).orElse(KeySource.FOLDER),
        0);
  }

  /// The key of this log's checkpoint; none where [#run] has found none.
  List<VerifierKey> keys() {
    return keys;
  }

  Optional<Genesis> genesis() {
    return genesis;
  }

  Registry registry() {
    return registry;
  }

  private Optional<byte[]> checkPolicy() {
    Place place = snapshot.files().place(Snapshot.POLICY);
    var policy = snapshot.policy();
    keys = trusted.map(Trusted::keys).orElse(List.of());
    if (policy.isEmpty()) {
      findings.add(Fault.MISSING, place, "there is no policy in this log");
      return policy;
    }
    switch (TrustPolicy.parse(new String(policy.get(), StandardCharsets.UTF_8))) {
      case Checked.Invalid<TrustPolicy> invalid -> findings.add(invalid, place);
      case Checked.Valid<TrustPolicy>(var parsed) -> {
        var own = parsed.log(snapshot.origin());
        int differs = Arrays.mismatch(policy.get(), parsed.text().getBytes(StandardCharsets.UTF_8));
        if (differs >= 0) {
          findings.add(
              Fault.MALFORMED,
              Place.at(place.file(), Math.max(differs, 0)),
              "a policy in a ledger has one form: a line each for log keys, witnesses, groups and"
                  + " quorum, in this order, one space between words");
        } else if (own.isEmpty() || own.size() != parsed.logs().size()) {
          findings.add(
              Fault.UNKNOWN_KEY,
              place,
              "a log's key in the policy is not named `" + snapshot.origin() + "`");
        } else if (!own.containsAll(keys)) {
          findings.add(
              Fault.UNKNOWN_KEY,
              place,
              "the policy has another key than " + trusted.map(Trusted::source).orElseThrow());
        } else {
          // All of them sign, those that are known from elsewhere among them.
          keys = own;
        }
      }
    }
    return policy;
  }

  private void checkCheckpoint() {
    if (!KeyName.isValid(snapshot.origin())) {
      findings.add(
          Fault.MALFORMED,
          snapshot.files().place(Snapshot.CHECKPOINT),
          "the origin of a ledger's log matches `[a-z0-9./_-]+`, at most 200 characters");
    }
    // Without a key a finding above has said so.
    if (!keys.isEmpty() && snapshot.note().check(keys) instanceof Checked.Invalid<Note> invalid) {
      findings.add(invalid, snapshot.files().place(Snapshot.CHECKPOINT));
    }
  }

  /// Reads all bundles; false where one cannot be read, so that nothing after it can be either.
  private boolean readEntries() {
    Layout layout = snapshot.layout();
    long size = snapshot.checkpoint().size();
    for (long first = 0; first < size; first += TilePath.FULL) {
      TilePath path = layout.tile(TilePath.ENTRIES, first / TilePath.FULL);
      Place place = snapshot.files().place(path.path());
      var bundle = snapshot.tile(path);
      if (bundle.isEmpty()) {
        findings.add(
            Fault.MISSING, place, "this bundle is not there; entries from " + first + " unread");
        return false;
      }
      switch (EntryBundle.decode(bundle.get(), path.width())) {
        case Checked.Invalid<List<byte[]>>(var fault, var detail) -> {
          findings.add(fault, place, detail + "; entries from " + first + " unread");
          return false;
        }
        case Checked.Valid<List<byte[]>>(var entries) -> check(entries, first, place.file());
      }
      progress.at(snapshot.origin(), Math.min(size, first + TilePath.FULL), size);
    }
    return true;
  }

  private void check(List<byte[]> bundle, long first, String file) {
    List<Checked<Entry>> parsed =
        IntStream.range(0, bundle.size())
            .parallel()
            .mapToObj(i -> Entry.parse(bundle.get(i)))
            .toList();
    var signed = new ArrayList<Signed>();
    long offset = 0;
    for (int i = 0; i < bundle.size(); i++) {
      var place = Place.entry(file, first + i, offset);
      offset += 2 + bundle.get(i).length;
      switch (parsed.get(i)) {
        case Checked.Invalid<Entry> invalid -> {
          findings.add(invalid, place);
          tree.add(Hash.leaf(bundle.get(i)));
        }
        case Checked.Valid<Entry>(var entry) -> {
          tree.add(entry.leaf());
          series
              .follow(entry, place)
              .ifPresent(signer -> signed.add(new Signed(entry, signer, place)));
          check(entry, first + i, place);
        }
      }
    }
    // The JDK verifies a few thousand signatures a second on a core: all cores share a bundle.
    List<Checked<Note>> checked =
        signed.stream()
            .parallel()
            .map(each -> each.entry().note().check(List.of(each.key())))
            .toList();
    for (int i = 0; i < checked.size(); i++) {
      if (checked.get(i) instanceof Checked.Invalid<Note> invalid) {
        findings.add(invalid, signed.get(i).place());
      }
    }
  }

  private void check(Entry entry, long index, Place place) {
    if (firstTime.isEmpty()) firstTime = entry.time();
    if (entry.time().compareTo(lastTime) > 0) lastTime = entry.time();
    kinds.merge(
        kinds.size() < KINDS_MAX || kinds.containsKey(entry.kind()) ? entry.kind() : "others",
        1L,
        Long::sum);
    if (!entry.log().equals(snapshot.origin())) {
      findings.add(Fault.INCONSISTENT, place, "the entry belongs to log `" + entry.log() + "`");
    }
    Shape.complaint(entry.kind(), entry.body())
        .ifPresent(complaint -> findings.add(Fault.MALFORMED, place, complaint));
    if (index == 0 && entry.seq() != 0) {
      findings.add(Fault.INCONSISTENT, place, "entry 0 does not begin a series");
    }
    if (entry.kind().equals("genesis") != (index == 1)) {
      findings.add(
          Fault.INCONSISTENT, place, "`genesis` is entry 1 of its log, and no other entry is");
    }
    if (index == 1) genesis = Optional.of(Genesis.of(entry, place));
    checkKind(entry, place);
    blobs.follow(entry, place);
    registry.follow(entry, place);
    exchanges.follow(entry, place);
    records.ifPresent(cited -> checkCitations(entry, place, cited));
  }

  private void checkKind(Entry entry, Place place) {
    // Entry 0 opens a series; what may follow depends on the class that entry 1 gives.
    if (genesis.isEmpty()) return;
    var foreign = genesis.get().isRecords() ? TRAFFIC_ONLY : RECORDS_ONLY;
    if (foreign.contains(entry.kind())) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "a log of class `"
              + genesis.get().retention()
              + "` holds no entry of kind `"
              + entry.kind()
              + "`");
    }
  }

  private void checkCitations(Entry entry, Place place, Cited cited) {
    switch (entry.kind()) {
      case "intent", "step", "outcome" ->
          entry
              .body()
              .object("bundle")
              .ifPresent(bundle -> cited.registry().checkCitation(bundle, place, findings));
      case "heartbeat", "genesis" ->
          entry
              .body()
              .object("records")
              .flatMap(Claim::read)
              .ifPresent(claim -> checkClaim(claim, place, cited.snapshot()));
      default -> {
        // Other kinds cite nothing in `records`.
      }
    }
  }

  /// Heartbeats repeat the same claim for as long as `records` does not grow.
  private void checkClaim(Claim claim, Place place, Snapshot cited) {
    if (lastClaim.equals(Optional.of(claim))) return;
    lastClaim = Optional.of(claim);
    if (!claim.origin().equals(cited.origin())) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "`records` is said to be `" + claim.origin() + "`, but is `" + cited.origin() + "`");
      return;
    }
    claim.check(cited, place, findings);
  }

  private void checkGenesis(Optional<byte[]> policy) {
    if (genesis.isEmpty()) {
      findings.add(
          Fault.MISSING, snapshot.files().place(Snapshot.CHECKPOINT), "the log has no entry 1");
      return;
    }
    var stated = genesis.get();
    if (policy.isPresent() && !Hash.of(policy.get()).hex().equals(stated.policy())) {
      findings.add(
          Fault.CONTENT_MISMATCH,
          snapshot.files().place(Snapshot.POLICY),
          "the policy is not the one whose SHA-256 stands in `genesis`");
    }
    if (!snapshot.origin().endsWith("/" + stated.folder())) {
      findings.add(
          Fault.INCONSISTENT,
          stated.place(),
          "class and period are those of `"
              + stated.folder()
              + "`, not of `"
              + snapshot.origin()
              + "`");
    }
    boolean names = stated.records().isPresent();
    if (names == stated.isRecords() || (stated.isRecords() && stated.previous().isPresent())) {
      findings.add(
          Fault.INCONSISTENT,
          stated.place(),
          "`genesis` of a traffic log names a checkpoint of `records`, and that of `records` none");
    }
  }
}
