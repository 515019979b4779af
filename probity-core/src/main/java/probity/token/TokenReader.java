package probity.token;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import probity.exchange.Bytes;
import probity.token.TokenTrie.Node;

/// Looks for the tokens of an exchange in one text as it streams. What is found does not depend on
/// where the pieces end.
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
    private Node at;
    private int between;

    Begun(int start, int depth, Node at) {
      this.start = start;
      this.depth = depth;
      this.at = at;
    }
  }

  private final TokenTrie trie;
  private final Consumer<Sighting> told;
  private final List<Sighting> sightings = new ArrayList<>();
  private List<Begun> begun = new ArrayList<>();
  private Depth depth = new Depth();
  private int length;

  /// @param told of each token once it is found
  TokenReader(TokenTrie trie, Consumer<Sighting> told) {
    this.trie = trie;
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
    if (first != null) begun.add(new Begun(at, depth.depth(), first));
  }

  /// Whether a token ends with the symbol.
  private boolean goesOn(int symbol, int at) {
    var still = new ArrayList<Begun>(begun.size());
    for (Begun one : begun) {
      Node next = one.at.next(symbol);
      if (next == null) continue;
      Token token = next.token();
      if (token != null) {
        var seen = new Sighting(one.start, at + 1, one.depth, token);
        sightings.add(seen);
        told.accept(seen);
        begun.clear();
        return true;
      }
      one.at = next;
      one.between = 0;
      still.add(one);
    }
    begun = still;
    return false;
  }

  /// What follows is a text of its own, beside the one before it.
  public void apart() {
    begun.clear();
    depth = new Depth();
  }

  /// Nothing follows.
  public void end() {
    begun.clear();
  }

  /// Characters before this one are decided: part of a token that was found, or of none.
  public int clear() {
    return begun.isEmpty() ? length : begun.getFirst().start;
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
