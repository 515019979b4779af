package probity.server;

import java.util.List;
import java.util.Optional;
import probity.policy.life.Founder;
import probity.review.Reviews;

/// Who may change the policy and review what it decides, and where they do it.
///
/// @param people the founding people; they count only while `records` knows nobody
/// @param unsignedBundle whether a gateway of purpose `live` may take its bundle from a folder
///   while nobody is enrolled
/// @param control where the control API listens, if it does
/// @param environment whose overlay a bundle's folder is read with
/// @param reviews bounds of what is kept for reviewers
/// @param canaryChannel the bundle's channel that is told of missed canaries, if one is
/// @param webhooks where the notifications of channels are posted
/// @param console the web console, if there is one
public record GovernanceConfig(
    List<Founder> people,
    boolean unsignedBundle,
    Optional<Config.Listen> control,
    Optional<String> environment,
    Reviews.Settings reviews,
    Optional<String> canaryChannel,
    WebhooksConfig webhooks,
    Optional<ConsoleConfig> console) {
  static final GovernanceConfig NONE =
      new GovernanceConfig(List.of(), false, Optional.empty(), Optional.empty());

  /// With the bounds that hold where none are configured, and nobody who is told of canaries.
  GovernanceConfig(
      List<Founder> people,
      boolean unsignedBundle,
      Optional<Config.Listen> control,
      Optional<String> environment) {
    this(people, unsignedBundle, control, environment, Reviews.Settings.STANDARD, Optional.empty());
  }

  /// With notifications in the log alone.
  GovernanceConfig(
      List<Founder> people,
      boolean unsignedBundle,
      Optional<Config.Listen> control,
      Optional<String> environment,
      Reviews.Settings reviews,
      Optional<String> canaryChannel) {
    this(
        people,
        unsignedBundle,
        control,
        environment,
        reviews,
        canaryChannel,
        WebhooksConfig.NONE,
        Optional.empty());
  }

  GovernanceConfig with(WebhooksConfig other) {
    return new GovernanceConfig(
        people, unsignedBundle, control, environment, reviews, canaryChannel, other, console);
  }

  GovernanceConfig with(ConsoleConfig other) {
    return new GovernanceConfig(
        people,
        unsignedBundle,
        control,
        environment,
        reviews,
        canaryChannel,
        webhooks,
        Optional.of(other));
  }

  public GovernanceConfig {
    people = List.copyOf(people);
  }
}
