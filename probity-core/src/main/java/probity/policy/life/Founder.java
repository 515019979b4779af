package probity.policy.life;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.ledger.VerifierKey;

/// A person whom the configuration names, from before anybody could sign for another.
///
/// @param key whose name is the person's
/// @param competence where the record of the person's competence is, or empty
public record Founder(VerifierKey key, SortedSet<String> roles, String competence) {
  public Founder {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  public String name() {
    return key.name();
  }
}
