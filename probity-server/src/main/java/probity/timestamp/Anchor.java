package probity.timestamp;

import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// An entry of kind `anchor`, before it has its place in `records` (docs/formats/ledger.md).
///
/// @param blobs the note and the token, which the body names by their SHA-256
public record Anchor(Json.Obj body, List<Bytes> blobs) {
  public static final String KIND = "anchor";

  public Anchor {
    blobs = List.copyOf(blobs);
  }

  /// @param token DER of a TimeStampToken over the bytes of the note
  /// @param tsa the authority's word in the configuration
  static Anchor of(Latest latest, Bytes token, String tsa) {
    var checkpoint = latest.checkpoint();
    var body =
        Json.object()
            .put(
                "checkpoint",
                Json.object()
                    .put("origin", checkpoint.origin())
                    .put("size", checkpoint.size())
                    .put("root", checkpoint.root().base64())
                    .build())
            .put("note", Hash.of(latest.note().array()).hex())
            .put("note_bytes", latest.note().length())
            .put("timestamp", Hash.of(token.array()).hex())
            .put("timestamp_bytes", token.length())
            .put("tsa", tsa)
            .build();
    return new Anchor(body, List.of(latest.note(), token));
  }
}
