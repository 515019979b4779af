package probity.wire;

import probity.exchange.Bytes;

/// How errors look to clients of a format.
public interface ErrorForm {
  /// The body, as JSON, of an answer that is an error.
  Bytes body(Refused refused);
}
