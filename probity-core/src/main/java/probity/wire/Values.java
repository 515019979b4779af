package probity.wire;

import java.util.OptionalLong;
import probity.exchange.Place.Kind;
import probity.ledger.Json;

/// Values that formats share: flags, counts and positions.
public final class Values {
  /// The highest `index` that a choice, an item or a part may have.
  public static final int INDEX_MAX = 1023;

  /// Counts go onto entries, whose integers end at 2^53 - 1; no answer has as many tokens as this.
  private static final long TOKENS_MAX = 1L << 40;

  private Values() {}

  /// `true` or `false`; false when it is null.
  public static boolean flag(PlaceReader in, String name) {
    if (in.json.skippedNull()) return false;
    byte next = in.json.next();
    if (next != 't' && next != 'f') {
      throw PlaceReader.wrongShape("`" + name + "` is neither true nor false");
    }
    return in.json.bool();
  }

  /// A count that the application asks for, 0 when it is null.
  public static long bound(PlaceReader in, String name) {
    if (in.json.skippedNull()) return 0;
    byte next = in.json.next();
    boolean number = next == '-' || (next >= '0' && next <= '9');
    OptionalLong value = number ? in.json.integer() : OptionalLong.empty();
    if (value.isEmpty() || value.getAsLong() < 0 || value.getAsLong() > Json.INTEGER_MAX) {
      throw PlaceReader.wrongShape("`" + name + "` is not a count");
    }
    return value.getAsLong();
  }

  /// A count of tokens, 0 when something else stands there.
  public static long tokens(PlaceReader in, String pointer) {
    OptionalLong value = whole(in, pointer);
    return value.isPresent() && value.getAsLong() >= 0 && value.getAsLong() <= TOKENS_MAX
        ? value.getAsLong()
        : 0;
  }

  /// The number by which pieces of one choice, item or tool call belong together; `position` when
  /// it is null.
  public static int index(PlaceReader in, int position) {
    if (in.json.skippedNull()) return position;
    OptionalLong value = whole(in, "/*");
    if (value.isEmpty() || value.getAsLong() < 0 || value.getAsLong() > INDEX_MAX) {
      throw PlaceReader.wrongShape("an `index` is not a number from 0 to " + INDEX_MAX);
    }
    return (int) value.getAsLong();
  }

  /// A whole number; empty when something else stands there, which is read all the same.
  public static OptionalLong whole(PlaceReader in, String pointer) {
    byte next = in.json.next();
    if (next == '-' || (next >= '0' && next <= '9')) return in.json.integer();
    in.any(Kind.OTHER, pointer);
    return OptionalLong.empty();
  }

  /// Log probabilities repeat the text token by token, which no detector can join: not read.
  public static Range logprobs(PlaceReader in, String pointer) {
    in.countNotRead("logprobs");
    in.json.next();
    int from = in.json.at();
    in.any(Kind.OTHER, pointer);
    return new Range(from, in.json.at());
  }
}
