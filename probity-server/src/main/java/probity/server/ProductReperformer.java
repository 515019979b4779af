package probity.server;

import java.util.List;
import probity.evidence.Engine;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.reperform.Reperformance;
import probity.verify.Reperformer;

/// Gives the verifier the product's rules to decide again by.
final class ProductReperformer implements Reperformer {
  private final Reperformance reperformance =
      new Reperformance(new Engine(Product.NAME_AND_VERSION, Product.CEL, List.of()));

  @Override
  public String name() {
    return Product.NAME_AND_VERSION + " with " + Product.CEL;
  }

  @Override
  public Performed perform(Entry entry, Blobs blobs) {
    var again = reperformance.perform(entry, digest -> blobs.blob(digest).map(Bytes::wrap));
    return new Performed(again.decisions(), again.differences(), again.impossible(), again.apart());
  }
}
