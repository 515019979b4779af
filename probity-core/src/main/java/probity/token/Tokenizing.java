package probity.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.wire.Change;
import probity.wire.Splice;
import probity.wire.Texts;

/// Puts tokens, and masks, in the places of what was found in a request. Pure.
///
/// Two different texts never get one token, and no token stands in the request already, so that
/// each token in the answer means one text.
public final class Tokenizing {
  /// Different texts that get a token in one request; with more it is refused.
  public static final int VALUES_MAX = 4096;

  /// How many tokens are tried for a number before it gets a word: each is shown to the detectors
  /// twice.
  private static final int ATTEMPTS_MAX = 4;

  /// How often tokens that cannot be told from others are made anew.
  private static final int ROUNDS_MAX = 16;

  private final Texts texts;
  private final Naming naming;
  private final Predicate<String> real;
  private final Map<Key, Draft> drafts = new LinkedHashMap<>();

  private Tokenizing(Texts texts, Naming naming, Predicate<String> real) {
    this.texts = texts;
    this.naming = naming;
    this.real = real;
  }

  /// @param joined whether it is a number to which a digit or letter is joined, so that a number in
  ///   its place would not be known again
  /// @param variant the way in which the request spells the value, where it spells it at the same
  ///   depth in more ways than one and this is not the first
  private record Key(String label, String value, boolean joined, String variant) {}

  /// A token in the making.
  private static final class Draft {
    private final Key key;
    private final SortedMap<Integer, String> spelled = new TreeMap<>();
    private int attempt;
    private String text = "";

    Draft(Key key) {
      this.key = key;
    }

    Token token() {
      return new Token(text, key.label, key.value, spelled);
    }
  }

  /// A part of a text that gets a token.
  private record Part(int place, int start, int end, Draft draft) {}

  /// What is in `masked` is masked, with all that overlaps it; all else in `tokenized` gets a
  /// token.
  ///
  /// @param real whether detectors find something in a text
  /// @return empty where there is too much
  public static Optional<Tokenized> of(
      Texts texts,
      List<Finding> masked,
      List<Finding> tokenized,
      Naming naming,
      Predicate<String> real) {
    var all = new ArrayList<>(masked);
    all.addAll(tokenized);
    return new Tokenizing(texts, naming, real).of(Splice.spans(all), new HashSet<>(masked));
  }

  /// Whether a token may have to be shown to detectors, which takes long: one of a number has to,
  /// and a number has digits.
  public static boolean mayAskDetectors(Texts texts, List<Finding> tokenized) {
    return tokenized.stream()
        .anyMatch(found ->
            texts
                .text(found.place())
                .substring(found.start(), found.end())
                .chars()
                .anyMatch(Tokenizing::isDigit));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Optional<Tokenized> of(List<Splice.Span> spans, Set<Finding> masked) {
    var changes = new TreeMap<Integer, List<Change>>();
    var parts = new ArrayList<Part>();
    var starts = starts(spans);
    var walk = new Walk(texts);
    for (Splice.Span span : spans) {
      if (!walk.to(span)) continue;
      var hidden = span.findings().stream().filter(masked::contains).findFirst();
      if (hidden.isPresent()) {
        var mask = Splice.mask(hidden.get().label());
        walk.leaves(mask.utf8());
        changes
            .computeIfAbsent(span.place(), _ -> new ArrayList<>())
            .add(new Change(walk.start(), walk.end(), mask));
      } else {
        var draft = draft(span.label(), walk, starts.contains(new Start(span.place(), walk.end())));
        walk.leaves(draft.text);
        parts.add(new Part(span.place(), walk.start(), walk.end(), draft));
        if (drafts.size() > VALUES_MAX) return Optional.empty();
      }
    }
    if (!named()) return Optional.empty();
    for (Part part : parts) {
      changes
          .computeIfAbsent(part.place, _ -> new ArrayList<>())
          .add(new Change(part.start, part.end, Bytes.utf8(part.draft.text)));
    }
    changes.values().forEach(list -> list.sort(Comparator.comparingInt(Change::start)));
    return Optional.of(
        new Tokenized(
            Splice.edit(texts.body(), Splice.edits(texts, changes)), new Tokens(tokens())));
  }

  private record Start(int place, int at) {}

  /// Where parts begin in whose place something else leaves.
  private Set<Start> starts(List<Splice.Span> spans) {
    var starts = new HashSet<Start>();
    var walk = new Walk(texts);
    for (Splice.Span span : spans) {
      if (walk.to(span)) starts.add(new Start(span.place(), walk.start()));
    }
    return starts;
  }

  /// @param next whether something else leaves in the place of what stands behind it
  private Draft draft(String label, Walk walk, boolean next) {
    String written = walk.text();
    int depth = walk.depth();
    String value = JsonText.said(written, depth).orElse(written);
    boolean shortest = written.equals(JsonText.escaped(value, depth));
    boolean joined = TokenForm.of(label, value).looksReal() && walk.joined(next);
    Draft draft = drafts.computeIfAbsent(new Key(label, value, joined, ""), this::begun);
    String before = draft.spelled.putIfAbsent(depth, written);
    if (before == null || before.equals(written)) return draft;
    var variant = new Key(label, value, joined, shortest ? depth + " " : depth + written);
    Draft other = drafts.computeIfAbsent(variant, this::begun);
    other.spelled.put(depth, written);
    return other;
  }

  private Draft begun(Key key) {
    var draft = new Draft(key);
    name(draft);
    return draft;
  }

  /// Gives every draft a token that is its own; says whether that could be done.
  private boolean named() {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      var unfit = unfit();
      if (unfit.isEmpty()) return true;
      for (Draft draft : unfit) {
        draft.attempt++;
        name(draft);
      }
    }
    return false;
  }

  private void name(Draft draft) {
    Key key = draft.key;
    var form = TokenForm.of(key.label, key.value);
    if (form.looksReal() && !key.joined) {
      for (; draft.attempt < ATTEMPTS_MAX; draft.attempt++) {
        draft.text = form.token(bytes(key, draft.attempt));
        if (form.wrong(draft.text) && !isReal(key, draft.text)) return;
      }
    }
    if (form.looksReal()) form = form.plain();
    draft.text = form.token(bytes(key, draft.attempt));
  }

  private byte[] bytes(Key key, int attempt) {
    return naming.bytes(
        key.label, key.variant.isEmpty() ? key.value : key.value + "\n" + key.variant, attempt);
  }

  /// Alone, or behind what it is called.
  private boolean isReal(Key key, String token) {
    String called = key.label.substring(key.label.lastIndexOf('.') + 1).replace('-', ' ');
    return real.test(token) || real.test(called + ": " + token);
  }

  /// Those whose token is another's too or part of it, or stands in the request. In a text that its
  /// provider signed it may stand: the text came from there with this token, and goes back so.
  private Set<Draft> unfit() {
    var byToken = new LinkedHashMap<String, Draft>();
    var unfit = new HashSet<Draft>();
    for (Draft draft : drafts.values()) {
      if (byToken.putIfAbsent(draft.text, draft) != null) unfit.add(draft);
    }
    var all = new Tokens(tokens());
    for (Draft draft : drafts.values()) {
      var seen = all.anywhere(draft.text);
      boolean itself = seen.size() == 1 && seen.getFirst().token().equals(draft.text);
      if (!itself) unfit.add(draft);
    }
    for (int place = 0; place < texts.places().size(); place++) {
      if (drafts.isEmpty()) break;
      if (texts.places().get(place).fixed()) continue;
      for (var seen : all.anywhere(texts.text(place))) {
        Draft draft = byToken.get(seen.token());
        if (draft != null) unfit.add(draft);
      }
    }
    return unfit;
  }

  private List<Token> tokens() {
    return drafts.values().stream().map(Draft::token).toList();
  }
}
