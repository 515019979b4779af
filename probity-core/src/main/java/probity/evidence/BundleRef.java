package probity.evidence;

import probity.ledger.Hash;
import probity.ledger.Json;

/// Which bundle decided: its name, version and digest, and its entry in `records`.
public record BundleRef(String name, String version, Hash digest, Hash leaf) {
  Json.Obj json() {
    return json(Json.object()).build();
  }

  Json.Builder json(Json.Builder into) {
    return into.put("name", name)
        .put("version", version)
        .put("digest", digest.hex())
        .put("leaf", leaf.hex());
  }
}
