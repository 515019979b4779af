package probity.gateway;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import probity.identity.Identified;
import probity.identity.Identity;

/// Who may call, and which proxies in front of the gateway say so for others.
public record Callers(Identity identity, Proxies proxies) {
  /// Says who sent a request, mostly at once, else on `home`.
  ///
  /// @param now milliseconds since 1970
  void identify(RawRequest request, long now, Executor home, Consumer<Identified> then) {
    var presented = proxies.presented(request);
    if (presented.isEmpty()) {
      then.accept(new Identified.Unknown("malformed-proxy-header"));
    } else {
      identity.identify(presented.get(), now, home, then);
    }
  }
}
