package probity.gateway;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import probity.identity.ClientCertificate;
import probity.identity.Presented;

/// Who in front of the gateway is believed, and in which headers. From any other address these
/// headers count for nothing; they never go on to a provider.
///
/// @param personHeader names the end user
/// @param certificateHeader describes the client's certificate, in Envoy's form
public record Proxies(
    List<AddressRange> addresses,
    Optional<String> personHeader,
    Optional<String> certificateHeader) {
  public static final Proxies NONE = new Proxies(List.of(), Optional.empty(), Optional.empty());

  public Proxies {
    addresses = List.copyOf(addresses);
  }

  /// What a request brings to show who sends it; empty where a proxy that we believe wrote what
  /// cannot be read, or wrote it twice.
  Optional<Presented> presented(RawRequest request) {
    boolean believed = isBelieved(request.peer().address());
    var person = believed ? personHeader : Optional.<String>empty();
    var forwarded = believed ? certificateHeader : Optional.<String>empty();
    boolean twice =
        person.filter(name -> request.headers().getAll(name).size() > 1).isPresent()
            || forwarded.filter(name -> request.headers().getAll(name).size() > 1).isPresent();
    var named = person.flatMap(request::header);
    var header = forwarded.flatMap(request::header);
    // The connection's own certificate is then the proxy's.
    var certificate =
        forwarded.isPresent()
            ? header.flatMap(ClientCertificate::forwarded)
            : request.peer().certificate();
    boolean unread = header.isPresent() && certificate.isEmpty();
    boolean odd = named.filter(text -> !Presented.isPerson(text)).isPresent();
    return twice || unread || odd
        ? Optional.empty()
        : Optional.of(
            new Presented(request.header("authorization"), keys(request), certificate, named));
  }

  private static List<String> keys(RawRequest request) {
    return Presented.KEY_HEADERS.stream().flatMap(name -> request.header(name).stream()).toList();
  }

  private boolean isBelieved(InetAddress address) {
    return addresses.stream().anyMatch(range -> range.contains(address));
  }
}
