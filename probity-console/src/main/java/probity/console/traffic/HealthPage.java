package probity.console.traffic;

import java.util.ArrayList;
import java.util.List;
import probity.console.Tone;

/// How the ledger is doing: first in a sentence, then log by log.
///
/// @param wrong what needs somebody, in sentences; empty where nothing does
/// @param logs those whose files can be read; the others stand in `wrong`
public record HealthPage(
    String time,
    Tone tone,
    String summary,
    List<String> wrong,
    List<RecordPage.Pair> writer,
    List<Log> logs,
    String quorum,
    List<Copy> copies,
    List<Stamp> stamps) {
  public HealthPage {
    wrong = List.copyOf(wrong);
    writer = List.copyOf(writer);
    logs = List.copyOf(logs);
    copies = List.copyOf(copies);
    stamps = List.copyOf(stamps);
  }

  /// @param newest the page of the newest published entry; empty for an empty log
  public record Log(
      String folder,
      String origin,
      String entries,
      String newest,
      String root,
      String publishedAt,
      Tone tone,
      String witnessed,
      String lag,
      List<Witness> witnesses) {
    public Log {
      witnesses = List.copyOf(witnesses);
    }
  }

  public record Witness(String name, Tone tone, String state, String size, String success) {}

  public record Copy(
      String name, String place, Tone tone, String state, String lag, String protection) {}

  public record Stamp(String authority, String log, String covers, String time, String entry) {}

  /// So long witnesses may be behind before somebody is to look.
  private static final long MOMENT_MILLIS = 300_000;

  static HealthPage of(Health health) {
    var wrong = wrong(health);
    return new HealthPage(
        Told.time(health.time()),
        wrong.isEmpty() ? Tone.GOOD : Tone.BAD,
        wrong.isEmpty()
            ? "The ledger is written, sealed and published."
            : "Something of the ledger needs somebody.",
        wrong.stream().map(Told::quoted).toList(),
        writer(health.writer()),
        health.logs().stream().filter(Health.Log::isReadable).map(log -> log(log, health)).toList(),
        quorum(health),
        health.copies().stream().map(HealthPage::copy).toList(),
        health.stamps().stream()
            .map(stamp ->
                new Stamp(
                    stamp.authority(),
                    stamp.log(),
                    Told.count(stamp.size(), "entry", "entries"),
                    Told.time(stamp.time()),
                    "/entries/records/" + stamp.entry()))
            .toList());
  }

  private static List<String> wrong(Health health) {
    var wrong = new ArrayList<String>();
    if (!health.writer().writing().equals("running")) {
      wrong.add("The writer is " + health.writer().writing() + detail(health.writer()) + ".");
    }
    if (!health.writer().sealing().equals("running")) {
      wrong.add("The sealer is " + health.writer().sealing() + detail(health.writer()) + ".");
    }
    if (!health.index().isEmpty()) wrong.add(health.index());
    for (Health.Log log : health.logs()) {
      if (!log.detail().isEmpty()) wrong.add("Log " + log.folder() + ": " + log.detail() + ".");
      if (waits(log, health)) {
        wrong.add(
            "Log "
                + log.folder()
                + " waits for its witnesses since "
                + Told.length(log.waitingMillis())
                + ": fewer than "
                + health.quorum()
                + " have cosigned it to the end.");
      }
      for (Health.Witness witness : log.witnesses()) {
        if (!witness.contradicts()) continue;
        wrong.add(
            "Witness "
                + witness.name()
                + " saw other entries of "
                + log.folder()
                + " than are published now: "
                + witness.failure()
                + ".");
      }
    }
    for (Health.Copy copy : health.copies()) {
      if (!copy.failure().isEmpty()) {
        wrong.add("Copy " + copy.name() + " fails: " + copy.failure() + ".");
      }
    }
    return wrong;
  }

  /// Whether too few witnesses cosigned what is published, and not only for a moment.
  private static boolean waits(Health.Log log, Health health) {
    return health.quorum() > 0
        && log.cosigned() < log.published()
        && log.waitingMillis() > MOMENT_MILLIS;
  }

  private static String detail(Health.Writer writer) {
    return writer.detail().isEmpty() ? "" : ": " + writer.detail();
  }

  private static List<RecordPage.Pair> writer(Health.Writer writer) {
    return List.of(
        new RecordPage.Pair("Writer", writer.writing(), ""),
        new RecordPage.Pair("Sealer", writer.sealing(), ""),
        new RecordPage.Pair(
            "Written and not yet published", Told.count(writer.backlog(), "entry", "entries"), ""),
        new RecordPage.Pair("Signed by", writer.signer(), ""));
  }

  private static Log log(Health.Log log, Health health) {
    return new Log(
        log.folder(),
        log.origin(),
        Told.number(log.published()),
        log.published() == 0 ? "" : "/entries/" + log.folder() + "/" + (log.published() - 1),
        log.root(),
        Told.time(log.publishedAt()),
        tone(log, health),
        witnessed(log, health),
        lag(log),
        log.witnesses().stream().map(one -> witness(one, log)).toList());
  }

  private static Tone tone(Health.Log log, Health health) {
    if (log.witnesses().stream().anyMatch(Health.Witness::contradicts)) return Tone.BAD;
    if (waits(log, health)) return Tone.BAD;
    if (log.cosigned() == 0) return Tone.PLAIN;
    return log.cosigned() >= log.published() ? Tone.GOOD : Tone.CARE;
  }

  private static String witnessed(Health.Log log, Health health) {
    if (log.cosigned() == 0) {
      return health.quorum() == 0 && log.witnesses().isEmpty() ? "no witnesses" : "not witnessed";
    }
    long behind = log.published() - log.cosigned();
    return behind <= 0
        ? "witnessed to the end"
        : "witnessed up to " + Told.count(log.cosigned(), "entry", "entries");
  }

  private static String lag(Health.Log log) {
    var parts = new ArrayList<String>();
    if (log.durable() > log.published()) {
      parts.add(
          Told.count(log.durable() - log.published(), "entry", "entries") + " to be published");
    }
    long behind = log.published() - log.cosigned();
    if (log.cosigned() > 0 && behind > 0) {
      parts.add(Told.count(behind, "entry", "entries") + " to be witnessed");
    }
    if (log.waitingMillis() > 0) parts.add("waits " + Told.length(log.waitingMillis()));
    if (log.indexed() < log.published()) {
      parts.add(Told.count(log.published() - log.indexed(), "entry", "entries") + " to be indexed");
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static Witness witness(Health.Witness witness, Health.Log log) {
    boolean current = witness.size() >= log.published();
    return new Witness(
        witness.name(),
        witness.contradicts() ? Tone.BAD : current ? Tone.GOOD : Tone.CARE,
        witness.failure().isEmpty() ? current ? "up to date" : "behind" : witness.failure(),
        Told.number(witness.size()),
        witness.success().isEmpty() ? "never" : Told.time(witness.success()));
  }

  private static String quorum(Health health) {
    if (health.elsewhere()) {
      return "Another process has this ledger; what its witnesses do is known there. What they"
          + " cosigned stands here as it is published.";
    }
    if (health.quorum() == 0) {
      return "No witness is configured: nobody outside would see that the ledger was rewritten by"
          + " whoever has its keys.";
    }
    long all = health.logs().stream().mapToLong(log -> log.witnesses().size()).max().orElse(0);
    return health.quorum() + " of " + all + " witnesses are enough.";
  }

  private static Copy copy(Health.Copy copy) {
    boolean never = copy.succeeded().isEmpty();
    boolean fails = !copy.failure().isEmpty();
    return new Copy(
        copy.name(),
        copy.place(),
        fails ? Tone.BAD : never ? Tone.CARE : Tone.GOOD,
        fails
            ? "fails: " + copy.failure()
            : never ? "no round yet" : "read back " + Told.time(copy.succeeded()),
        Told.count(copy.lag(), "entry", "entries"),
        copy.protection());
  }
}
