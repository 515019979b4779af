package probity.evidence;

import java.util.Optional;
import probity.exchange.Facts;
import probity.policy.Decision;

/// A tool call that the model asks for, and the decision on it.
///
/// @param number 0, 1 … within the exchange
/// @param undeclared the tool's name where the bundle does not declare it
public record ToolStep(
    int number, Facts facts, Seen seen, Decision decision, Optional<String> undeclared) {}
