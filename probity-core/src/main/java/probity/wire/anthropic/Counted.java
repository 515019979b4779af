package probity.wire.anthropic;

import java.util.HashMap;
import java.util.Map;
import probity.exchange.Place.Kind;
import probity.wire.Answer.Usage;
import probity.wire.PlaceReader;
import probity.wire.Values;

/// Tokens, as the provider counts them. In a stream it does so more than once, and what it counts
/// later holds for the whole answer.
final class Counted {
  private static final String INPUT = "input_tokens";
  private static final String WRITTEN = "cache_creation_input_tokens";
  private static final String CACHED = "cache_read_input_tokens";
  private static final String OUTPUT = "output_tokens";

  private final Map<String, Long> counts = new HashMap<>();

  void read(PlaceReader in, String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      return;
    }
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case INPUT, WRITTEN, CACHED, OUTPUT -> {
          if (!in.json.skippedNull()) counts.put(name, Values.tokens(in, at));
        }
        default -> in.any(Kind.OTHER, at);
      }
    });
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /// Takes over what was counted later.
  void update(Counted later) {
    counts.putAll(later.counts);
  }

  /// What was read from a cache, or written to one, is part of the prompt.
  Usage usage() {
    long prompt = count(INPUT) + count(WRITTEN) + count(CACHED);
    return new Usage(prompt, count(OUTPUT), prompt + count(OUTPUT));
  }

  private long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
