package probity.aims.register;

/// One of the answers that a field allows.
///
/// @param id as it is kept, `[a-z0-9-]+`
/// @param title as people read it
public record Option(String id, String title) {}
