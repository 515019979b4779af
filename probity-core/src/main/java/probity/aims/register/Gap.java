package probity.aims.register;

/// Why a value that an entry commits to cannot be shown.
public enum Gap {
  /// Its key was destroyed: a person was erased.
  ERASED,

  /// The vault does not have it.
  MISSING,

  /// What the vault has is not what the entry commits to.
  ALTERED
}
