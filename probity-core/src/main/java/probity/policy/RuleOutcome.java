package probity.policy;

/// What one rule came to for some facts.
///
/// @param outcome `HOLDS` where the rule does what it says
public record RuleOutcome(Rule rule, Condition.Outcome outcome) {}
