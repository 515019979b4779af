package probity.reconcile;

import java.util.Optional;
import java.util.OptionalLong;

/// One line of a provider's export: what it counted in a bucket of time.
///
/// @param from start of the bucket, in the form that entries have; `until` is its end
/// @param keys ids of API key and project by which the export is grouped, if it is
/// @param model as the provider calls it; empty where the export is not grouped by it
/// @param requests not told by every provider
public record Usage(
    Vendor vendor,
    String from,
    String until,
    Keys keys,
    Optional<String> model,
    OptionalLong requests,
    long inputTokens,
    long outputTokens) {

  /// Whose export it is.
  public enum Vendor {
    OPENAI("openai"),
    ANTHROPIC("anthropic");

    private final String word;

    Vendor(String word) {
      this.word = word;
    }

    /// Its name; the formats of its calls begin with it.
    public String word() {
      return word;
    }
  }

  /// The key of a provider by which usage is counted; empty where the export is not grouped.
  public record Keys(String apiKey, String project) {}
}
