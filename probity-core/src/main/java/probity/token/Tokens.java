package probity.token;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import probity.exchange.Finding;
import probity.token.TokenReader.Sighting;
import probity.wire.Change;
import probity.wire.Edit;
import probity.wire.Splice;
import probity.wire.Texts;

/// The tokens of one exchange, with what they stand for. They live in memory alone, from the
/// request to the end of its answer.
public final class Tokens {
  public static final Tokens NONE = new Tokens(List.of());

  /// How alterations call a text that stands in the place of a token again, before its label.
  public static final String RESTORED = "restored/";

  private static final String OTHER = RESTORED + "other";

  private final TokenTrie trie;

  Tokens(Collection<Token> tokens) {
    trie = new TokenTrie(tokens);
  }

  public boolean isEmpty() {
    return trie.isEmpty();
  }

  /// Looks for them in a text that streams.
  ///
  /// @param told of each one as soon as it is found
  public TokenReader reader(Consumer<Sighting> told) {
    return new TokenReader(trie, false, told);
  }

  /// The tokens in a text, numbers also where they are part of longer ones.
  List<Sighting> anywhere(String text) {
    var reader = new TokenReader(trie, true, _ -> {});
    reader.feed(text);
    return reader.sightings();
  }

  /// The tokens in one text of a body.
  public record Placed(int place, List<Sighting> sightings) {
    public Placed {
      sightings = List.copyOf(sightings);
    }
  }

  /// The tokens in texts, but for those that can only go on as they came.
  ///
  /// @param which of the texts
  public List<Placed> find(Texts texts, IntPredicate which) {
    if (isEmpty()) return List.of();
    var found = new ArrayList<Placed>();
    for (int place = 0; place < texts.places().size(); place++) {
      if (texts.places().get(place).fixed() || !which.test(place)) continue;
      var reader = reader(_ -> {});
      reader.feed(texts.text(place));
      reader.end();
      if (!reader.sightings().isEmpty()) found.add(new Placed(place, reader.sightings()));
    }
    return found;
  }

  /// Values in the places of tokens.
  ///
  /// @param edits in the order of the bytes
  /// @param counts how many, by `restored/` and the label
  public record Restored(List<Edit> edits, SortedMap<String, Integer> counts) {}

  /// How many bytes the values of all tokens have that were found in texts.
  public static long bytes(Texts texts, List<Placed> found) {
    boolean json = isJson(texts);
    long bytes = 0;
    for (Placed one : found) {
      for (Sighting seen : one.sightings) bytes += seen.length(json);
    }
    return bytes;
  }

  private static boolean isJson(Texts texts) {
    return texts.spelling() == Texts.Spelling.JSON;
  }

  /// Puts values in the places of tokens, but where one of `masked` lies on a token. A value is
  /// written once, however often it is put in.
  ///
  /// @param bytesMax a bound on the body with the values in it
  /// @return empty where that would be longer
  public static Optional<Restored> restore(
      Texts texts, List<Placed> found, List<Finding> masked, int bytesMax) {
    boolean json = isJson(texts);
    var masks = new TreeMap<Integer, List<Splice.Span>>();
    if (!found.isEmpty()) {
      for (Splice.Span span : Splice.spans(masked)) {
        masks.computeIfAbsent(span.place(), _ -> new ArrayList<>()).add(span);
      }
    }
    var changes = new TreeMap<Integer, List<Change>>();
    var counts = new TreeMap<String, Integer>();
    long values = 0;
    for (Placed one : found) {
      for (Sighting seen : free(one.sightings, masks.getOrDefault(one.place, List.of()))) {
        values += seen.length(json);
        if (values > bytesMax) return Optional.empty();
        changes
            .computeIfAbsent(one.place, _ -> new ArrayList<>())
            .add(new Change(seen.start(), seen.end(), seen.restore(json)));
        counts.merge(RESTORED + seen.label(), 1, Integer::sum);
      }
    }
    var edits = Splice.edits(texts, changes);
    long length = texts.body().length();
    for (Edit edit : edits) length += edit.with().length() - (edit.to() - edit.from());
    return length > bytesMax ? Optional.empty() : Optional.of(new Restored(edits, counts));
  }

  /// Those on which no mask lies; both lists rise.
  private static List<Sighting> free(List<Sighting> sightings, List<Splice.Span> masks) {
    var free = new ArrayList<Sighting>();
    int mask = 0;
    for (Sighting seen : sightings) {
      while (mask < masks.size() && masks.get(mask).end() <= seen.start()) mask++;
      if (mask == masks.size() || masks.get(mask).start() >= seen.end()) free.add(seen);
    }
    return free;
  }

  /// Counts of alterations, with those of restored texts as one where there are more than `max`.
  public static SortedMap<String, Integer> folded(SortedMap<String, Integer> counts, int max) {
    if (counts.size() <= max) return counts;
    var folded = new TreeMap<String, Integer>();
    counts.forEach((name, count) ->
        folded.merge(name.startsWith(RESTORED) ? OTHER : name, count, Integer::sum));
    return folded;
  }
}
