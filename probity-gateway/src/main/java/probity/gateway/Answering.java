package probity.gateway;

import probity.exchange.Bytes;

/// One way of passing an answer on: whole, as an inspected stream, or uninspected.
interface Answering {
  void piece(Bytes bytes);

  /// The provider's answer is complete by its framing.
  void end();

  /// What is known so far is put where the outcome finds it.
  void report();
}
