package probity.console.aims.page;

import java.util.List;
import java.util.Optional;
import probity.aims.register.History;
import probity.aims.register.Revision;
import probity.aims.steer.Assessments;
import probity.aims.steer.Differences;
import probity.aims.steer.Traffic;
import probity.console.Tone;
import probity.console.aims.RegisterBook;
import probity.console.aims.RunningBundle;
import probity.console.aims.TrafficSeen;

/// What the gateway shows of an AI system, and whether the bundle in force says what an impact
/// assessment came to.
public final class GatewayBeside implements Beside {
  private final RegisterBook book;
  private final RunningBundle bundle;
  private final TrafficSeen traffic;

  public GatewayBeside(RegisterBook book, RunningBundle bundle, TrafficSeen traffic) {
    this.book = book;
    this.bundle = bundle;
    this.traffic = traffic;
  }

  @Override
  public List<RecordPage.Aspect> of(History record) {
    return switch (record.register().id()) {
      case Differences.REGISTER -> List.of(seen(record));
      case Assessments.REGISTER -> inBundle(record).stream().toList();
      default -> List.of();
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
