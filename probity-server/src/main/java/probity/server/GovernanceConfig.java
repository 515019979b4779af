package probity.server;

import java.util.List;
import java.util.Optional;
import probity.policy.life.Founder;

/// Who may change the policy, and where they do it.
///
/// @param people the founding people; they count only while `records` knows nobody
/// @param unsignedBundle whether a gateway of purpose `live` may take its bundle from a folder
///   while nobody is enrolled
/// @param control where the control API listens, if it does
/// @param environment whose overlay a bundle's folder is read with
public record GovernanceConfig(
    List<Founder> people,
    boolean unsignedBundle,
    Optional<Config.Listen> control,
    Optional<String> environment) {
  static final GovernanceConfig NONE =
      new GovernanceConfig(List.of(), false, Optional.empty(), Optional.empty());

  public GovernanceConfig {
    people = List.copyOf(people);
  }
}
