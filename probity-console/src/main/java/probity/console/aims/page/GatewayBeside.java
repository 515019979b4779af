package probity.console.aims.page;

import java.util.List;
import java.util.Optional;
import probity.aims.register.History;
import probity.aims.register.RecordQuery;
import probity.aims.register.Revision;
import probity.aims.steer.Assessments;
import probity.aims.steer.Assumption;
import probity.aims.steer.Differences;
import probity.aims.steer.Traffic;
import probity.console.Tone;
import probity.console.aims.RecordCounts;
import probity.console.aims.RegisterBook;
import probity.console.aims.RunningBundle;
import probity.console.aims.TrafficSeen;

/// What the gateway shows of an AI system, of an assumption and of evidence, and whether the bundle
/// in force says what an impact assessment came to.
public final class GatewayBeside implements Beside {
  private static final String FOUND = "Records of its period";
  private static final String MIDNIGHT = "T00:00:00.000Z";

  private final RegisterBook book;
  private final RunningBundle bundle;
  private final TrafficSeen traffic;
  private final RecordCounts counts;

  public GatewayBeside(
      RegisterBook book, RunningBundle bundle, TrafficSeen traffic, RecordCounts counts) {
    this.book = book;
    this.bundle = bundle;
    this.traffic = traffic;
    this.counts = counts;
  }

  @Override
  public List<RecordPage.Aspect> of(History record) {
    return switch (record.register().id()) {
      case Differences.REGISTER -> List.of(seen(record));
      case Assessments.REGISTER -> inBundle(record).stream().toList();
      case Assumption.REGISTER ->
          Assumption.of(
                  record, book.records(Differences.REGISTER), book.records(Assessments.REGISTER))
              .map(this::contradicting)
              .stream()
              .toList();
      case EvidenceView.REGISTER ->
          record.newest().value("query").isEmpty() ? List.of() : found(record.newest());
      default -> List.of();
    };
  }

  private RecordPage.Aspect contradicting(Assumption assumption) {
    String title = "Records that contradict it";
    return switch (counts.count(assumption.query(), "", "")) {
      case RecordCounts.Answer.Unknown(var sentence) -> unknown(title, sentence);
      case RecordCounts.Answer.Counted(long records, var _, var _) ->
          new RecordPage.Aspect(
              title,
              Optional.of(
                  records == 0 ? new State("none", Tone.GOOD) : new State("there are", Tone.BAD)),
              List.of(counted(records, assumption.query(), "")));
    };
  }

  private static RecordPage.Aspect unknown(String title, String sentence) {
    return new RecordPage.Aspect(
        title,
        Optional.of(new State("not known", Tone.CARE)),
        List.of(new Shown.Part(sentence, "")));
  }

  private static Shown.Part counted(long records, RecordQuery query, String times) {
    return new Shown.Part(
        records + (records == 1 ? " record" : " records"), "/records?" + query.address() + times);
  }

  /// What evidence finds in its period. Records do not change, so once the period is over the
  /// number stays, and whoever has the ledger counts the same.
  private List<RecordPage.Aspect> found(Revision evidence) {
    var query = RecordQuery.of(evidence.value("query"));
    var from = Selection.day(evidence.value("from"));
    var to = Selection.day(evidence.value("to"));
    if (from.isEmpty() || to.isEmpty()) return List.of();
    String begin = from.get().toString();
    String end = to.get().plusDays(1).toString();
    String times = "&from=" + begin + "&until=" + end;
    return switch (counts.count(query, begin + MIDNIGHT, end + MIDNIGHT)) {
      case RecordCounts.Answer.Unknown(var sentence) -> List.of(unknown(FOUND, sentence));
      case RecordCounts.Answer.Counted(long records, var _, var logs) ->
          List.of(
              new RecordPage.Aspect(
                  FOUND, Optional.empty(), List.of(counted(records, query, times))),
              new RecordPage.Aspect(
                  "Counted in",
                  Optional.empty(),
                  logs.stream()
                      .map(log ->
                          new Shown.Part(
                              log.folder() + ", " + log.size() + " entries, root " + log.root(),
                              log.size() == 0
                                  ? ""
                                  : "/entries/" + log.folder() + "/" + (log.size() - 1)))
                      .toList()),
              new RecordPage.Aspect(
                  "Count it yourself",
                  Optional.empty(),
                  List.of(
                      new Shown.Part(
                          "./probity find "
                              + query.options()
                              + " --from "
                              + begin
                              + " --until "
                              + end,
                          ""))));
    };
  }

  private RecordPage.Aspect seen(History system) {
    return new RecordPage.Aspect(
        "Seen by the gateway",
        Optional.empty(),
        switch (traffic.ask()) {
          case TrafficSeen.Answer.Unreadable(var sentence) -> List.of(new Shown.Part(sentence, ""));
          case TrafficSeen.Answer.Seen(var all) ->
              List.of(
                  new Shown.Part(
                      Differences.seen(system, all).map(GatewayBeside::words).orElse("never"),
                      DifferencesPage.PATH));
        });
  }

  private static String words(Traffic.Seen seen) {
    return "first "
        + Times.show(seen.first())
        + ", last "
        + Times.show(seen.last())
        + ", exchanges: "
        + seen.exchanges();
  }

  /// Of an assessment that holds for its AI system.
  private Optional<RecordPage.Aspect> inBundle(History assessment) {
    return Assessments.approved(assessment)
        .flatMap(said ->
            book.find(said.value("system"))
                .filter(system -> system.newest().value("observed").equals("gateway"))
                .filter(system ->
                    Assessments.holding(system, book.records(Assessments.REGISTER))
                        .filter(said::equals)
                        .isPresent())
                .map(system -> inBundle(system, said)));
  }

  private RecordPage.Aspect inBundle(History system, Revision said) {
    boolean agrees =
        bundle.inForce().stream()
            .flatMap(one -> one.systems().stream())
            .anyMatch(one ->
                one.id().equals(system.newest().value("system"))
                    && one.assessment().equals(said.value("revision_word"))
                    && one.riskClass().equals(said.value("risk_class")));
    return agrees
        ? new RecordPage.Aspect(
            "Bundle in force",
            Optional.of(new State("says so", Tone.GOOD)),
            List.of(new Shown.Part("what revision " + said.number() + " came to", "")))
        : new RecordPage.Aspect(
            "Bundle in force",
            Optional.of(new State("does not say so yet", Tone.CARE)),
            List.of(new Shown.Part("the bundle that is proposed", BundleLinesPage.PATH)));
  }
}
