package probity.token;

/// Where tokens come from: a keyed function, so that nothing has to be kept of them.
public interface Naming {
  /// 32 bytes that look random to everybody without the key, and are the same for the same
  /// arguments.
  ///
  /// @param attempt 0, and more where the token before it would not do
  byte[] bytes(String label, String value, int attempt);
}
