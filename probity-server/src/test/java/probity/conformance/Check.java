package probity.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Holds what came of a case to what should have come of it.
final class Check {
  /// @param delivered whether more of the secret can be read than may be
  /// @param faults what else is wrong, a sentence each
  record Result(boolean delivered, List<String> faults) {
    Result {
      faults = List.copyOf(faults);
    }
  }

  /// What can be read from what went on.
  ///
  /// @param delivered whether more of the secret than may be
  /// @param intact whether all else is as it came
  record Look(boolean delivered, boolean intact) {}

  private final Case tried;
  private final String ticket;
  private final String type;
  private final Map<String, Look> known = new HashMap<>();

  /// @param type of the content that went on
  Check(Case tried, String ticket, String type) {
    this.tried = tried;
    this.ticket = ticket;
    this.type = type;
  }

  /// @param out what went on
  Look look(String out) {
    return known.computeIfAbsent(out, this::anew);
  }

  /// @param found whether the secret is among what was found
  static Result of(Case tried, Look look, Run.Ending ending, boolean found) {
    var faults = new ArrayList<String>();
    if (tried.isUnread()) {
      if (ending == Run.Ending.PASSED) faults.add("content that nobody read went on");
    } else if (tried.inHeader()) {
      if (ending != Run.Ending.PASSED) faults.add("the request did not go on: " + ending);
    } else {
      if (!found) faults.add("not found");
      if (!tried.mayEnd()) expected(tried, ending, look, faults);
    }
    return new Result(look.delivered, faults);
  }

  private static void expected(Case tried, Run.Ending ending, Look look, List<String> faults) {
    if (tried.secret().masked) {
      if (ending != Run.Ending.PASSED) faults.add("not masked, but " + ending);
      else if (!look.intact) faults.add("something else than the secret changed");
      return;
    }
    if (!look.intact) faults.add("something of the secret went on, or of what follows it");
    var wanted = tried.body().way() == Body.Way.STREAM ? Run.Ending.CUT : Run.Ending.REFUSED;
    if (ending != wanted) faults.add("not " + wanted + ", but " + ending);
  }

  private Look anew(String out) {
    var seen = Seen.of(out, type);
    return new Look(seen.tells(tried.secret(), tried.spelling()), intact(seen));
  }

  private boolean intact(Seen seen) {
    if (tried.inHeader()) return true;
    if (tried.secret().masked) return seen.sameAs(Seen.of(tried.masked(ticket), type));
    // What the gateway says of its refusal stands where a provider says that it failed.
    boolean refusal = tried.body().way() != Body.Way.STREAM || tried.body().fails();
    return refusal || seen.beginsLike(Seen.of(tried.emptied(ticket), type));
  }
}
