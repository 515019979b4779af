package probity.policy.life;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.ledger.Hash;
import probity.ledger.VerifierKey;

/// A person as the newest `key` entry of that name says.
///
/// @param fromMillis from when it holds, inclusive
/// @param untilMillis until when, exclusive; `Long.MAX_VALUE` where the entry names no end
/// @param active false for one who was revoked
/// @param leaf of that entry
public record Person(
    VerifierKey key,
    SortedSet<String> roles,
    String competence,
    long fromMillis,
    long untilMillis,
    boolean active,
    Hash leaf) {
  public Person {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  public String name() {
    return key.name();
  }

  /// Whether a signature of this person counts then.
  public boolean isEnrolled(long millis) {
    return active && millis >= fromMillis && millis < untilMillis;
  }
}
