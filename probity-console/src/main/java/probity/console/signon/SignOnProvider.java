package probity.console.signon;

import java.net.URI;
import probity.console.Values;

/// Sends people to prove who they are, and reads what they come back with. Calls may ask the
/// provider over the network, for seconds at most, and come from any thread.
public interface SignOnProvider {
  /// As people know it.
  String title();

  /// Where a browser goes with an errand.
  ///
  /// @param back the address to which the provider sends it back
  /// @param anew whether the person is to prove it now, be it that the provider knows them already
  URI away(Errand errand, URI back, boolean anew) throws SignOnFailed;

  /// Who came back.
  ///
  /// @param answer the query with which the browser came
  SignedOn back(Errand errand, URI back, Values answer) throws SignOnFailed;
}
