package probity.token;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import probity.exchange.Bytes;
import probity.token.TokenTrie.Node;

/// Looks for the tokens of an exchange in one text as it streams. What is found does not depend on
/// where the pieces end.
///
/// A token in the form of a number is none where a digit or a letter stands directly before or
/// behind it: that is a longer number. So such a token waits for one more character, or the end.
public final class TokenReader {
  /// More signs than so many part what stands before and after them.
  private static final int BETWEEN_MAX = 2;

  /// A token in the text, from `start` to before `end`.
  public static final class Sighting {
    private final int start;
    private final int end;
    private final int depth;
    private final Token token;
    private boolean restored;

    private Sighting(int start, int end, int depth, Token token) {
      this.start = start;
      this.end = end;
      this.depth = depth;
      this.token = token;
    }

    public int start() {
      return start;
    }

    public int end() {
      return end;
    }

    /// The token, as it was made.
    String token() {
      return token.text();
    }

    /// Of what it stands for.
    public String label() {
      return token.label();
    }

    /// Whether its beginning went on as the value.
    public boolean restored() {
      return restored;
    }

    /// The value, in UTF-8, as it is written at this place of the text.
    ///
    /// @param json whether the text is a string of JSON itself
    public Bytes restore(boolean json) {
      restored = true;
      return token.at(depth, json);
    }

    /// How many bytes the value has there; it is not written for that.
    public long length(boolean json) {
      return token.length(depth, json);
    }
  }

  /// A token that the text may be in the middle of.
  private static final class Begun {
    private final int start;
    private final int depth;

    /// Whether a digit or letter stands directly before it.
    private final boolean joined;

    private Node at;
    private int between;

    Begun(int start, int depth, boolean joined, Node at) {
      this.start = start;
      this.depth = depth;
      this.joined = joined;
      this.at = at;
    }
  }

  private final TokenTrie trie;
  private final boolean anywhere;
  private final Consumer<Sighting> told;
  private final List<Sighting> sightings = new ArrayList<>();
  private List<Begun> begun = new ArrayList<>();

  /// A number that has just come to its end, if nothing joins it.
  private @Nullable Sighting number;

  private Depth depth = new Depth();
  private int length;

  /// @param anywhere whether numbers count also as part of longer ones
  /// @param told of each token once it is found
  TokenReader(TokenTrie trie, boolean anywhere, Consumer<Sighting> told) {
    this.trie = trie;
    this.anywhere = anywhere;
    this.told = told;
  }

  /// The next piece of the text.
  public void feed(String piece) {
    if (!trie.isEmpty()) {
      for (int i = 0; i < piece.length(); i++) read(piece.charAt(i), length + i);
    }
    length += piece.length();
  }

  private void read(char c, int at) {
    if (number != null) {
      if (TokenTrie.joins(c)) number = null;
      else decide();
    }
    int symbol = TokenTrie.symbol(c);
    if (symbol >= 0) {
      symbol(symbol, at);
    } else if (!begun.isEmpty()) {
      if (symbol == TokenTrie.BETWEEN) begun.removeIf(one -> ++one.between > BETWEEN_MAX);
      else begun.clear();
    }
    depth.read(c);
  }

  private void symbol(int symbol, int at) {
    if (!begun.isEmpty() && goesOn(symbol, at)) return;
    Node first = trie.first(symbol);
    if (first == null) return;
    begun.add(new Begun(at, depth.depth(), TokenTrie.joins(depth.last()), first));
  }

  /// Whether a token ends with the symbol, whatever comes.
  private boolean goesOn(int symbol, int at) {
    var still = new ArrayList<Begun>(begun.size());
    for (Begun one : begun) {
      Node next = one.at.next(symbol);
      if (next == null) continue;
      Token token = next.token();
      if (token != null) {
        var seen = new Sighting(one.start, at + 1, one.depth, token);
        if (anywhere || !next.number()) {
          found(seen);
          return true;
        }
        if (number == null && !one.joined) number = seen;
        continue;
      }
      one.at = next;
      one.between = 0;
      still.add(one);
    }
    begun = still;
    return false;
  }

  private void found(Sighting seen) {
    sightings.add(seen);
    told.accept(seen);
    begun.clear();
    number = null;
  }

  /// Nothing joins the number.
  private void decide() {
    if (number != null) found(number);
  }

  /// What follows is a text of its own, beside the one before it.
  public void apart() {
    end();
    depth = new Depth();
  }

  /// Nothing follows.
  public void end() {
    decide();
    begun.clear();
  }

  /// Characters before this one are decided: part of a token that was found, or of none.
  public int clear() {
    int clear = begun.isEmpty() ? length : begun.getFirst().start;
    return number == null ? clear : Math.min(clear, number.start);
  }

  /// The tokens that were found and not forgotten, in their order.
  public List<Sighting> sightings() {
    return sightings;
  }

  /// Lets go of those that end at or before `offset`.
  public void forget(int offset) {
    sightings.removeIf(one -> one.end <= offset);
  }
}
