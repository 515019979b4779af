package probity.identity;

import java.util.Optional;

/// The public keys of the issuers of the configuration, as they were last fetched. Safe for any
/// thread.
public interface IssuerKeys {
  /// The keys of `issuer`; empty where there are none that were fetched within a day.
  Optional<KeySet> of(String issuer);

  /// Fetches the keys of `issuer`, unless that was tried within the last minute. Runs `done` once,
  /// on any thread, perhaps before this returns: when the fetch is over, or at once where there is
  /// none to wait for. Never blocks.
  void refresh(String issuer, Runnable done);

  /// Of no issuer.
  IssuerKeys NONE =
      new IssuerKeys() {
        @Override
        public Optional<KeySet> of(String issuer) {
          return Optional.empty();
        }

        @Override
        public void refresh(String issuer, Runnable done) {
          done.run();
        }
      };
}
