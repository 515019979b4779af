package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Finding;

/// A tool call of a streamed answer, while its parts come in and until it is allowed.
final class ToolCall {
  private final int number;
  final int choice;
  final Channel channel;
  private final StringBuilder name = new StringBuilder();
  private final StringBuilder arguments = new StringBuilder();
  private boolean complete;
  private boolean allowed;

  ToolCall(int number, int choice, Channel channel) {
    this.number = number;
    this.choice = choice;
    this.channel = channel;
  }

  /// As clients join it: the parts, one after the other.
  void name(String part) {
    name.append(part);
  }

  void arguments(String part) {
    arguments.append(part);
  }

  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  void allow() {
    allowed = true;
    arguments.setLength(0);
    arguments.trimToSize();
  }

  boolean allowed() {
    return allowed;
  }

  Effect.ToolCalled called() {
    var labels = new TreeMap<String, Integer>();
    var findings = new ArrayList<Finding>();
    for (Hit hit : channel.hits()) {
      labels.merge(hit.label(), hit.confidence(), Math::max);
      findings.add(hit.finding(0));
    }
    return new Effect.ToolCalled(
        number,
        choice,
        name.toString(),
        channel.first.pointer(),
        arguments.toString(),
        labels,
        List.copyOf(findings));
  }
}
