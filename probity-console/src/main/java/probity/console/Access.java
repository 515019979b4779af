package probity.console;

import java.util.Optional;
import java.util.Set;
import probity.aims.register.Duty;

/// Who may use a route.
sealed interface Access {
  record Everybody() implements Access {}

  record SignedInAlone() implements Access {}

  record With(Set<Duty> anyOf) implements Access {}

  default boolean allows(Optional<SignedIn> who) {
    return switch (this) {
      case Everybody() -> true;
      case SignedInAlone() -> who.isPresent();
      case With(var anyOf) ->
          who.isPresent() && who.get().member().duties().stream().anyMatch(anyOf::contains);
    };
  }
}
