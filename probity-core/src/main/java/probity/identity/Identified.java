package probity.identity;

import probity.exchange.Caller;

/// The answer to "who is calling".
public sealed interface Identified {
  record Known(Caller caller) implements Identified {}

  /// Nobody we know; `reason` is a word of the product: `no-key`, `malformed-key`, `unknown-key`.
  record Unknown(String reason) implements Identified {}
}
