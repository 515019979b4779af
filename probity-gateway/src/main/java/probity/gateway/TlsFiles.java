package probity.gateway;

import java.nio.file.Path;
import java.util.Optional;

/// PEM files for TLS towards clients, and what a client must show.
///
/// @param certificate the gateway's, followed by those between it and its authority
/// @param key its private key, in PKCS#8 and not encrypted
/// @param clientAuthorities who may have signed clients' certificates; without them none is asked
///   for
/// @param clientRequired whether a client without a certificate is refused
public record TlsFiles(
    Path certificate, Path key, Optional<Path> clientAuthorities, boolean clientRequired) {}
