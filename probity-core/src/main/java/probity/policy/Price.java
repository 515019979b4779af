package probity.policy;

/// What a model costs, in millionths of the bundle's currency per 1,000 tokens.
public record Price(String model, long prompt, long completion) {
  static final int TOKENS = 1_000;

  /// The price of one exchange in millionths, rounded up, so that many small ones are not free.
  public long of(long promptTokens, long completionTokens) {
    long parts =
        Math.addExact(
            Math.multiplyExact(prompt, promptTokens),
            Math.multiplyExact(completion, completionTokens));
    return Math.ceilDiv(parts, TOKENS);
  }
}
