package probity.token;

import probity.exchange.Bytes;

/// A request as it may leave, and the tokens in it.
public record Tokenized(Bytes body, Tokens tokens) {
  @Override
  public String toString() {
    return "tokenized request";
  }
}
