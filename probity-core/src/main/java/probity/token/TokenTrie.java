package probity.token;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Tokens by their letters, digits and `@`, whatever their case. Signs between these do not tell
/// tokens apart, since models write numbers in groups of their own.
final class TokenTrie {
  /// What [#symbol] says of a sign that may stand between two symbols of a token, and of all else.
  static final int BETWEEN = -1;

  static final int OTHER = -2;

  private static final int SYMBOLS = 37;
  private static final byte[] ASCII = new byte[128];

  static {
    Arrays.fill(ASCII, (byte) OTHER);
    for (char c = 'a'; c <= 'z'; c++) {
      ASCII[c] = (byte) (c - 'a');
      ASCII[c - 32] = (byte) (c - 'a');
    }
    for (char c = '0'; c <= '9'; c++) ASCII[c] = (byte) (26 + c - '0');
    ASCII['@'] = 36;
    String between = " -./()_\\";
    for (int i = 0; i < between.length(); i++) ASCII[between.charAt(i)] = BETWEEN;
  }

  /// The tokens that begin with some symbols.
  static final class Node {
    private byte[] symbols = {};
    private Node[] next = {};
    private @Nullable Token token;
    private boolean number;

    /// Those that go on with `symbol`, if there are any.
    @Nullable Node next(int symbol) {
      for (int i = 0; i < symbols.length; i++) if (symbols[i] == symbol) return next[i];
      return null;
    }

    /// The token that ends here, if one does.
    @Nullable Token token() {
      return token;
    }

    /// Whether the token that ends here has the form of a number.
    boolean number() {
      return number;
    }

    private Node grown(int symbol) {
      Node known = next(symbol);
      if (known != null) return known;
      var added = new Node();
      symbols = Arrays.copyOf(symbols, symbols.length + 1);
      symbols[symbols.length - 1] = (byte) symbol;
      next = Arrays.copyOf(next, next.length + 1);
      next[next.length - 1] = added;
      return added;
    }
  }

  private final @Nullable Node[] first = new @Nullable Node[SYMBOLS];
  private final boolean empty;

  /// Of tokens with the same symbols the last one counts.
  TokenTrie(Collection<Token> tokens) {
    empty = tokens.isEmpty();
    for (Token token : tokens) add(token);
  }

  private void add(Token token) {
    @Nullable Node at = null;
    for (int i = 0; i < token.text().length(); i++) {
      int symbol = symbol(token.text().charAt(i));
      if (symbol < 0) continue;
      if (at == null) {
        at = first[symbol];
        if (at == null) {
          at = new Node();
          first[symbol] = at;
        }
      } else {
        at = at.grown(symbol);
      }
    }
    if (at == null) throw new IllegalArgumentException("a token without letters and digits");
    at.token = token;
    at.number = token.number();
  }

  boolean isEmpty() {
    return empty;
  }

  /// The tokens that begin with `symbol`, if there are any.
  @Nullable Node first(int symbol) {
    return first[symbol];
  }

  /// Whether a number goes on in a character beside it, or a word: digits, and Latin letters. Other
  /// scripts may have no space there.
  static boolean joins(char c) {
    return Character.isDigit(c) || (c < '\u0250' && Character.isLetter(c));
  }

  /// From 0 to 36 for letters, digits and `@`; else [#BETWEEN] or [#OTHER].
  static int symbol(char c) {
    if (c < 128) return ASCII[c];
    return c == '\u00a0' || c == '\u2011' || c == '\u202f' ? BETWEEN : OTHER;
  }
}
