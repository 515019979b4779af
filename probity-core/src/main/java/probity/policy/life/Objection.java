package probity.policy.life;

/// Why a bundle, a signature or a person is not taken.
///
/// @param word one of the product's words, for programs
/// @param sentence what came and what was expected, for people; nothing of traffic is in it
public record Objection(String word, String sentence) {}
