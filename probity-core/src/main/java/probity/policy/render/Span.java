package probity.policy.render;

/// A piece of running text.
public sealed interface Span {
  String text();

  record Plain(String text) implements Span {}

  /// What a machine reads: an id, a word of a fact.
  record Code(String text) implements Span {}

  /// @param anchor of the section, row or term in the same document that it leads to
  record Link(String text, String anchor) implements Span {}

  /// A word that is set off, such as an effect; its tone is never all that tells it apart.
  record Badge(String text, Tone tone) implements Span {}

  /// How a word or a share is meant. Effects have one each, so that a picture can tell them apart.
  enum Tone {
    PERMITS,
    REFUSES,
    /// Refuses for now: too many calls, or nobody has looked yet.
    HOLDS,
    CHANGES,
    NOTES,
    GOOD,
    OPEN,
    BAD
  }
}
