package probity.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.ledger.Json;

/// Texts that stay off an entry: collects their digests, and hands those worth keeping to the
/// vault.
final class Withheld {
  private static final int KEPT_CHARS_MAX = 4096;

  private final SubjectKey key;
  private final Subjects vault;
  private final Exchange exchange;
  private final List<Json> digests = new ArrayList<>();

  Withheld(SubjectKey key, Subjects vault, Exchange exchange) {
    this.key = key;
    this.vault = vault;
    this.exchange = exchange;
  }

  /// Withholds a text and keeps it in the vault, unless it is longer than anything that it stands
  /// for: whoever calls or answers must not fill the disk with it.
  Withheld keep(String field, Optional<String> value) {
    value.ifPresent(text -> {
      commit(field, text);
      if (text.length() <= KEPT_CHARS_MAX) {
        vault.keep(key, exchange.id().text(), field, text);
      }
    });
    return this;
  }

  /// Withholds a text that nobody needs to have kept: whoever holds the original can show it.
  Withheld commit(String field, String value) {
    digests.add(
        Json.object()
            .put("field", field)
            .put("digest", key.withhold(exchange.id().text(), field, value).digest())
            .build());
    return this;
  }

  Json json() {
    return new Json.Arr(digests);
  }
}
