package probity.timestamp;

/// What can be wrong with a timestamp token.
public enum Flaw {
  /// It is no token of RFC 3161, or larger than allowed.
  MALFORMED,
  /// It is of other bytes, or of a digest other than SHA-256.
  IMPRINT,
  /// The certificate that signed is missing, is not the one that the signed attributes name
  /// (`ESSCertID`, `ESSCertIDv2`), or was not valid at the time stated.
  CERTIFICATE,
  /// That certificate is not for timestamps alone (RFC 3161 section 2.3).
  PURPOSE,
  /// A hash, signature algorithm or key that is too weak, or unknown.
  STRENGTH,
  /// The signature does not verify.
  SIGNATURE,
  /// The certificate does not lead to a trusted one that was valid at the time stated.
  CHAIN
}
