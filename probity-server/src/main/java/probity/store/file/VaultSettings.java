package probity.store.file;

/// The bounds of the vault.
///
/// @param keysCachedMax subject keys kept in memory
/// @param waitingMax searches that wait for the disk; over it, they fail
/// @param valuesWaitingMax withheld texts that wait to be kept; over it, they are lost
public record VaultSettings(int keysCachedMax, int waitingMax, int valuesWaitingMax) {
  public VaultSettings {
    if (keysCachedMax < 1 || waitingMax < 1 || valuesWaitingMax < 1) {
      throw new IllegalArgumentException("a bound of less than one");
    }
  }

  /// The defaults: 10,000 keys in memory, 1,000 searches and 10,000 texts waiting.
  public static VaultSettings standard() {
    return new VaultSettings(10_000, 1_000, 10_000);
  }
}
