package probity.verify;

import java.util.Optional;
import probity.ledger.Entry;

/// What a log's `genesis` entry says of it.
record Genesis(
    Place place,
    String retention,
    String period,
    String policy,
    Optional<Claim> previous,
    Optional<Claim> records) {
  static final String RECORDS = "records";

  static Genesis of(Entry entry, Place place) {
    var body = entry.body();
    return new Genesis(
        place,
        body.text("class").orElse(""),
        body.text("period").orElse(""),
        body.text("policy").orElse(""),
        body.object("previous").flatMap(Claim::read),
        body.object("records").flatMap(Claim::read));
  }

  boolean isRecords() {
    return retention.equals(RECORDS);
  }

  /// The name of the log's folder.
  String folder() {
    return isRecords() ? RECORDS : "traffic-" + retention + "-" + period;
  }
}
