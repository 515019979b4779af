package probity.classify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rules that are looked for together, in one pass over a text.
final class RuleSet implements Detector {
  /// A set that needs more states than this is refused: memory and time to build grow with them.
  private static final int STATES_MAX = 100_000;

  static final int STATES_ALONE_MAX = 5_000;
  private static final int KINDS_MAX = 62;

  /// The bit of words that stand before a match.
  static final long CONTEXT = 1L << 63;

  private static final PatternSyntax.Part BETWEEN = PatternSyntax.read("[ _-]?");

  final Automaton automaton;

  /// Whether letters of every script make words, or those of ASCII alone.
  private final boolean everyScript;

  private final List<Rule> rules;

  /// By pattern of the automaton, its rule; a context where that is negative: `-1 - context`.
  private final int[] meanings;

  /// By rule, the contexts of which one must stand before it.
  private final int[][] contexts;

  /// By rule, the bit of its kind.
  private final long[] bits;

  private final List<Kind> kinds;

  /// The kinds that are asked for, as bits.
  final long asked;

  /// How far before a match a word may end that it needs.
  final int withinMax;

  private RuleSet(
      Automaton automaton,
      boolean everyScript,
      List<Rule> rules,
      int[] meanings,
      int[][] contexts,
      long[] bits,
      List<Kind> kinds,
      long asked,
      int withinMax) {
    this.automaton = automaton;
    this.everyScript = everyScript;
    this.rules = rules;
    this.meanings = meanings;
    this.contexts = contexts;
    this.bits = bits;
    this.kinds = kinds;
    this.asked = asked;
    this.withinMax = withinMax;
  }

  /// All of some rules.
  ///
  /// @throws IllegalArgumentException where they cannot be looked for together
  static RuleSet of(List<Rule> rules) {
    return of(rules, false, STATES_MAX);
  }

  /// All of some rules, whose words are those of every script.
  ///
  /// @throws IllegalArgumentException where they cannot be looked for together
  static RuleSet ofEveryScript(List<Rule> rules, int statesMax) {
    return of(rules, true, statesMax);
  }

  private static RuleSet of(List<Rule> rules, boolean everyScript, int statesMax) {
    var kinds = new ArrayList<Kind>();
    long[] bits = new long[rules.size()];
    var meanings = new ArrayList<Integer>();
    Map<String, Integer> known = new HashMap<>();
    int[][] contexts = new int[rules.size()][];
    int withinMax = 0;
    var builder = new AutomatonBuilder(statesMax);
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (!kinds.contains(rule.kind())) kinds.add(rule.kind());
      bits[i] = 1L << kinds.indexOf(rule.kind());
      for (PatternSyntax.Part form : rule.forms()) {
        builder.add(form, bits[i], rule.after().isEmpty());
        meanings.add(i);
      }
      contexts[i] = new int[rule.after().size()];
      for (int word = 0; word < contexts[i].length; word++) {
        String spelled = rule.after().get(word);
        Integer context = known.get(spelled);
        if (context == null) {
          context = known.size();
          known.put(spelled, context);
          var words =
              everyScript
                  ? WordForms.anyCase(spelled, BETWEEN)
                  : PatternSyntax.phrase(spelled, BETWEEN);
          builder.add(words, CONTEXT, true);
          meanings.add(-1 - context);
        }
        contexts[i][word] = context;
        withinMax = Math.max(withinMax, rule.within());
      }
    }
    if (kinds.size() > KINDS_MAX) {
      throw new IllegalArgumentException("more than " + KINDS_MAX + " labels");
    }
    long all = 0;
    for (long bit : bits) all |= bit;
    int[] meaning = meanings.stream().mapToInt(Integer::intValue).toArray();
    return new RuleSet(
        everyScript ? builder.build() : build(builder, rules),
        everyScript,
        List.copyOf(rules),
        meaning,
        contexts,
        bits,
        kinds,
        all,
        withinMax);
  }

  private static Automaton build(AutomatonBuilder builder, List<Rule> rules) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      // Mostly it is one rule, which leaves open where one of its counts ends.
      for (Rule rule : rules) {
        var alone = new AutomatonBuilder(STATES_ALONE_MAX);
        rule.forms().forEach(form -> alone.add(form, 1, true));
        try {
          alone.build();
        } catch (IllegalArgumentException why) {
          throw new IllegalArgumentException(
              "rule `" + rule.id() + "`: " + why.getMessage() + "; leave it to a check", why);
        }
      }
      throw e;
    }
  }

  /// The same rules, of which only those of some labels find anything.
  RuleSet asking(Collection<String> labels) {
    long some = 0;
    for (int i = 0; i < kinds.size(); i++) {
      if (labels.contains(kinds.get(i).label())) some |= 1L << i;
    }
    return new RuleSet(
        automaton, everyScript, rules, meanings, contexts, bits, kinds, some, withinMax);
  }

  @Override
  public List<Kind> kinds() {
    return kinds(asked);
  }

  /// Those of some kinds that are asked for.
  List<Kind> kinds(long some) {
    var found = new ArrayList<Kind>();
    for (int i = 0; i < kinds.size(); i++) {
      if ((some & asked & 1L << i) != 0) found.add(kinds.get(i));
    }
    return found;
  }

  /// Whether a character is one of words.
  boolean word(char c) {
    return Ascii.word(c) || (everyScript && c >= 0x80 && (Character.isLetterOrDigit(c) || mark(c)));
  }

  /// Whether a character sits on the letter before it.
  private static boolean mark(char c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /// The kind of a bit.
  Kind kindOf(int bit) {
    return kinds.get(bit);
  }

  @Override
  public Scanner scanner(int from) {
    return new RuleScanner(this, from);
  }

  /// The rule of a pattern, or the context `-1 - context`.
  int meaning(int pattern) {
    return meanings[pattern];
  }

  Rule rule(int number) {
    return rules.get(number);
  }

  boolean asked(int rule) {
    return (bits[rule] & asked) != 0;
  }

  /// The contexts of which one must stand before a rule's match; none where nothing has to.
  int[] contexts(int rule) {
    return contexts[rule];
  }

  /// The number of the bit of a rule's kind.
  int kind(int rule) {
    return Long.numberOfTrailingZeros(bits[rule]);
  }
}
