package probity.classify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import probity.classify.PhoneNumbers.Sure;

/// How often numbers of one text may still be parsed: [#READINGS] times, and once more for every
/// [#CHARS_A_READING] characters that went by. Until all of that is made up for, the last
/// [#KNOWN_MAX] numbers are remembered with what was said of them, and cost nothing again.
final class PhoneBudget {
  static final int READINGS = 256;
  static final int CHARS_A_READING = 32;
  static final int KNOWN_MAX = 64;

  /// How often a number was parsed that was not made up for by characters before `madeUp`.
  private int spent;

  private int madeUp;
  private int readings;

  /// By digits, in the order in which they came.
  private final Map<String, Sure> known = new LinkedHashMap<>();

  PhoneBudget(int from) {
    madeUp = from;
  }

  /// The same for a text that begins at `base`.
  PhoneBudget resumed(int base) {
    var on = new PhoneBudget(madeUp - base);
    on.spent = spent;
    on.known.putAll(known);
    return on;
  }

  /// How often a number was parsed.
  int readings() {
    return readings;
  }

  /// What is known of the digits of a number at an offset, or is found out now; empty where that
  /// would cost too much.
  Optional<Sure> sure(PhoneNumbers numbers, String digits, int offset) {
    makeUp(offset);
    Sure before = known.get(digits);
    if (before != null) return Optional.of(before);
    var sure = numbers.sure(digits, this::spend);
    if (sure.isPresent() && spent > 0) remember(digits, sure.get());
    return sure;
  }

  private void remember(String digits, Sure sure) {
    if (known.size() == KNOWN_MAX) known.remove(known.keySet().iterator().next());
    known.put(digits, sure);
  }

  private void makeUp(int offset) {
    int left = spent(offset);
    madeUp = left == 0 ? offset : madeUp + (spent - left) * CHARS_A_READING;
    spent = left;
    if (left == 0) known.clear();
  }

  private int spent(int offset) {
    return Math.max(0, spent - (offset - madeUp) / CHARS_A_READING);
  }

  private boolean spend() {
    if (spent == READINGS) return false;
    spent++;
    readings++;
    return true;
  }

  /// The same where all is the same that counts from `at` on; 0 where nothing counts.
  int memory(int at) {
    int left = spent(at);
    if (left == 0) return 0;
    int memory = 31 * left + (at - madeUp) % CHARS_A_READING;
    for (var each : known.entrySet()) {
      memory = 31 * (31 * memory + each.getKey().hashCode()) + each.getValue().name().hashCode();
    }
    return memory;
  }
}
