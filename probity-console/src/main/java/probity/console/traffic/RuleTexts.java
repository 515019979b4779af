package probity.console.traffic;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import probity.policy.Bundle;
import probity.policy.Effect;
import probity.policy.Requirement;
import probity.policy.Rule;

/// Rules as pages show them, with the requirement that they carry out.
final class RuleTexts {
  private static final String OWN = "probity/";

  private RuleTexts() {}

  /// The texts of rules by their ids, in their order.
  static List<RecordPage.RuleText> of(Collection<String> ids, Optional<Bundle> bundle) {
    return ids.stream().map(id -> text(id, bundle)).toList();
  }

  /// All of a bundle's.
  static List<RecordPage.RuleText> all(Bundle bundle) {
    return bundle.rules().stream().map(rule -> text(rule, bundle)).toList();
  }

  private static RecordPage.RuleText text(String id, Optional<Bundle> bundle) {
    return bundle
        .flatMap(from ->
            from.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .map(rule -> text(rule, from)))
        .orElseGet(() ->
            new RecordPage.RuleText(
                id,
                "",
                id.startsWith(OWN) ? "A rule of the product, not of the bundle." : "",
                "",
                "",
                "",
                "",
                "",
                List.of(),
                "",
                "",
                "",
                ""));
  }

  private static RecordPage.RuleText text(Rule rule, Bundle bundle) {
    var requirement =
        bundle.requirements().stream()
            .filter(one -> one.id().equals(rule.requirement()))
            .findFirst();
    return new RecordPage.RuleText(
        rule.id(),
        rule.requirement(),
        requirement.map(Requirement::sentence).orElse(""),
        requirement.map(RuleTexts::source).orElse(""),
        rule.on().word(),
        rule.when(),
        Told.quoted(effect(rule.then())),
        Told.quoted(rule.reason()),
        rule.controls(),
        rule.owner(),
        rule.risk(),
        rule.file() + ", line " + rule.line(),
        "/bundles/" + bundle.digest().hex() + "#rule-" + rule.id());
  }

  static String source(Requirement requirement) {
    return requirement.source().from().word().replace('-', ' ')
        + (requirement.source().ref().isEmpty() ? "" : ", " + requirement.source().ref());
  }

  /// What a rule does, in words.
  private static String effect(Effect effect) {
    return switch (effect) {
      case Effect.Permit() -> "permit";
      case Effect.Refuse() -> "refuse";
      case Effect.Redact(var labels) -> "mask " + String.join(", ", labels);
      case Effect.Tokenize(var labels) -> "put tokens in the place of " + String.join(", ", labels);
      case Effect.Tag(var tags) -> "tag " + String.join(", ", tags);
      case Effect.Limit(var counter, long max) ->
          String.format(Locale.ROOT, "refuse once `%s` stands at %d", counter, max);
      case Effect.Review(var queue) -> "hold until queue `" + queue + "` grants it";
      case Effect.Queue(var queue) -> "put into queue `" + queue + "` for a look afterwards";
      case Effect.Notify(var channel) -> "send word to channel `" + channel + "`";
      case Effect.Notice(var notice) -> "give notice `" + notice + "`";
    };
  }
}
