package probity.evidence;

import java.util.List;
import probity.ledger.Json;

/// The programs that decided: this product, its CEL, and its detectors (`payment.card@1`).
public record Engine(String product, String cel, List<String> detectors) {
  public Engine {
    detectors = List.copyOf(detectors);
  }

  Json.Obj json() {
    return Json.object()
        .put("product", product)
        .put("cel", cel)
        .put("detectors", detectors)
        .build();
  }
}
