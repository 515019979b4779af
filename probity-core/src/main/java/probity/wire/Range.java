package probity.wire;

/// Bytes of a body, `to` not among them.
public record Range(int from, int to) {}
