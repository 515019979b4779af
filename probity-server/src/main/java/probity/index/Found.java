package probity.index;

import java.util.List;

/// One record as the index has it: an exchange's intent, joined with its outcome and steps.
///
/// @param outcome index of the outcome, -1 while there is none
/// @param rules those on which its decisions rest
/// @param labels what was found in request, tool calls and answer
/// @param tools asked for by the model; `""` is one that the bundle does not declare
public record Found(
    String exchange,
    String log,
    long intent,
    long outcome,
    String time,
    String completed,
    String purpose,
    String caller,
    String route,
    String system,
    String use,
    String provider,
    String model,
    String verdict,
    String refusedOn,
    String rule,
    String reason,
    String ending,
    long status,
    long promptTokens,
    long completionTokens,
    long totalTokens,
    String bundleVersion,
    String bundleDigest,
    List<String> rules,
    List<String> labels,
    List<Tool> tools) {

  /// A tool that was asked for, and what was decided.
  ///
  /// @param entry index of the step in the log
  public record Tool(long entry, String tool, String verdict, String rule) {}
}
