package probity.prove;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.prove.Formula.Always;

/// What an expression of a condition comes to, for all facts at once.
sealed interface Meaning {
  /// @param yes where it is true
  /// @param no where it is false; where neither is, it cannot be evaluated
  record Truth(Formula yes, Formula no) implements Meaning {
    static Truth of(boolean truth) {
      return new Truth(Formula.of(truth), Formula.of(!truth));
    }

    /// Of a formula that can always be evaluated.
    static Truth of(Formula total) {
      return new Truth(total, total.not());
    }

    Truth not() {
      return new Truth(no, yes);
    }
  }

  /// @param ok where it can be evaluated, as far as `cel` itself does not tell
  /// @param cel an int in CEL; where it overflows or divides by zero, it cannot be evaluated
  /// @param constant its value where that is always the same
  record Num(Formula ok, String cel, OptionalLong constant) implements Meaning {
    static Num of(long constant) {
      String cel = constant < 0 ? "(" + constant + ")" : Long.toString(constant);
      return new Num(Always.TRUE, cel, OptionalLong.of(constant));
    }

    static Num of(Formula ok, String cel) {
      return new Num(ok, cel, OptionalLong.empty());
    }

    /// Whether it can always be evaluated: it is a constant or a variable.
    boolean isSure() {
      return ok.equals(Always.TRUE) && (constant.isPresent() || cel.matches("[a-z][a-z0-9_]*"));
    }
  }

  /// @param cases one of which is it; where none is, it cannot be evaluated
  /// @param total whether one always is
  record Word(List<Case> cases, boolean total) implements Meaning {
    public Word {
      cases = List.copyOf(cases);
    }

    static Word of(String text) {
      return new Word(List.of(new Case(Always.TRUE, new Spelling.Known(text))), true);
    }
  }

  /// @param where can always be evaluated
  record Case(Formula where, Spelling spelling) {}

  /// The letters of a word.
  sealed interface Spelling {
    record Known(String text) implements Spelling {}

    /// A word that no condition writes out, since the bundle does not declare those of the fact.
    ///
    /// @param many whether it stands for several, which may differ from each other
    record Other(String fact, boolean many) implements Spelling {}
  }

  /// A list, in no order.
  ///
  /// @param ok where it can be evaluated
  record Items(Formula ok, List<Item> items) implements Meaning {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// @param present whether it is there at least once; can always be evaluated, as `absent`
  /// @param count how often
  record Item(Formula present, Formula absent, Num count, Meaning meaning) {
    static Item once(Meaning meaning) {
      return new Item(Always.TRUE, Always.FALSE, Num.of(1), meaning);
    }
  }

  /// A map by name.
  record Table(SortedMap<String, Entry> entries) implements Meaning {
    public Table {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }
  }

  /// @param present whether the name is there; can always be evaluated
  record Entry(Formula present, Meaning meaning) {}
}
