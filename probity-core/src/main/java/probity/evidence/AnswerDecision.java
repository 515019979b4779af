package probity.evidence;

import probity.exchange.Facts;
import probity.policy.Decision;

/// A decision on the answer, or on as much of it as was seen, with the facts it rests on.
public record AnswerDecision(Facts facts, Decision decision) {}
