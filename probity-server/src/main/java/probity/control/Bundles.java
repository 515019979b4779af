package probity.control;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.gateway.BundleInForce;
import probity.gateway.ShadowBundle;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.PersonStatement;
import probity.ledger.statement.ShadowStatement;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.life.Admission;
import probity.policy.life.Founder;
import probity.policy.life.Objection;
import probity.policy.life.People;
import probity.policy.life.Proposal;
import probity.policy.life.ShadowFit;
import probity.policy.life.Shadows;
import probity.policy.life.Stage;
import probity.policy.life.Timeline;
import probity.policy.life.Times;
import probity.policy.life.Widening;

/// The bundles of a running gateway: which one decides now, and the way by which another comes into
/// force. `records` alone says so; what is here can be made again from it.
///
/// Changes come one after the other; [#inForce] is asked by every exchange and never waits.
public final class Bundles {
  private static final Logger LOG = Logger.getLogger(Bundles.class.getName());
  private static final String RECORDS = "records";

  private final RecordsLog records;
  private final Installed installed;
  private final Widening widening;
  private final Set<String> knownLabels;
  private final InstantSource clock;

  /// Those that are or will be in force, by the leaf of their entry; owned by whoever has the lock.
  private Map<Hash, BundleInForce> ready = Map.of();

  /// The entry by which `inForce` was chosen, likewise.
  private Optional<Hash> told = Optional.empty();

  private volatile Timeline timeline;
  private volatile Shadows shadows;
  private volatile Optional<BundleInForce> inForce = Optional.empty();

  /// @param knownLabels what detectors of this program give
  public Bundles(
      RecordsLog records,
      Installed installed,
      Widening widening,
      Set<String> knownLabels,
      InstantSource clock) {
    this.records = records;
    this.installed = installed;
    this.widening = widening;
    this.knownLabels = Set.copyOf(knownLabels);
    this.clock = clock;
    this.timeline = Timeline.of(records.origin(), List.of());
    this.shadows = Shadows.of(records.origin(), List.of(), People.NONE);
    refresh();
  }

  /// What decides for an exchange that begins now; empty where nothing is in force, and so nothing
  /// passes.
  public Optional<BundleInForce> inForce() {
    return inForce;
  }

  public Timeline timeline() {
    return timeline;
  }

  /// What is asked beside the one in force.
  public Shadows shadows() {
    return shadows;
  }

  public People people() {
    return timeline.people();
  }

  /// Now, but not before what is written already.
  public long millis() {
    return Math.max(clock.millis(), timeline.lastMillis());
  }

  /// Reads `records` again.
  private synchronized void refresh() {
    var entries = records.entries();
    var fresh = Timeline.of(records.origin(), entries);
    long now = Math.max(clock.millis(), fresh.lastMillis());
    var next = new HashMap<Hash, BundleInForce>();
    Stream.concat(
            fresh.at(now).stream(),
            fresh.changes().stream()
                .filter(change -> change.millis() > now)
                .flatMap(change -> change.stage().stream()))
        .forEach(stage ->
            Optional.ofNullable(ready.get(stage.leaf()))
                .or(() -> load(stage))
                .ifPresent(loaded -> next.put(stage.leaf(), loaded)));
    ready = next;
    timeline = fresh;
    shadows = Shadows.of(records.origin(), entries, fresh.people());
    tick();
    inForce = inForce.map(this::withShadows);
  }

  /// A bundle that was taken by an earlier version or another configuration may be one that this
  /// one cannot read or carry; then nothing decides in its place, and another can still be brought.
  private Optional<BundleInForce> load(Stage stage) {
    var blob = records.blob(stage.ref().digest());
    if (blob.isEmpty()) return unusable(stage, "has no blob");
    if (!(Bundle.fromBlob(blob.get()) instanceof BundleReading.Loaded(var bundle))) {
      return unusable(stage, "cannot be read by this version");
    }
    var objections = installed.objections(bundle);
    if (!objections.isEmpty()) {
      return unusable(
          stage,
          "cannot be carried here: "
              + objections.stream().map(Objection::sentence).collect(Collectors.joining("; ")));
    }
    return Optional.of(installed.ready(bundle, stage.ref()));
  }

  private static Optional<BundleInForce> unusable(Stage stage, String why) {
    LOG.log(
        Level.SEVERE,
        "the bundle `{0}` of `records` {1}",
        new Object[] {stage.ref().digest().hex(), why});
    return Optional.empty();
  }

  /// Puts in force what is due. Exchanges that began before end under theirs.
  public synchronized void tick() {
    long now = millis();
    var stage = timeline.at(now);
    var due = stage.map(Stage::leaf);
    if (due.equals(told)) return;
    told = due;
    inForce = due.flatMap(leaf -> Optional.ofNullable(ready.get(leaf))).map(this::withShadows);
    String why = timeline.newest(now).map(Timeline.Change::why).orElse("");
    LOG.log(
        inForce.isPresent() ? Level.INFO : Level.WARNING,
        "{0}: {1}",
        new Object[] {
          inForce
              .map(current -> "bundle " + named(current) + " is in force")
              .orElse("no bundle is in force, traffic is refused"),
          why
        });
  }

  /// With the shadows that can be asked on its facts; one that cannot waits for another bundle.
  private BundleInForce withShadows(BundleInForce current) {
    var beside = new ArrayList<ShadowBundle>();
    for (Shadows.Shadow shadow : shadows.on()) {
      var known =
          current.shadows().stream()
              .filter(one -> one.ref().equals(shadow.ref()))
              .map(ShadowBundle::bundle)
              .findFirst();
      var bundle = known.or(() -> records.blob(shadow.ref().digest()).flatMap(Bundles::readable));
      if (bundle.isEmpty()) continue;
      if (ShadowFit.objections(current.bundle(), bundle.get()).isEmpty()) {
        beside.add(new ShadowBundle(bundle.get(), shadow.ref()));
      } else {
        LOG.log(
            Level.WARNING,
            "the shadow `{0} {1}` is not asked: its facts would not be those of the bundle in force",
            new Object[] {shadow.ref().name(), shadow.ref().version()});
      }
    }
    return current.beside(beside);
  }

  private static Optional<Bundle> readable(Bytes blob) {
    return Bundle.fromBlob(blob) instanceof BundleReading.Loaded(var bundle)
        ? Optional.of(bundle)
        : Optional.empty();
  }

  /// Puts a bundle beside the one in force, or takes it away, by a statement that one person
  /// signed.
  ///
  /// @param blob of the bundle; empty where it is taken away
  public synchronized Result shadow(Note note, Optional<Bytes> blob) {
    if (!(ShadowStatement.parse(note.text())
        instanceof Checked.Valid<ShadowStatement>(var statement))) {
      return Result.refused("malformed", "a statement `probity/shadow/v1` was expected");
    }
    refresh();
    long now = millis();
    var objections = new ArrayList<>(shadows.objections(statement, note, now));
    if (!objections.isEmpty()) return refuse(objections);
    var bytes = statement.on() ? blob : shadowBlob(statement.digest());
    if (bytes.filter(one -> Hash.of(one.array()).hex().equals(statement.digest())).isEmpty()) {
      return Result.refused("digest", "the bundle is not the one whose digest was signed");
    }
    if (statement.on()) {
      var bundle = readable(bytes.orElseThrow());
      if (bundle.isEmpty()) return Result.refused("mistakes", "the bundle cannot be used");
      if (!bundle.get().name().equals(statement.name())
          || !bundle.get().version().equals(statement.version())) {
        return Result.refused("name", "the bundle is not the one whose name was signed");
      }
      inForce.ifPresent(
          live -> objections.addAll(ShadowFit.objections(live.bundle(), bundle.get())));
      if (!objections.isEmpty()) return refuse(objections);
    }
    var body = Shadows.body(statement, timeline.lines(note, now), bytes.orElseThrow().length());
    return taken(
        body,
        List.of(bytes.orElseThrow()),
        "bundle",
        "`"
            + statement.name()
            + " "
            + statement.version()
            + (statement.on() ? "` is asked beside the bundle in force" : "` is no longer asked"));
  }

  private Optional<Bytes> shadowBlob(String digest) {
    return shadows.on().stream()
        .map(one -> one.ref().digest())
        .filter(one -> one.hex().equals(digest))
        .findFirst()
        .flatMap(records::blob);
  }

  private static String named(BundleInForce current) {
    return "`" + current.ref().name() + " " + current.ref().version() + "`";
  }

  /// Enrols the founding people, unless others are there already.
  public synchronized void found(List<Founder> founders) {
    if (founders.isEmpty()) return;
    long now = millis();
    var people = people();
    boolean open = people.isEmpty() || !people.canApprove(now);
    var named = people.all().stream().map(person -> person.name()).toList();
    if (!open) {
      for (Founder founder : founders) {
        if (people.named(founder.name()).filter(one -> one.key().equals(founder.key())).isEmpty()) {
          LOG.log(
              Level.WARNING,
              "`{0}` of `people` is not enrolled: people are, and one of them must sign for others",
              founder.name());
        }
      }
      return;
    }
    String from =
        people
            .founded()
            .filter(time -> now - Times.millis(time) <= Times.CLOCKS_MAX.toMillis())
            .orElse(UtcTime.text(now));
    for (Founder founder : founders) {
      if (named.contains(founder.name())) continue;
      var person =
          new PersonStatement(
              records.origin(),
              founder.name(),
              founder.key().toString(),
              List.copyOf(founder.roles()),
              founder.competence(),
              from,
              "",
              true,
              "");
      var body = person.members().put("approvals", List.of()).build();
      if (taken(body, List.of(), "key", "") instanceof Result.Refused(var objections)) {
        throw new ControlException(
            "`" + founder.name() + "` of `people`: " + objections.getFirst().sentence());
      }
    }
  }

  /// Puts a bundle in force that nobody signed; only while nobody is enrolled.
  public synchronized Result unsigned(Bundle bundle) {
    long now = millis();
    if (!people().isEmpty()) {
      return refuse(
          List.of(
              new Objection(
                  "unsigned",
                  "nobody signed this bundle, and people are enrolled who must (docs/life.md)")));
    }
    var current = timeline.at(now);
    if (current.filter(stage -> stage.ref().digest().equals(bundle.digest())).isPresent()) {
      return new Result.Taken("it is in force already");
    }
    var local = installed.objections(bundle);
    if (!local.isEmpty()) return refuse(local);
    var body =
        Json.object()
            .put("name", bundle.name())
            .put("version", bundle.version())
            .put("digest", bundle.digest().hex())
            .put("bytes", bundle.blob().length())
            .put("stage", "in-force")
            .put("in_force", UtcTime.text(now))
            .put("until", "")
            .put("mode", BundleStatement.Kind.UNSIGNED.word())
            .put("replaces", current.map(stage -> stage.leaf().hex()).orElse(""))
            .put("approvals", List.of())
            .put("change", "")
            .put("reassessment", "")
            .put("widens", false)
            .build();
    return taken(body, List.of(bundle.blob()), "bundle", "in force");
  }

  /// Takes a proposal, or says all that speaks against it; then the bundle in force stays.
  public synchronized Result submit(Proposal proposal) {
    refresh();
    long now = millis();
    var admission =
        Admission.of(
            timeline, proposal, now, inForce.map(BundleInForce::bundle), knownLabels, widening);
    return switch (admission) {
      case Admission.Refused(var objections) -> refuse(objections);
      case Admission.Admitted(var bundle, var body) -> {
        var local = installed.objections(bundle);
        yield local.isEmpty()
            ? taken(body, List.of(bundle.blob()), "bundle", says(body))
            : refuse(local);
      }
    };
  }

  private static String says(Json.Obj body) {
    String until = body.text("until").orElse("");
    return "`"
        + body.text("name").orElse("")
        + " "
        + body.text("version").orElse("")
        + "` is taken, in force from "
        + body.text("in_force").orElse("")
        + (until.isEmpty() ? "" : " until " + until + " unless the other half arrives");
  }

  /// Takes the missing half of an emergency change: signatures under its statement.
  public synchronized Result approve(Note note) {
    if (!(BundleStatement.parse(note.text())
        instanceof Checked.Valid<BundleStatement>(var statement))) {
      return Result.refused("malformed", "a statement `probity/bundle/v1` was expected");
    }
    refresh();
    long now = millis();
    var stage = timeline.half(statement, now);
    if (stage.isEmpty()) {
      return refuse(
          List.of(
              new Objection(
                  "stale", "it is about no emergency change whose other half is still awaited")));
    }
    var half = timeline.missingHalf(stage.get(), note, now);
    if (!half.objections().isEmpty()) return refuse(half.objections());
    var body =
        Json.object()
            .put("bundle", stage.get().leaf().hex())
            .put("approvals", half.lines())
            .build();
    return taken(body, List.of(), "approval", "the emergency change has both halves and stays");
  }

  /// Takes a statement about a person.
  public synchronized Result enrol(Note note) {
    if (!(PersonStatement.parse(note.text())
        instanceof Checked.Valid<PersonStatement>(var person))) {
      return Result.refused("malformed", "a statement `probity/person/v1` was expected");
    }
    refresh();
    long now = millis();
    var objections = people().objections(records.origin(), person, note, now);
    if (!objections.isEmpty()) return refuse(objections);
    var body = person.members().put("approvals", timeline.lines(note, now)).build();
    return taken(
        body,
        List.of(),
        "key",
        "`" + person.name() + "` is " + (person.active() ? "enrolled" : "revoked"));
  }

  private Result taken(Json.Obj body, List<Bytes> blobs, String kind, String says) {
    return switch (records.append(new Draft(RECORDS, kind, body, blobs))) {
      case Appended.Unwritable unwritable -> refuse(List.of(unwritten(unwritable)));
      case Appended.Durable durable -> {
        refresh();
        // What was fit a moment ago may not be so at the moment at which it was written.
        var wrong =
            timeline.ineffective(millis()).stream()
                .filter(one -> one.entry().leaf().equals(durable.leaf()))
                .findFirst();
        yield wrong.isPresent() ? refuse(wrong.get().objections()) : new Result.Taken(says);
      }
    };
  }

  private static Objection unwritten(Appended.Unwritable why) {
    return new Objection(
        "unwritable", "the ledger cannot be written (" + why.reason() + "): " + why.detail());
  }

  private Result refuse(List<Objection> objections) {
    var refused = new Result.Refused(objections);
    LOG.log(
        Level.WARNING,
        "a change of the policy was refused ({0}); {1}",
        new Object[] {
          refused.words(),
          inForce.map(current -> named(current) + " stays in force").orElse("none is in force")
        });
    return refused;
  }

  /// Whether a statement was taken before.
  public boolean knows(Proposal proposal) {
    return timeline.knows(proposal.statement());
  }

  /// The blob of a bundle that was taken once.
  public Optional<Bytes> blob(String digest) {
    return timeline.stages().stream()
        .map(stage -> stage.ref().digest())
        .filter(one -> one.hex().equals(digest))
        .findFirst()
        .flatMap(records::blob);
  }

  /// What is in force since when, what is scheduled, and what had no effect: ids and digests.
  public Json.Obj status() {
    return BundleStatus.of(records.origin(), timeline, shadows, millis());
  }
}
