package probity.reconcile;

import java.util.List;
import java.util.OptionalLong;
import probity.index.Search.Call;

/// One comparison: a bucket of time, a key and a model.
///
/// @param upstream the upstream that the key is for; empty where all keys are taken together
/// @param exported the provider's names of the model; none where only the ledger has calls
/// @param model our name; empty where all models are taken together
/// @param theirRequests where the export counts requests
/// @param counted our calls that the provider answered with 2xx
/// @param withoutUsage those of them whose answer told no tokens
/// @param unknown our calls of which the ledger cannot say whether the provider counts them
/// @param note why nothing of ours stands against a line, or empty
public record Cell(
    Usage.Vendor vendor,
    String from,
    String until,
    String upstream,
    List<String> exported,
    String model,
    OptionalLong theirRequests,
    long theirInput,
    long theirOutput,
    List<Call> counted,
    List<Call> withoutUsage,
    List<Call> unknown,
    String note) {

  /// How a comparison came out.
  public enum Result {
    AGREES,
    DIFFERS,
    /// Neither requests nor tokens can be held against each other.
    NOT_COMPARABLE
  }

  public Cell {
    exported = List.copyOf(exported);
    counted = List.copyOf(counted);
    withoutUsage = List.copyOf(withoutUsage);
    unknown = List.copyOf(unknown);
  }

  public long ourInput() {
    return counted.stream().mapToLong(Call::promptTokens).sum();
  }

  public long ourOutput() {
    return counted.stream().mapToLong(Call::completionTokens).sum();
  }

  /// Whether every call of ours has its tokens on record.
  public boolean tokensKnown() {
    return withoutUsage.isEmpty();
  }

  /// Calls that no token count covers can only add to the provider's tokens: with them, fewer is
  /// still a difference, more is not.
  public Result result() {
    boolean requests = theirRequests.isEmpty() || theirRequests.getAsLong() == counted.size();
    boolean tokens =
        tokensKnown()
            ? theirInput == ourInput() && theirOutput == ourOutput()
            : theirInput >= ourInput() && theirOutput >= ourOutput();
    if (!note.isEmpty() || !requests || !tokens) return Result.DIFFERS;
    return tokensKnown() || theirRequests.isPresent() ? Result.AGREES : Result.NOT_COMPARABLE;
  }
}
