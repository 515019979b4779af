package probity.ledger;

/// Signs note texts with one named key. Implementations hold the private half and never show it.
public interface NoteSigner {
  /// The public half, whose name stands on the signature line.
  VerifierKey key();

  /// What stands after the key id on the signature line of a note whose text is `text`: the
  /// signature, with the time before it where the key's type has one. Calls come from one thread at
  /// a time.
  byte[] sign(byte[] text);
}
