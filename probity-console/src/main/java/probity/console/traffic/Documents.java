package probity.console.traffic;

import probity.source.SourceIndex;

/// The documents whose text the gateway knows again in requests.
@FunctionalInterface
public interface Documents {
  SourceIndex index();
}
