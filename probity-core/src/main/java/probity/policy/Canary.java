package probity.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.exchange.Facts;
import probity.wire.Format;

/// A synthetic request that is sent through the gateway on a schedule and never to a provider, so
/// that a control is seen to operate although traffic may not trigger it (docs/canaries.md).
///
/// @param requirement id of the requirement that it shows to be carried out
/// @param controls references `<scheme>:<ref>`, as rules have them
/// @param method one of the route's
/// @param roles, groups those of the caller that it is sent by
/// @param every pause between two runs, from 5 minutes to 31 days
/// @param request the body, at most 16,384 characters; empty for none
/// @param answer what the sink says in the place of a model
/// @param file where it is written, `line` from 1
public record Canary(
    String id,
    String requirement,
    List<String> controls,
    String route,
    String method,
    List<String> roles,
    List<String> groups,
    Duration every,
    String request,
    Answer answer,
    Expected expected,
    String file,
    int line) {
  /// What ids of callers that no configuration can declare begin with.
  public static final String CALLERS = "probity.";

  private static final String PREFIX = CALLERS + "canary.";

  public Canary {
    controls = List.copyOf(controls);
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
  }

  /// The caller that stands on its records.
  public String caller() {
    return PREFIX + id;
  }

  /// @param text what is said
  /// @param tool the tool that is called; empty where none is
  /// @param arguments JSON text
  public record Answer(String text, String tool, String arguments) {
    /// What a format is to say.
    public Format.Said said() {
      return new Format.Said(text, tool, arguments);
    }
  }

  /// What must come of it.
  ///
  /// @param on which of its decisions is looked at; of several on tool calls the first, of several
  ///   on an answer all together
  /// @param refused whether that decision must be a refusal
  /// @param rule must be among the rules that the decision rests on
  /// @param redacted labels that the rule must have masked
  /// @param planted texts that must arrive neither at the provider's place nor, of an answer, with
  ///   the caller
  public record Expected(
      Facts.Phase on,
      boolean refused,
      String rule,
      SortedSet<String> redacted,
      List<String> planted) {
    public Expected {
      redacted = Collections.unmodifiableSortedSet(new TreeSet<>(redacted));
      planted = List.copyOf(planted);
    }

    /// `refuse` or `permit`.
    public String verdict() {
      return refused ? "refuse" : "permit";
    }
  }
}
