package probity.store.file;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.evidence.Appended;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.VerifierKey;

/// The series of one writer, one per log, and what may come next in each. What this lets in, a
/// verifier accepts: one bad entry would spoil its log for good.
///
/// Guarded by the sequencer's lock.
final class Chains {
  /// Kinds that only the ledger writes.
  private static final Set<String> OF_THE_LEDGER =
      Set.of("genesis", "policy", "close", "anchor", "heartbeat");

  private final Map<String, Link> links = new HashMap<>();

  /// The last entry of a series; `seq` is -1 before its first.
  private record Link(String series, long seq, String leaf, String time) {}

  /// Lets `series` begin in a log. The name was never used: it is the ledger that makes it.
  void begin(String folder, String series) {
    links.put(folder, new Link(series, -1, "", ""));
  }

  /// Why the entry cannot be the next of its series, or empty.
  Optional<Appended.Unwritable> fault(Offer offer) {
    Link last = links.get(offer.log());
    if (last == null || !last.series.equals(offer.series())) {
      return outOfChain("the series was not opened by this writer");
    }
    if (offer.seq() != last.seq + 1 || !offer.prev().equals(last.leaf)) {
      return outOfChain(
          "`seq` is "
              + offer.seq()
              + " where "
              + (last.seq + 1)
              + " is next, or `prev` is another");
    }
    if (offer.time().compareTo(last.time) < 0) {
      return outOfChain("`time` is before the predecessor's");
    }
    if (offer.skew() != 0 && !offer.time().equals(last.time)) {
      return outOfChain("an entry with `skew` does not repeat the predecessor's `time`");
    }
    if (offer.entry().length() > Entry.BYTES_MAX) {
      return malformed("the entry has over " + Entry.BYTES_MAX + " bytes");
    }
    return offer.seq() == 0 ? firstFault(offer) : laterFault(offer);
  }

  private static Optional<Appended.Unwritable> firstFault(Offer offer) {
    if (!offer.isSeriesKey()) {
      return malformed("the first entry is not the `key` entry of the series");
    }
    return switch (VerifierKey.parse(offer.body().text("key").orElse(""))) {
      case Checked.Valid<VerifierKey>(var key) ->
          key.name().equals(offer.series())
              ? Optional.empty()
              : malformed("the key does not bear the name of the series");
      case Checked.Invalid<VerifierKey>(_, var detail) -> malformed(detail);
    };
  }

  private static Optional<Appended.Unwritable> laterFault(Offer offer) {
    if (offer.isSeriesKey()) return malformed("a second `key` entry of role `series`");
    boolean vouches =
        offer.kind().equals("key") && offer.body().text("role").equals(Optional.of("log"));
    return vouches || OF_THE_LEDGER.contains(offer.kind())
        ? malformed("only the ledger writes this kind")
        : Optional.empty();
  }

  /// Notes that the entry has its place.
  void take(Offer offer) {
    links.put(offer.log(), new Link(offer.series(), offer.seq(), offer.leaf().hex(), offer.time()));
  }

  private static Optional<Appended.Unwritable> outOfChain(String detail) {
    return Optional.of(new Appended.Unwritable(Intake.OUT_OF_CHAIN, detail));
  }

  private static Optional<Appended.Unwritable> malformed(String detail) {
    return Optional.of(new Appended.Unwritable("malformed", detail));
  }
}
