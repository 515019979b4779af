package probity.server;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import org.jspecify.annotations.Nullable;

/// Ed25519 by Amazon Corretto's provider for the whole process, and nothing else by it: the JDK
/// verifies about a thousand signatures a second on a core, this ten times as many.
///
/// For commands that verify; the verifier's own jar stays with the JDK.
final class FastSignatures extends Provider {
  private static final long serialVersionUID = 1;

  private FastSignatures(Provider corretto) {
    super("ProbityEd25519", "1", "Ed25519 of " + corretto.getName());
    putService(new Delegate(this, corretto, "Signature"));
  }

  /// Puts it first, where its native library loads.
  static void install() {
    var corretto = AmazonCorrettoCryptoProvider.INSTANCE;
    if (corretto.getLoadingError() == null && corretto.getService("Signature", "Ed25519") != null) {
      Security.insertProviderAt(new FastSignatures(corretto), 1);
    }
  }

  private static final class Delegate extends Service {
    private final Service service;

    Delegate(Provider own, Provider corretto, String type) {
      super(own, type, "Ed25519", Delegate.class.getName(), null, null);
      this.service = corretto.getService(type, "Ed25519");
    }

    @Override
    public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
      return service.newInstance(parameter);
    }
  }
}
