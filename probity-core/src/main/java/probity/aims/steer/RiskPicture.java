package probity.aims.steer;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.aims.register.Remark;
import probity.aims.register.Standing;
import probity.aims.steer.RiskScale.Judgement;

/// How risks lie, as registers have them at one time: opportunities, closed and archived records
/// are left out.
///
/// @param risks open ones, in the order of the register
/// @param notAccepted those whose level is above what is acceptable, each with the reason why that
///   is not accepted
/// @param overdue treatments that should be done
public record RiskPicture(
    RiskScale scale, List<Risk> risks, List<NotAccepted> notAccepted, List<History> overdue) {
  public static final String REGISTER = "risks";

  public static final String TREATMENTS = "treatments";

  private static final Set<String> TO_DO = Set.of("planned", "running");

  public RiskPicture {
    risks = List.copyOf(risks);
    notAccepted = List.copyOf(notAccepted);
    overdue = List.copyOf(overdue);
  }

  /// A place on the scales.
  public record Place(int likelihood, int consequence) {
    public int level() {
      return likelihood * consequence;
    }
  }

  /// A risk with its places, each empty where it was not measured.
  ///
  /// @param inherent without measures
  /// @param residual once all treatments are carried out
  /// @param today with the measures that are in place: what is left where that is accepted, else as
  ///   treated so far, else without measures
  public record Risk(
      History record, Optional<Place> inherent, Optional<Place> residual, Optional<Place> today) {}

  public record NotAccepted(Risk risk, String why) {}

  /// @param day of the month's end, or today
  /// @param above how many risks were above what was acceptable then
  /// @param measured how many had a level then
  public record Point(LocalDate day, int above, int measured) {}

  public static RiskPicture of(
      List<History> risks, List<History> treatments, RiskScale scale, LocalDate today) {
    var open = risks.stream().filter(RiskPicture::isOpen).map(RiskPicture::risk).toList();
    return new RiskPicture(
        scale,
        open,
        open.stream().flatMap(risk -> notAccepted(risk, scale, today).stream()).toList(),
        treatments.stream().filter(one -> isOverdue(one, today)).toList());
  }

  private static boolean isOpen(History record) {
    return !record.archived()
        && record.newest().value("direction").equals("risk")
        && !record.newest().value("status").equals("closed");
  }

  private static Risk risk(History record) {
    var inherent = place(record, "inherent");
    var residual = place(record, "residual");
    boolean accepted = record.newest().value("status").equals("accepted");
    var today =
        Stream.of(accepted ? residual : Optional.<Place>empty(), place(record, "treated"), inherent)
            .flatMap(Optional::stream)
            .findFirst();
    return new Risk(record, inherent, residual, today);
  }

  private static Optional<Place> place(History record, String which) {
    var likelihood = RiskScale.number(record.newest().value(which + "_likelihood"));
    var consequence = RiskScale.number(record.newest().value(which + "_consequence"));
    return likelihood.isPresent() && consequence.isPresent()
        ? Optional.of(new Place(likelihood.getAsInt(), consequence.getAsInt()))
        : Optional.empty();
  }

  /// Between the two limits of the method top management decides: it accepts what is left by
  /// approving the revision that says so.
  private static Optional<NotAccepted> notAccepted(Risk risk, RiskScale scale, LocalDate today) {
    if (!scale.isKnown() || risk.today().isEmpty()) return Optional.empty();
    int level = risk.today().get().level();
    if (scale.judge(level) == Judgement.ACCEPTABLE) return Optional.empty();
    if (scale.judge(level) == Judgement.UNACCEPTABLE) {
      return Optional.of(
          new NotAccepted(
              risk, "nobody may accept " + level + " (from " + scale.unacceptable() + " on)"));
    }
    return why(risk.record(), today).map(why -> new NotAccepted(risk, why));
  }

  private static Optional<String> why(History record, LocalDate today) {
    var said = record.newest();
    if (!said.value("status").equals("accepted")) return Optional.of("it is not accepted");
    if (record.standing() != Standing.APPROVED) {
      return Optional.of("that it is accepted is not approved");
    }
    String until = said.value("accepted_until");
    if (!until.isEmpty() && until.compareTo(today.toString()) < 0) {
      return Optional.of("it was accepted until " + until);
    }
    String role = record.approval().map(Remark::role).orElse("");
    return role.equals(Duty.TOP_MANAGEMENT.word())
        ? Optional.empty()
        : Optional.of("that it is accepted was not approved by top management");
  }

  private static boolean isOverdue(History treatment, LocalDate today) {
    var said = treatment.newest();
    return !treatment.archived()
        && TO_DO.contains(said.value("status"))
        && !said.value("due").isEmpty()
        && said.value("due").compareTo(today.toString()) < 0;
  }

  /// Risks at a place.
  public List<Risk> at(Place place, boolean residual) {
    return risks.stream()
        .filter(risk -> (residual ? risk.residual() : risk.inherent()).equals(Optional.of(place)))
        .toList();
  }

  /// How many risks were above what was acceptable at each month's end and today, judged by what
  /// risks and method said then.
  ///
  /// @param months how many ends of months before today
  public static List<Point> trend(
      List<History> risks, List<History> methods, LocalDate today, int months) {
    var days = new ArrayList<LocalDate>();
    for (int back = months; back > 0; back--) {
      days.add(YearMonth.from(today).minusMonths(back).atEndOfMonth());
    }
    days.add(today);
    return days.stream().map(day -> point(risks, methods, day)).toList();
  }

  private static Point point(List<History> risks, List<History> methods, LocalDate day) {
    String time = day + "T23:59:59.999Z";
    var scale = RiskScale.of(asOf(methods, time));
    var levels =
        asOf(risks, time).stream()
            .filter(RiskPicture::isOpen)
            .flatMap(record -> risk(record).today().stream())
            .map(Place::level)
            .toList();
    long above =
        levels.stream()
            .filter(level -> scale.isKnown() && scale.judge(level) != Judgement.ACCEPTABLE)
            .count();
    return new Point(day, (int) above, levels.size());
  }

  private static List<History> asOf(List<History> records, String time) {
    return records.stream().flatMap(one -> one.asOf(time).stream()).toList();
  }
}
