package probity.verify;

import java.util.ArrayList;
import java.util.List;
import probity.ledger.Checked;
import probity.ledger.Fault;

/// Collects findings in the order in which they are met; keeps the first hundred and counts the
/// rest, so that a ruined ledger cannot fill the memory.
final class Findings {
  private static final int KEPT_MAX = 100;

  private final List<Finding> kept = new ArrayList<>();
  private long count;
  private boolean passing;

  void add(Fault fault, Place place, String detail) {
    count++;
    if (kept.size() < KEPT_MAX) kept.add(new Finding(fault, place, detail));
  }

  void add(Checked.Invalid<?> invalid, Place place) {
    add(invalid.fault(), place, invalid.detail());
  }

  /// A state that a writer passes through while it publishes: worth another look before it counts.
  void addPassing(Fault fault, Place place, String detail) {
    passing = true;
    add(
        fault,
        place,
        detail
            + "; either the writer was stopped in the middle of publishing (start the gateway"
            + " once), or the checkpoint was put back or the file was added");
  }

  void addAll(Findings others) {
    for (Finding finding : others.kept) {
      if (kept.size() < KEPT_MAX) kept.add(finding);
    }
    count += others.count;
    passing |= others.passing;
  }

  boolean passing() {
    return passing;
  }

  long count() {
    return count;
  }

  List<Finding> kept() {
    return List.copyOf(kept);
  }
}
