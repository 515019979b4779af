package probity.source;

import probity.ledger.Hash;

/// A document on its way into an index.
///
/// @param digest SHA-256 of its text
/// @param at when it is ingested, as entries write times
public record Document(
    String id, Source.About about, Hash digest, Fingerprints fingerprints, String at) {
  public Document {
    if (!Source.isId(id)) throw new IllegalArgumentException("not the id of a source");
  }
}
