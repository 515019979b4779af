package probity.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.KeyName;
import probity.ledger.KeyType;
import probity.ledger.VerifierKey;

/// Follows every series of one log: `seq` without a gap, `prev` the predecessor's hash, time not
/// falling, and the key that its first entry gives.
///
/// Holds the last entry's hash, number and time of each series.
final class SeriesCheck {
  private record Last(Optional<VerifierKey> key, long seq, Hash leaf, String time) {}

  private final Findings findings;
  private final Map<String, Last> series = new HashMap<>();

  SeriesCheck(Findings findings) {
    this.findings = findings;
  }

  int count() {
    return series.size();
  }

  /// Takes the log's next entry; returns the key under which it must verify.
  Optional<VerifierKey> follow(Entry entry, Place place) {
    var last = series.get(entry.series());
    if (last == null) {
      begin(entry, place);
    } else {
      continues(last, entry, place);
    }
    var key = last == null ? ownKey(entry, place) : last.key();
    series.put(entry.series(), new Last(key, entry.seq(), entry.leaf(), entry.time()));
    return key;
  }

  private void begin(Entry entry, Place place) {
    if (entry.seq() != 0) {
      broken(place, "series begins with `seq` " + entry.seq() + ", 0 expected");
    }
    if (entry.skew() != 0) broken(place, "the first entry of a series has a `skew`");
  }

  private void continues(Last last, Entry entry, Place place) {
    if (entry.seq() != last.seq() + 1) {
      broken(place, "`seq` is " + entry.seq() + " after " + last.seq() + " of the same series");
    } else if (!entry.prev().equals(Optional.of(last.leaf()))) {
      broken(place, "`prev` is not the hash of the series' previous entry, " + last.leaf());
    }
    if (entry.time().compareTo(last.time()) < 0) {
      broken(place, "`time` " + entry.time() + " is before the predecessor's " + last.time());
    }
    if (entry.skew() != 0 && !entry.time().equals(last.time())) {
      broken(place, "an entry with `skew` does not repeat the predecessor's `time`");
    }
    if (isSeriesKey(entry)) {
      findings.add(
          Fault.INCONSISTENT, place, "a second `key` entry of role `series` in one series");
    }
  }

  private void broken(Place place, String detail) {
    findings.add(Fault.BROKEN_CHAIN, place, detail);
  }

  private static boolean isSeriesKey(Entry entry) {
    return entry.kind().equals("key") && entry.body().text("role").equals(Optional.of("series"));
  }

  private static boolean isOf(Entry entry, VerifierKey key) {
    return key.type() == KeyType.ED25519
        && key.name().equals(entry.series())
        && KeyName.isValid(key.name());
  }

  private Optional<VerifierKey> ownKey(Entry entry, Place place) {
    if (!isSeriesKey(entry)) {
      findings.add(
          Fault.UNKNOWN_KEY,
          place,
          "the first entry of a series is not its `key` entry of role `series`");
      return Optional.empty();
    }
    return switch (VerifierKey.parse(entry.body().text("key").orElse(""))) {
      case Checked.Valid<VerifierKey>(var key) when isOf(entry, key) -> Optional.of(key);
      case Checked.Valid<VerifierKey>(var key) -> {
        findings.add(
            Fault.UNKNOWN_KEY,
            place,
            "the key `" + key.name() + "` is no Ed25519 key with the name of its series");
        yield Optional.empty();
      }
      case Checked.Invalid<VerifierKey> invalid -> {
        findings.add(invalid, place);
        yield Optional.empty();
      }
    };
  }
}
