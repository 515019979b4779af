package probity.gateway.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Where this process may call: the origins of the configuration and no others, at addresses that
/// were checked, and at private addresses only where the configuration names the host.
///
/// Every outbound call goes through here. Redirects are never followed, because nothing in here
/// resolves a name that a provider sent.
public final class EgressPolicy {
  private final Set<Origin> origins;
  private final Set<String> privateHosts;

  public EgressPolicy(Set<Origin> origins, Set<String> privateHosts) {
    this.origins = Set.copyOf(origins);
    this.privateHosts = Set.copyOf(privateHosts);
  }

  /// Where a call to an origin may connect to.
  public sealed interface Resolved {
    /// The addresses that were checked; connect to one of these and resolve no more.
    record Allowed(List<InetSocketAddress> addresses) implements Resolved {
      public Allowed {
        addresses = List.copyOf(addresses);
      }
    }

    record Forbidden(String reason) implements Resolved {}

    record NotFound(String reason) implements Resolved {}
  }

  /// Resolves and checks. Blocks on the resolver: never on an event loop.
  public Resolved resolve(Origin origin) {
    if (!origins.contains(origin)) {
      return new Resolved.Forbidden("`" + origin + "` is not an origin of the configuration");
    }
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(origin.host());
    } catch (UnknownHostException e) {
      return new Resolved.NotFound("`" + origin.host() + "` has no address");
    }
    var addresses = new ArrayList<InetSocketAddress>();
    for (InetAddress address : found) {
      // One private address among public ones is the sign of a rebinding, so all are refused.
      if (!isPublic(address) && !privateHosts.contains(origin.host())) {
        return new Resolved.Forbidden(
            "`"
                + origin.host()
                + "` has the private address "
                + address.getHostAddress()
                + "; name the host under `egress: private:` if that is meant");
      }
      addresses.add(new InetSocketAddress(address, origin.port()));
    }
    return new Resolved.Allowed(addresses);
  }

  /// Whether an address is one of the open internet: none of the special ranges of the IANA
  /// registries for IPv4 and IPv6.
  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (bytes.length == 4) {
      boolean shared = first == 100 && (second & 0xc0) == 64;
      boolean protocol = first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2);
      boolean benchmark = first == 198 && (second & 0xfe) == 18;
      boolean example =
          (first == 198 && second == 51 && bytes[2] == 100)
              || (first == 203 && second == 0 && bytes[2] == 113);
      return first != 0 && first < 240 && !shared && !protocol && !benchmark && !example;
    }
    // Global unicast is 2000::/3; of it, 2002::/16 and 2001::/32 embed an IPv4 address.
    boolean global = (first & 0xe0) == 0x20;
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean special = first == 0x20 && second == 0x01 && (bytes[2] & 0xfe) == 0;
    boolean example =
        (first == 0x20 && second == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8)
            || (first == 0x3f && second == 0xff && (bytes[2] & 0xf0) == 0);
    return global && !sixToFour && !special && !example;
  }
}
