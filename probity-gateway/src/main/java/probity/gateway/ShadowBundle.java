package probity.gateway;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.evidence.BundleRef;
import probity.evidence.Shadow;
import probity.exchange.Facts;
import probity.policy.Bundle;

/// A bundle that is asked beside the one in force. Whatever comes of it, nothing happens by it but
/// what stands on the record.
public record ShadowBundle(Bundle bundle, BundleRef ref) {
  private static final Logger LOG = Logger.getLogger(ShadowBundle.class.getName());

  /// What it comes to. Its conditions are bounded as those in force are, so is the time it takes.
  Shadow ask(Facts facts) {
    try {
      return new Shadow(ref, Optional.of(bundle.decide(facts)));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.SEVERE, "the shadow `" + ref.name() + "` could not be asked", e);
      return new Shadow(ref, Optional.empty());
    }
  }
}
