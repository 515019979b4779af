package probity.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a condition says, without the language that it is written in: its parts joined by and and
/// or, with every negation pushed down to them. Conditions that differ in the order of their parts
/// alone have the same formula.
///
/// It says neither more nor less than the condition, also where a part cannot be evaluated: both
/// are Kleene's logic of three values. What the parts of a comparison cannot tell stays [Other].
@SuppressWarnings(
    "ClassInitializationDeadlock") // records of an interface start no one but themselves
public sealed interface Formula {
  Formula TRUE = new All(List.of());
  Formula FALSE = new Any(List.of());

  /// All of these; of none: always.
  record All(List<Formula> parts) implements Formula {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /// One of these; of none: never.
  record Any(List<Formula> parts) implements Formula {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /// A fact is one of these words, or none of them.
  record Is(Fact fact, SortedSet<String> words, boolean one) implements Formula {
    public Is {
      words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }
  }

  /// A list or a map has this word, or lacks it.
  record Has(Fact fact, String word, boolean has) implements Formula {}

  /// Something is true, or false.
  record Flag(Term term, boolean truth) implements Formula {}

  /// A number is at least `bound`, or below it.
  record AtLeast(Term term, long bound, boolean reached) implements Formula {}

  /// Anything else, by its syntax tree written out.
  record Other(String text, boolean holds) implements Formula {}

  /// A fact, what a map has under `key`, or how many items a fact has.
  ///
  /// @param key empty for the fact itself
  record Term(Fact fact, String key, boolean size) {
    public Term(Fact fact) {
      this(fact, "", false);
    }

    /// Whether it always has a value: a map may lack a key.
    public boolean isTotal() {
      return key.isEmpty();
    }

    @Override
    public String toString() {
      if (size) return "size(" + fact.word() + ")";
      return key.isEmpty() ? fact.word() : fact.word() + "['" + key + "']";
    }
  }

  static Formula is(Fact fact, Collection<String> words) {
    return new Is(fact, new TreeSet<>(words), true);
  }

  /// All of `parts`, in one order and each once.
  static Formula all(Collection<? extends Formula> parts) {
    var flat =
        parts.stream()
            .flatMap(
                part -> part instanceof All(var inner) ? inner.stream() : List.of(part).stream())
            .collect(Collectors.toCollection(Formula::inOrder));
    if (flat.contains(FALSE)) return FALSE;
    return flat.size() == 1 ? flat.first() : new All(List.copyOf(flat));
  }

  /// One of `parts`, in one order and each once.
  static Formula any(Collection<? extends Formula> parts) {
    var flat =
        parts.stream()
            .flatMap(
                part -> part instanceof Any(var inner) ? inner.stream() : List.of(part).stream())
            .collect(Collectors.toCollection(Formula::inOrder));
    if (flat.contains(TRUE)) return TRUE;
    return flat.size() == 1 ? flat.first() : new Any(List.copyOf(flat));
  }

  private static SortedSet<Formula> inOrder() {
    return new TreeSet<>((a, b) -> a.text().compareTo(b.text()));
  }

  default Formula not() {
    return switch (this) {
      case All(var parts) -> any(parts.stream().map(Formula::not).toList());
      case Any(var parts) -> all(parts.stream().map(Formula::not).toList());
      case Is(var fact, var words, var one) -> new Is(fact, words, !one);
      case Has(var fact, var word, var has) -> new Has(fact, word, !has);
      case Flag(var term, var truth) -> new Flag(term, !truth);
      case AtLeast(var term, var bound, var reached) -> new AtLeast(term, bound, !reached);
      case Other(var text, var holds) -> new Other(text, !holds);
    };
  }

  /// The parts that are joined by and: of what is no conjunction, itself.
  default List<Formula> conjuncts() {
    return this instanceof All(var parts) ? parts : List.of(this);
  }

  /// The parts of which one is enough: of what is no disjunction, itself.
  default List<Formula> disjuncts() {
    return this instanceof Any(var parts) ? parts : List.of(this);
  }

  /// In words of the language of conditions; equal formulas have equal texts.
  default String text() {
    return switch (this) {
      case All(var parts) when parts.isEmpty() -> "true";
      case Any(var parts) when parts.isEmpty() -> "false";
      case All(var parts) -> joined(parts, " && ");
      case Any(var parts) -> joined(parts, " || ");
      case Is(var fact, var words, var one) when words.size() == 1 ->
          fact.word() + (one ? " == " : " != ") + quoted(words.first());
      case Is(var fact, var words, var one) -> {
        String list =
            fact.word()
                + " in ["
                + words.stream().map(Formula::quoted).collect(Collectors.joining(", "))
                + "]";
        yield one ? list : "!(" + list + ")";
      }
      case Has(var fact, var word, var has) -> {
        String in = quoted(word) + " in " + fact.word();
        yield has ? in : "!(" + in + ")";
      }
      case Flag(var term, var truth) -> (truth ? "" : "!") + term;
      case AtLeast(var term, var bound, var reached) -> term + (reached ? " >= " : " < ") + bound;
      case Other(var text, var holds) -> holds ? text : "!" + text;
    };
  }

  private static String joined(List<Formula> parts, String by) {
    return parts.stream()
        .map(part ->
            part instanceof All || part instanceof Any ? "(" + part.text() + ")" : part.text())
        .collect(Collectors.joining(by));
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }
}
