package probity.aims.steer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import probity.aims.register.History;
import probity.aims.register.Revision;

/// What the risk method says of levels: likelihood times consequence, each 1 to 5.
///
/// @param record the record of the method; empty where there is none, and nothing is judged
/// @param acceptable up to which an owner may accept
/// @param unacceptable from which nobody may
public record RiskScale(Optional<Revision> record, int acceptable, int unacceptable) {
  public static final String REGISTER = "risk-method";

  /// The largest likelihood and the largest consequence.
  public static final int MAX = 5;

  /// How a level is to be judged.
  public enum Judgement {
    ACCEPTABLE,

    /// Above what an owner may accept alone.
    ABOVE,

    /// Nobody may accept it.
    UNACCEPTABLE
  }

  /// The newest method that was approved, as approved; where none was, the newest.
  public static RiskScale of(List<History> methods) {
    var open = methods.stream().filter(one -> !one.archived()).toList();
    Optional<Revision> record =
        open.stream()
            .filter(one -> one.approval().isPresent())
            .max(Comparator.comparing(one -> one.approval().orElseThrow().time()))
            .flatMap(Assessments::approved)
            .or(() -> open.stream().map(History::newest).max(Comparator.comparing(Revision::time)));
    return new RiskScale(
        record,
        record.map(one -> number(one.value("acceptable")).orElse(0)).orElse(0),
        record.map(one -> number(one.value("unacceptable")).orElse(0)).orElse(0));
  }

  public boolean isKnown() {
    return record.isPresent();
  }

  public Judgement judge(int level) {
    if (level >= unacceptable) return Judgement.UNACCEPTABLE;
    return level > acceptable ? Judgement.ABOVE : Judgement.ACCEPTABLE;
  }

  /// What a likelihood or consequence is called; empty without a method.
  ///
  /// @param what `likelihood` or `consequence`
  public String words(String what, int number) {
    return record.map(one -> one.value(what + "_" + number)).orElse("");
  }

  static OptionalInt number(String value) {
    return value.matches("[0-9]{1,2}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }
}
