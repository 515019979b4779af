package probity.policy;

/// What a system is meant to be used for.
public record IntendedUse(String id, AiSystem system) {}
