package probity.evidence;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Coverage;

/// The end of an exchange, as its outcome entry says it.
///
/// @param detail a word of the product, empty where the ending says all
/// @param status the HTTP status sent to the client, 0 if none was
/// @param upstreamStatus the provider's, 0 if it gave none
/// @param firstByte, completed milliseconds since 1970, 0 where there was none
/// @param decisions those on the answer that altered it, in their order; the last decision of all
///   is `last`
/// @param answerDigest SHA-256 of what the provider sent, in hex, withheld
/// @param providerRequest the provider's request id, withheld
public record Outcome(
    Ending ending,
    String detail,
    int status,
    int upstreamStatus,
    int attempts,
    long firstByte,
    long completed,
    Usage usage,
    Seen seen,
    Coverage coverage,
    ToolCounts tools,
    SortedMap<String, Integer> alterations,
    Optional<AnswerDecision> last,
    List<AnswerDecision> decisions,
    Optional<String> answerDigest,
    Optional<String> providerRequest) {

  /// Tokens as the provider counted them; zeros where it did not say.
  public record Usage(long prompt, long completion, long total) {}

  /// Tool calls that the model asked for, and what was decided on them.
  public record ToolCounts(int asked, int allowed, int refused) {}

  /// The same without findings and decisions, which are what takes room; how many findings there
  /// were is said.
  Outcome withoutFindings() {
    return new Outcome(
        ending,
        Appended.TOO_LARGE,
        status,
        upstreamStatus,
        attempts,
        firstByte,
        completed,
        usage,
        new Seen(List.of(), seen.items().size() + seen.omitted()),
        coverage,
        tools,
        alterations,
        Optional.empty(),
        List.of(),
        answerDigest,
        providerRequest);
  }

  public Outcome {
    alterations = Collections.unmodifiableSortedMap(new TreeMap<>(alterations));
    decisions = List.copyOf(decisions);
  }
}
