package probity.console.aims;

import java.util.List;
import probity.aims.register.Content;
import probity.aims.register.Field;
import probity.aims.register.History;

/// Why nothing was written, where several ways of writing have one reason.
final class Refusals {
  private Refusals() {}

  static Written unsure() {
    return Written.refused(
        Written.Why.UNWRITABLE,
        "the ledger did not say whether it has what was written last; nothing is written before it"
            + " does, or before the gateway is started again");
  }

  static Written gone() {
    return Written.refused(Written.Why.FORBIDDEN, "who acts is no longer here");
  }

  static Written erased(History record) {
    return Written.refused(
        Written.Why.STALE, "`" + record.id() + "` was erased, and nothing is written about it");
  }

  static Written needsAnother(Field field) {
    return new Written.Refused(
        Written.Why.INVALID,
        List.of(
            new Content.Fault(
                field.id(),
                "`"
                    + field.title()
                    + "` gets this value from another person than those who own or wrote the"
                    + " record")));
  }

  static Written noRecord(String id) {
    return Written.refused(Written.Why.UNKNOWN, "there is no record `" + id + "`");
  }

  static Written noRevision(History record, int revision) {
    return Written.refused(
        Written.Why.UNKNOWN, "`" + record.id() + "` has no revision " + revision);
  }

  static Written moved(History record, int revision) {
    return Written.refused(
        Written.Why.STALE,
        "revision "
            + revision
            + " of `"
            + record.id()
            + "` was shown, and it has revision "
            + record.newest().number()
            + " now");
  }
}
