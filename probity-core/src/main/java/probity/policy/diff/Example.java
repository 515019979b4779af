package probity.policy.diff;

import java.util.List;
import java.util.stream.Stream;
import probity.exchange.Facts;
import probity.policy.Decision;
import probity.policy.Obligation;
import probity.policy.Verdict;

/// Something that was tried on both bundles and comes to something else on each.
///
/// @param who in words: caller, route, model and what else matters
/// @param before, after in words: `refused by `x``, `permitted by `y``
/// @param roles, system, use of whom and what it is about, for lists
public record Example(
    Direction direction,
    Facts.Phase phase,
    String who,
    String before,
    String after,
    List<String> roles,
    String route,
    String system,
    String use) {
  private static final String MASKED = "` masked";
  private static final String TOKEN = "` as a token";

  public Example {
    roles = List.copyOf(roles);
  }

  /// The whole in a sentence.
  public String sentence() {
    String what =
        switch (phase) {
          case REQUEST -> "a request by ";
          case TOOL -> "a tool call for ";
          case RESPONSE -> "an answer to ";
        };
    return what + who + ": " + before + " before, " + after + " now";
  }

  /// What two decisions on the same facts mean for what callers can do.
  static Direction between(Decision before, Decision after, Facts facts) {
    boolean refused = before.verdict() instanceof Verdict.Refuse;
    boolean refuses = after.verdict() instanceof Verdict.Refuse;
    if (refused && !refuses) return Direction.WIDER;
    if (!refused && refuses) return Direction.NARROWER;
    if (refused) {
      boolean lifted = isPlain(before.verdict()) && isReview(after.verdict());
      boolean shut = isReview(before.verdict()) && isPlain(after.verdict());
      return lifted ? Direction.WIDER : shut ? Direction.NARROWER : Direction.SAME;
    }
    var must = done(before, facts);
    var does = done(after, facts);
    if (must.equals(does)) return Direction.SAME;
    return must.stream().allMatch(one -> covers(does, one)) ? Direction.NARROWER : Direction.WIDER;
  }

  /// Whether it is done, or more: a mask hides what a token stands for.
  private static boolean covers(List<String> does, String one) {
    return does.contains(one) || does.contains(one.replace(TOKEN, MASKED));
  }

  private static boolean isPlain(Verdict verdict) {
    return verdict instanceof Verdict.Refuse refusal
        && refusal.kind() instanceof Verdict.Kind.Plain;
  }

  private static boolean isReview(Verdict verdict) {
    return verdict instanceof Verdict.Refuse refusal
        && refusal.kind() instanceof Verdict.Kind.Review;
  }

  /// What tells two ways apart in which decisions differ: the rules that decide, and what is done
  /// beside only where that is the difference.
  static String key(Decision before, Decision after, Facts facts) {
    boolean both =
        before.verdict() instanceof Verdict.Permit && after.verdict() instanceof Verdict.Permit;
    return both
        ? String.join("\n", done(before, facts)) + "\n\n" + String.join("\n", done(after, facts))
        : ruling(before) + "\n\n" + ruling(after);
  }

  /// In words: what a decision comes to on these facts.
  static String words(Decision decision, Facts facts) {
    if (decision.verdict() instanceof Verdict.Refuse) return ruling(decision);
    var done = done(decision, facts);
    return done.isEmpty()
        ? ruling(decision)
        : ruling(decision) + " with " + String.join(", ", done);
  }

  private static String ruling(Decision decision) {
    return switch (decision.verdict()) {
      case Verdict.Refuse(var rule, _, Verdict.Kind.Plain()) -> "refused by `" + rule + "`";
      case Verdict.Refuse(var rule, _, Verdict.Kind.Review(var queue)) ->
          "held by `" + rule + "` until queue `" + queue + "` grants it";
      case Verdict.Refuse(var rule, _, Verdict.Kind.Limit(var counter)) ->
          "refused by `" + rule + "` at the limit of `" + counter + "`";
      case Verdict.Permit() ->
          decision.decided().stream()
              .filter(rule -> decision.obligations().stream().noneMatch(o -> o.rule().equals(rule)))
              .findFirst()
              .map(rule -> "permitted by `" + rule + "`")
              .orElse("permitted");
    };
  }

  /// What must be done beside, in words that can be compared.
  private static List<String> done(Decision decision, Facts facts) {
    return decision.obligations().stream()
        .flatMap(obligation ->
            switch (obligation) {
              case Obligation.Redact(_, var labels) ->
                  labels.stream()
                      .filter(label -> facts.labels().containsKey(label))
                      .map(label -> "`" + label + MASKED);
              case Obligation.Tokenize(_, var labels) ->
                  labels.stream()
                      .filter(label -> facts.labels().containsKey(label))
                      .map(label -> "`" + label + TOKEN);
              case Obligation.Tag(_, var tags) -> tags.stream().map(tag -> "tag `" + tag + "`");
              case Obligation.Queue(_, var queue) -> Stream.of("a look by queue `" + queue + "`");
              case Obligation.Notify(_, var channel) ->
                  Stream.of("word to channel `" + channel + "`");
              case Obligation.Notice(_, var notice) -> Stream.of("notice `" + notice + "`");
            })
        .distinct()
        .sorted()
        .toList();
  }
}
