package probity.gateway.upstream;

/// A model provider as the configuration names it.
///
/// @param basePath put before the path of each call, without a slash at its end; usually empty
/// @param credentialHeader the header that carries the credential, in lower case
/// @param credential its whole value; empty where the provider wants none
/// @param tls used where the origin is one of `https`
public record Upstream(
    String name,
    Origin origin,
    String basePath,
    String credentialHeader,
    String credential,
    Tls tls) {
  /// Leaves the credential out.
  @Override
  public String toString() {
    return name + " at " + origin;
  }
}
