package probity.gateway;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.ledger.Hash;

/// What people granted to requests that were held for a review. Any thread may call; no call
/// blocks.
public interface Grants {
  /// Where nobody grants anything.
  Grants NONE =
      new Grants() {
        @Override
        public SortedMap<String, Hash> take(Held request) {
          return new TreeMap<>();
        }

        @Override
        public void giveBack(Held request, Map<String, Hash> grants) {}

        @Override
        public void held(Held request, String record, String queue) {}
      };

  /// A request as reviews know it again when it comes a second time.
  ///
  /// @param digest SHA-256 over caller, person, method, path, query and body; never recorded in the
  ///   clear, since a short prompt can be guessed
  /// @param time of the request, in milliseconds since 1970
  record Held(String caller, Hash digest, long time) {}

  /// The grants that let this request through, each by its queue as the leaf of its entry, and
  /// takes them: nobody gets them a second time.
  SortedMap<String, Hash> take(Held request);

  /// Puts grants back that were taken for a request that was refused all the same.
  void giveBack(Held request, Map<String, Hash> grants);

  /// A request was refused until somebody of the queue grants it; its intent is durable.
  ///
  /// @param record the exchange's id
  void held(Held request, String record, String queue);
}
