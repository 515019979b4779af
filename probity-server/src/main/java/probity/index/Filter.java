package probity.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import probity.index.Query.By;
import probity.index.Query.Field;
import probity.index.Query.Term;

/// Which profiles a query asks for. Each condition on words is a bit; a profile has those that
/// hold.
final class Filter {
  private static final int TERMS_MAX = 60;

  private final List<Term> terms;
  private final WordSets once;
  private final WordSets many;
  private final long[] onceBits;
  private final long[] manyBits;
  private final long all;

  Filter(Connection database, Query query) throws SQLException {
    terms = new ArrayList<>(query.by(By.ONCE));
    terms.addAll(query.by(By.NOT_ONCE));
    terms.addAll(query.by(By.MANY));
    if (terms.size() > TERMS_MAX) throw new IllegalArgumentException(terms.size() + " conditions");
    once = WordSets.read(database, Profiles.ONCE);
    many = WordSets.read(database, Profiles.MANY);
    onceBits = new long[once.size()];
    manyBits = new long[many.size()];
    for (int bit = 0; bit < terms.size(); bit++) {
      var term = terms.get(bit);
      boolean listed = term.field().by == By.MANY;
      set(listed ? many : once, listed ? manyBits : onceBits, term, 1L << bit);
    }
    all = (1L << terms.size()) - 1;
  }

  private static void set(WordSets sets, long[] bits, Term term, long bit) {
    boolean wanted = term.field().by != By.NOT_ONCE;
    for (int i = 0; i < bits.length; i++) {
      if (sets.has(i, term.field().what, term.value()) == wanted) bits[i] |= bit;
    }
  }

  /// The conditions that hold for a profile.
  long bits(long profile) {
    return onceBits[Profiles.once(profile)] | manyBits[Profiles.many(profile)];
  }

  boolean takes(long profile) {
    return bits(profile) == all;
  }

  /// All conditions.
  long all() {
    return all;
  }

  /// All but those on `field`.
  long without(Field field) {
    long left = all;
    for (int bit = 0; bit < terms.size(); bit++) {
      if (terms.get(bit).field() == field) left &= ~(1L << bit);
    }
    return left;
  }

  WordSets once() {
    return once;
  }

  WordSets many() {
    return many;
  }
}
