package probity.classify;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Bytes;
import probity.exchange.Finding;

/// What a streamed answer asks of the gateway, in this order.
public sealed interface Effect {
  /// Goes to the client now.
  record Release(Bytes bytes) implements Effect {}

  /// The model asks for a tool. The call, and all that follows it, waits for
  /// [StreamInspection#allowed].
  ///
  /// @param number 0, 1, 2 … in the answer
  /// @param arguments as the model wrote them, whole
  /// @param labels what was found in the arguments, each with its highest confidence
  /// @param findings in the arguments, which are place 0
  record ToolCalled(
      int number,
      int choice,
      String name,
      String arguments,
      SortedMap<String, Integer> labels,
      List<Finding> findings)
      implements Effect {
    public ToolCalled {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      findings = List.copyOf(findings);
    }
  }

  /// The judge cut the answer. Nothing follows, and nothing of what made it cut was released.
  record Cut() implements Effect {}

  /// The answer is complete. Nothing follows; the last events are released once the outcome is
  /// durable.
  record Finish(Bytes last) implements Effect {}

  /// This is no complete answer, and nothing follows.
  ///
  /// @param why a word of the product: that of a [probity.exchange.BodyFault], `no-finish`,
  ///   `goes-on-after-finish`, `upstream-error`, `held-too-much`, `too-many-channels` or
  ///   `tool-call-reopened`
  record Broken(String why) implements Effect {}
}
