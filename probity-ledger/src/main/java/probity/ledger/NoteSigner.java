package probity.ledger;

/// Signs note texts with one named key. Implementations hold the private half and never show it.
public interface NoteSigner {
  /// The public half, whose name stands on the signature line.
  VerifierKey key();

  /// 64 bytes of Ed25519 (RFC 8032) over `message`. Calls come from one thread at a time.
  byte[] sign(byte[] message);
}
