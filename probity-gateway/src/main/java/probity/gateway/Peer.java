package probity.gateway;

import java.net.InetAddress;
import java.util.Optional;
import probity.identity.ClientCertificate;

/// The other end of a client's connection.
///
/// @param certificate what it showed in TLS, verified
record Peer(InetAddress address, Optional<ClientCertificate> certificate) {}
