package probity.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Looks for the matches of a [RuleSet] in one text, all at once: a candidate is a place where a
/// match may have begun and the state that the text since then led to. Of two candidates in one
/// state the later one goes with the earlier, so there are never more candidates than states that a
/// text can be in at once, and the time is linear in the text, whatever it is.
final class RuleScanner implements Scanner {
  /// A match is never longer.
  private static final int LENGTH_MAX = 16_384;

  /// Up to so many candidates are compared each with each.
  private static final int FEW = 8;

  private final RuleSet rules;
  private final Automaton automaton;

  /// What is worth following, as bits.
  private final long followed;

  private int at;

  /// Candidates, by where they began.
  private int live;

  private int[] starts = new int[FEW];
  private int[] states = new int[FEW];

  /// What they completed so far; [Completed#NOTHING] for most.
  private Completed[] completed = new Completed[FEW];

  /// By state, the last character at which a candidate came to it; empty until there are many.
  private int[] reached = {};

  private final RuleContexts contexts = new RuleContexts();

  /// Matches that wait for earlier candidates, by where they begin.
  private final List<Match> matches = new ArrayList<>();

  /// By kind, the end of the last match.
  private final int[] ends = new int[Long.SIZE];

  private record Match(int kind, int start, int end, int confidence) {}

  RuleScanner(RuleSet rules, int from) {
    this.rules = rules;
    automaton = rules.automaton;
    followed = rules.asked | (rules.withinMax > 0 ? RuleSet.CONTEXT : 0);
    at = from;
    Arrays.fill(completed, Completed.NOTHING);
  }

  @Override
  public void read(Window text, boolean last, Sink sink) {
    boolean wordBefore = rules.word(text.near(at - 1));
    for (; at < text.end(); at++) {
      char c = text.at(at);
      boolean word = rules.word(c);
      boolean boundary = !(word && wordBefore);
      if (live > 0) {
        if (boundary) complete();
        step(c, text);
      }
      if (boundary || text.escapeBefore(at)) begin(c);
      wordBefore = word;
      if (!matches.isEmpty()) tell(sink, alive());
    }
    if (last) {
      complete();
      for (int i = 0; i < live; i++) conclude(completed[i], text);
      live = 0;
      tell(sink, Integer.MAX_VALUE);
    }
  }

  private void begin(char c) {
    begin(automaton.step(Automaton.START, c));
    if (contexts.near(at, rules.withinMax)) begin(automaton.step(automaton.after, c));
  }

  private void begin(int state) {
    if ((automaton.kinds(state) & followed) == 0) return;
    for (int i = 0; i < live; i++) {
      if (states[i] == state) {
        of(i).join(new Completed(at));
        return;
      }
    }
    if (live == starts.length) {
      starts = Arrays.copyOf(starts, 2 * live);
      states = Arrays.copyOf(states, 2 * live);
      completed = Arrays.copyOf(completed, 2 * live);
    }
    put(live++, at, state, Completed.NOTHING);
    context(state, at);
  }

  private void put(int i, int start, int state, Completed done) {
    starts[i] = start;
    states[i] = state;
    completed[i] = done;
  }

  private void step(char c, Window text) {
    if (live > FEW && reached.length == 0) reached = new int[automaton.states()];
    int kept = 0;
    for (int i = 0; i < live; i++) {
      int state = automaton.step(states[i], c);
      if ((automaton.kinds(state) & followed) == 0 || at - starts[i] >= LENGTH_MAX) {
        conclude(completed[i], text);
        continue;
      }
      context(state, starts[i]);
      int same = same(state, kept);
      if (same < kept) of(same).join(of(i));
      else put(kept++, starts[i], state, completed[i]);
    }
    live = kept;
  }

  /// Which of the first `kept` candidates is in a state already; `kept` when none is.
  private int same(int state, int kept) {
    if (live > FEW) {
      boolean seen = reached[state] == at + 1;
      reached[state] = at + 1;
      if (!seen) return kept;
    }
    int same = 0;
    while (same < kept && states[same] != state) same++;
    return same;
  }

  private void context(int state, int start) {
    if ((automaton.kinds(state) & RuleSet.CONTEXT) == 0) return;
    for (int pattern : automaton.patterns(automaton.accepts(state))) {
      int meaning = rules.meaning(pattern);
      if (meaning < 0) contexts.seen(-1 - meaning, start, at + 1);
    }
  }

  /// Notes what is complete before the character at `at`, which begins or ends a word.
  private void complete() {
    for (int i = 0; i < live; i++) {
      int accepts = automaton.accepts(states[i]);
      if (accepts != 0) of(i).add(accepts, at);
    }
  }

  private Completed of(int candidate) {
    if (completed[candidate] == Completed.NOTHING) {
      completed[candidate] = new Completed(starts[candidate]);
    }
    return completed[candidate];
  }

  /// A candidate cannot become any longer.
  private void conclude(Completed done, Window text) {
    for (Completed joined : done.joined()) conclude(joined, text);
    for (int i = 0; i < done.count(); i++) {
      String value = "";
      for (int pattern : automaton.patterns(done.accepts(i))) {
        int number = rules.meaning(pattern);
        if (number < 0 || !rules.asked(number) || !stands(number, done.start)) continue;
        if (value.isEmpty()) value = text.substring(done.start, done.end(i));
        Rule rule = rules.rule(number);
        if (rule.proves(value)) {
          add(new Match(rules.kind(number), done.start, done.end(i), rule.confidence()));
        }
      }
    }
  }

  /// Whether what a rule needs stands before a match.
  private boolean stands(int rule, int start) {
    int[] needed = rules.contexts(rule);
    return needed.length == 0 || contexts.before(start, needed, rules.rule(rule).within());
  }

  private void add(Match match) {
    int place = matches.size();
    while (place > 0 && matches.get(place - 1).start > match.start) place--;
    matches.add(place, match);
  }

  /// Tells the matches that begin before `until`; of a kind, only what no longer one covers.
  private void tell(Sink sink, int until) {
    int count = 0;
    while (count < matches.size() && matches.get(count).start < until) count++;
    for (int i = 0; i < count; i++) {
      Match match = matches.get(i);
      if (match.end <= ends[match.kind] || covered(match, count)) continue;
      ends[match.kind] = match.end;
      sink.found(rules.kindOf(match.kind), match.start, match.end, match.confidence);
    }
    matches.subList(0, count).clear();
  }

  private boolean covered(Match match, int count) {
    for (int i = 0; i < count; i++) {
      Match other = matches.get(i);
      boolean better =
          other.end > match.end || (other.end == match.end && other.confidence > match.confidence);
      if (other.kind == match.kind && other.start == match.start && better) return true;
    }
    return false;
  }

  @Override
  public int alive() {
    int earliest = earliest();
    return earliest < live ? starts[earliest] : at;
  }

  @Override
  public List<Kind> candidates() {
    int earliest = earliest();
    return earliest < live ? rules.kinds(automaton.kinds(states[earliest])) : List.of();
  }

  /// The first candidate that may become a match; `live` where there is none.
  private int earliest() {
    int i = 0;
    while (i < live
        && (automaton.kinds(states[i]) & rules.asked) == 0
        && completed[i].count() == 0) {
      i++;
    }
    return i;
  }

  /// How many candidates there are.
  int live() {
    return live;
  }

  @Override
  public int needs() {
    int needs = live == 0 ? at : starts[0];
    return Math.min(needs, contexts.needed(needs - rules.withinMax));
  }
}
