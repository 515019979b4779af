package probity.gateway.upstream;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// The providers and the checked addresses that calls to them connect to.
///
/// Addresses are resolved by [#refresh], off the data plane, and pinned until the next refresh.
public final class Upstreams {
  private final Map<String, Upstream> byName;
  private final Optional<Upstream> everyName;
  private final EgressPolicy egress;
  private final Map<String, List<InetSocketAddress>> pinned = new ConcurrentHashMap<>();

  public Upstreams(Map<String, Upstream> byName, EgressPolicy egress) {
    this(byName, Optional.empty(), egress);
  }

  private Upstreams(
      Map<String, Upstream> byName, Optional<Upstream> everyName, EgressPolicy egress) {
    this.byName = Map.copyOf(byName);
    this.everyName = everyName;
    this.egress = egress;
  }

  /// One place in the stead of every provider, whatever a route names: for calls that shall reach
  /// none.
  public static Upstreams only(Upstream one, EgressPolicy egress) {
    return new Upstreams(Map.of(one.name(), one), Optional.of(one), egress);
  }

  public Optional<Upstream> named(String name) {
    return everyName.or(() -> Optional.ofNullable(byName.get(name)));
  }

  /// One of the pinned addresses, at random; empty while there is none.
  Optional<InetSocketAddress> address(Upstream upstream) {
    var addresses = pinned.getOrDefault(upstream.name(), List.of());
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(addresses.get(ThreadLocalRandom.current().nextInt(addresses.size())));
  }

  /// Resolves and checks every provider's host. A host that cannot be found keeps its last
  /// addresses; one that is forbidden loses them. Returns what is wrong, a sentence each.
  public List<String> refresh() {
    var wrong = new ArrayList<String>();
    for (Upstream upstream : byName.values()) {
      switch (egress.resolve(upstream.origin())) {
        case EgressPolicy.Resolved.Allowed(var addresses) -> pinned.put(upstream.name(), addresses);
        case EgressPolicy.Resolved.Forbidden(var reason) -> {
          pinned.remove(upstream.name());
          wrong.add("upstream `" + upstream.name() + "`: " + reason);
        }
        case EgressPolicy.Resolved.NotFound(var reason) ->
            wrong.add("upstream `" + upstream.name() + "`: " + reason);
      }
    }
    return wrong;
  }
}
