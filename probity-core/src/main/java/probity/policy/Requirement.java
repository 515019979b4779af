package probity.policy;

/// A sentence that the organisation holds itself to, and that rules carry out.
///
/// @param kind `functional` or `non-functional`
/// @param source where the sentence comes from: a law, a contract, a decision
public record Requirement(String id, String sentence, String kind, String source) {}
