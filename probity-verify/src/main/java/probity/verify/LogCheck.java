package probity.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.KeyName;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// Checks one log, as it was at one snapshot: files, policy, checkpoint, every entry from the first
/// to the last, and what witnesses cosigned.
final class LogCheck {
  private static final Set<String> RECORDS_ONLY =
      Set.of("bundle", "approval", "anchor", "grant", "access", "aims", "erasure");
  private static final Set<String> TRAFFIC_ONLY =
      Set.of("intent", "step", "outcome", "heartbeat", "gap", "turned-away", "canary", "close");
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
  ///
  /// @param trusted the best source first
  /// @param witnesses the trust file's
  /// @param reperformance what decides again, where that is asked for
  record Given(
      List<Trusted> trusted,
      Optional<TrustPolicy> witnesses,
      Optional<Cited> records,
      Optional<Reperformance> reperformance) {
    Given {
      trusted = List.copyOf(trusted);
    }
  }

  private final Snapshot snapshot;
  private final Given given;
  private final Receipts receipts;
  private final Findings findings;
  private final Options options;

  private final TreeCheck tree;
  private final SeriesCheck series;
  private final ExchangeCheck exchanges;
  private final HeartbeatCheck heartbeats;
  private final BlobCheck blobs;
  private final PolicyChain chain;
  private final Stamps stamps;
  private final Registry registry;
  private final SortedMap<String, Long> kinds = new TreeMap<>();
  private String firstTime = "";
  private String lastTime = "";
  private Optional<Genesis> genesis = Optional.empty();
  private Optional<Place> closed = Optional.empty();
  private Optional<TrustPolicy> policy = Optional.empty();
  private Optional<Claim> lastClaim = Optional.empty();

  LogCheck(Snapshot snapshot, Given given, Receipts receipts, Findings findings, Options options) {
    this.receipts = receipts;
    this.snapshot = snapshot;
    this.given = given;
    this.findings = findings;
    this.options = options;
    this.tree = new TreeCheck(snapshot, findings);
    this.series = new SeriesCheck(findings);
    this.exchanges = new ExchangeCheck(findings);
    this.heartbeats = new HeartbeatCheck(findings);
    this.blobs = new BlobCheck(snapshot.files(), findings);
    this.chain = new PolicyChain(snapshot, blobs, findings);
    this.stamps = new Stamps(blobs, findings);
    this.registry = new Registry(findings);
  }

  LogReport run() {
    readPolicy();
    checkCheckpoint();
    var keys = policy.map(TrustPolicy::logs).orElse(List.of());
    Set<String> present = new Listing(snapshot, findings).check(keys, options.patience());
    Optional<Witnessed> witnessed = Optional.empty();
    var reader =
        new EntryReader(
            snapshot, !options.fast(), findings, given.reperformance(), options.progress());
    if (reader.readAll(this::follow)) {
      tree.finish();
      blobs.finish(present);
      chain.finish(snapshot.policy());
      checkGenesis();
      checkTrust();
      var cosigned = new CosignedCheck(snapshot, findings);
      witnessed = policy.flatMap(own -> cosigned.check(own, given.witnesses()));
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
        registry.signed(),
        given.trusted().isEmpty() ? KeySource.FOLDER : given.trusted().getFirst().source(),
        !options.fast(),
        heartbeats.silence(),
        witnessed,
        List.of(),
        0);
  }

  /// All policies that the log had.
  List<TrustPolicy> policies() {
    return chain.policies(policy);
  }

  Optional<TrustPolicy> policy() {
    return policy;
  }

  Optional<Genesis> genesis() {
    return genesis;
  }

  Registry registry() {
    return registry;
  }

  Stamps stamps() {
    return stamps;
  }

  private void readPolicy() {
    Place place = snapshot.files().place(Snapshot.POLICY);
    var bytes = snapshot.policy();
    if (bytes.isEmpty()) {
      findings.add(Fault.MISSING, place, "there is no policy in this log");
    } else {
      policy = PolicyFile.read(bytes.get(), snapshot.origin(), place, findings);
    }
  }

  private void checkCheckpoint() {
    Place place = snapshot.files().place(Snapshot.CHECKPOINT);
    if (!KeyName.isValid(snapshot.origin())) {
      findings.add(
          Fault.MALFORMED,
          place,
          "the origin of a ledger's log matches `[a-z0-9./_-]+`, at most 200 characters");
    }
    // Without a policy a finding above has said so.
    policy.ifPresent(own -> {
      if (snapshot.note().check(own.logs()) instanceof Checked.Invalid<Note> invalid) {
        findings.add(invalid, place);
      }
    });
  }

  /// All keys of the policy have signed; that those known from elsewhere, or their successors, are
  /// among them is what trust rests on.
  private void checkTrust() {
    if (policy.isEmpty()) return;
    for (Trusted trusted : given.trusted()) {
      var keys = chain.successors(trusted.keys());
      if (keys.isEmpty() || !policy.get().logs().containsAll(keys)) {
        findings.add(
            Fault.UNKNOWN_KEY,
            snapshot.files().place(Snapshot.POLICY),
            "the policy has another key than "
                + trusted.source()
                + ", and no handover leads from one to the other");
      }
    }
  }

  private Optional<VerifierKey> follow(EntryReader.Read read) {
    tree.add(read.leaf());
    if (!(read.entry() instanceof Checked.Valid<Entry>(var entry))) return Optional.empty();
    read.complaint().ifPresent(complaint -> findings.add(Fault.MALFORMED, read.place(), complaint));
    var key = series.follow(entry, read.place());
    receipts.follow(entry, key, read.place());
    check(entry, read.index(), read.place());
    return key;
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
    if (index == 0 && entry.seq() != 0) {
      findings.add(Fault.INCONSISTENT, place, "entry 0 does not begin a series");
    }
    if (entry.kind().equals("genesis") != (index == 1)) {
      findings.add(
          Fault.INCONSISTENT, place, "`genesis` is entry 1 of its log, and no other entry is");
    }
    if (index == 1) genesis = Optional.of(Genesis.of(entry, place));
    if (closed.isPresent()) {
      findings.add(Fault.INCONSISTENT, place, "the log was closed before, by " + closed.get());
    }
    if (entry.kind().equals("close")) closed = Optional.of(place);
    checkKind(entry, place);
    // Entry 0 is always a key: only from entry 1 on is it known what kind of log this is.
    if (genesis.isEmpty() || !genesis.get().isRecords()) {
      heartbeats.follow(entry, exchanges.open(), place);
    }
    blobs.follow(entry, place);
    chain.follow(entry, index, place);
    stamps.follow(entry, place);
    registry.follow(entry, place);
    exchanges.follow(entry, place);
    given.records().ifPresent(cited -> checkCitations(entry, place, cited));
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
    if (entry.kind().equals("intent")) cited.registry().grants().intent(entry, place, findings);
    switch (entry.kind()) {
      case "intent", "step", "outcome" ->
          entry
              .body()
              .object("bundle")
              .ifPresent(bundle -> cited.registry().checkCitation(entry, bundle, place, findings));
      case "heartbeat", "genesis", "close" ->
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

  private void checkGenesis() {
    if (genesis.isEmpty()) {
      findings.add(
          Fault.MISSING, snapshot.files().place(Snapshot.CHECKPOINT), "the log has no entry 1");
      return;
    }
    var stated = genesis.get();
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
