package probity.reperform;

import java.util.List;
import java.util.Random;

/// Makes conditions of every kind that a bundle may hold, those that fail for some facts and those
/// that another CEL might read otherwise among them. Not each one loads.
final class RandomConditions {
  private static final List<String> TEXT_FACTS =
      List.of(
          "caller", "purpose", "method", "model", "region", "body", "tool", "credential", "fault");
  private static final List<String> NUMBER_FACTS =
      List.of(
          "time",
          "body_bytes",
          "messages",
          "max_tokens",
          "status",
          "tools_unknown",
          "unattributed",
          "sources_unconfirmed",
          "draw");
  private static final List<String> LIST_FACTS =
      List.of("roles", "groups", "uninspected", "tools", "sources", "granted", "tags");
  private static final List<String> LABELS =
      List.of("personal.email", "payment.card", "credential.api-key");
  private static final List<String> TEXTS =
      List.of(
          "''",
          "'a'",
          "'bot'",
          "'support'",
          "'lookup_order'",
          "'chat'",
          "'é'",
          "'e\\u0301'",
          "'\\uff5e'",
          "'\\U0001f600'",
          "r'\\n'",
          "'\\x41'",
          "\"it's\"",
          "'ß'",
          "'İ'");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "60",
          "80",
          "100",
          "0x10",
          "9007199254740991",
          "9223372036854775807",
          "-9223372036854775808");
  private static final List<String> DOUBLES =
      List.of("0.0", "-0.0", "1.5", "1e308", "-2.25", "1.0 / 0.0", "0.0 / 0.0");
  private static final List<String> ORDERS = List.of("==", "!=", "<", "<=", ">", ">=");

  /// Where implementations of CEL are known to part, or might.
  private static final List<String> TRAPS =
      List.of(
          "'\\uff5e' < '\\U0001f600'",
          "'\\U0010ffff' > '\\uffff'",
          "size('\\U0001f600') == 1",
          "'\\u00e9' == 'e\\u0301'",
          "'a'.startsWith('') && ''.contains('')",
          "-9223372036854775808 / -1 > 0",
          "-9223372036854775808 % -1 == 0",
          "-(-9223372036854775808) > 0",
          "9223372036854775807 + 1 > 0",
          "9223372036854775807 * -2 < 0",
          "-9223372036854775807 - 2 < 0",
          "-5 / 2 == -2 && -5 % 2 == -1 && 5 % -2 == 1",
          "1 / 0 == 1 || true",
          "true || 1 % 0 == 1",
          "1 / 0 == 1 && false",
          "(1 / 0 == 1) || stream",
          "(1 / 0 == 1) && stream",
          "(1 / 0 == 1 ? true : true)",
          "[1, 0].exists(x, 1 / x == 1)",
          "[0, 1].exists(x, 1 / x == 1)",
          "[0, 1].all(x, 1 / x == 1)",
          "[0, 2].all(x, 1 / x == 1)",
          "[2, 0].all(x, 1 / x == 1)",
          "[1, 1].exists_one(x, x == 1)",
          "[0, 1].exists_one(x, 1 / x == 1)",
          "[1, 0].exists_one(x, 1 / x == 1)",
          "size([1, 2].map(x, x > 1, x)) == 1",
          "[1, 2].filter(x, x / 0 > 1) == [1]",
          "[1, 2][2] == 3 || person",
          "roles[-1] == 'a'",
          "'' in roles || '' in ['']",
          "b'\\xff' > b'\\x01'",
          "size(b'\\U0001f600') == 4",
          "true > false",
          "labels == counters || labels != counters",
          "labels.exists(l, l == 'payment.card' || labels[l] / 0 > 1)",
          "labels.all(l, l != 'payment.card' && labels[l] / 0 > 1)",
          "18446744073709551615u + 1u > 0u",
          "0u - 1u > 0u",
          "null != null",
          "[] == [] && size([]) == 0",
          "[[1], [2]][1][0] == 2",
          "0x7fffffffffffffff == 9223372036854775807",
          "r'\\n' == '\\\\n'",
          "'\\a\\b\\f\\v' == '\\x07\\x08\\x0c\\x0b'",
          "'\\101' == 'A'");

  private final Random random;

  RandomConditions(Random random) {
    this.random = random;
  }

  String condition() {
    return truth(3, 0);
  }

  private String truth(int depth, int loops) {
    if (depth == 0) return leaf(loops);
    return switch (random.nextInt(12)) {
      case 0, 1 -> "(" + truth(depth - 1, loops) + " && " + truth(depth - 1, loops) + ")";
      case 2, 3 -> "(" + truth(depth - 1, loops) + " || " + truth(depth - 1, loops) + ")";
      case 4 -> "!" + truth(depth - 1, loops);
      case 5 ->
          "("
              + truth(0, loops)
              + " ? "
              + truth(depth - 1, loops)
              + " : "
              + truth(depth - 1, loops)
              + ")";
      case 6, 7 -> loops < 2 ? loop(depth - 1, loops) : leaf(loops);
      default -> leaf(loops);
    };
  }

  private String leaf(int loops) {
    return switch (random.nextInt(20)) {
      case 0 -> number(2, loops) + " " + pick(ORDERS) + " " + number(2, loops);
      case 1 -> text(loops) + " " + pick(ORDERS) + " " + text(loops);
      case 2 ->
          text(loops)
              + "."
              + pick(List.of("startsWith", "endsWith", "contains"))
              + "("
              + text(loops)
              + ")";
      case 3 -> "'" + pick(LABELS) + "' in labels";
      case 4 -> "labels['" + pick(LABELS) + "'] " + pick(ORDERS) + " " + pick(NUMBERS);
      case 5 -> text(loops) + " in " + list();
      case 6 -> "counters['requests'] " + pick(ORDERS) + " " + pick(NUMBERS);
      case 7 ->
          pick(List.of("has(counters.requests)", "has(counters.spent)", "counters.spent > 3"));
      case 8 -> pick(List.of("stream", "person", "true", "false", "probes['project-name']"));
      case 9 -> list() + " " + pick(List.of("==", "!=")) + " " + list();
      case 10 -> pick(DOUBLES) + " " + pick(ORDERS) + " " + pick(DOUBLES);
      case 11 ->
          pick(
              List.of(
                  "1u < 2u", "3u - 4u > 0u", "18446744073709551615u + 1u == 0u", "5u % 2u == 1u"));
      case 12 ->
          pick(List.of("null == null", "b'\\xff' == b'\\xff'", "size(b'é') == 2", "b'a' < b'b'"));
      case 13 -> "roles[" + random.nextInt(3) + "] " + pick(ORDERS) + " " + text(loops);
      case 14 -> "labels.map(l, l)[0] == '" + pick(LABELS) + "'";
      case 15 -> "stream == person";
      case 16, 17, 18 -> pick(TRAPS);
      default ->
          "size("
              + pick(List.of("labels", "counters", "probes", list(), text(loops)))
              + ") "
              + pick(ORDERS)
              + " "
              + random.nextInt(4);
    };
  }

  private String loop(int depth, int loops) {
    String x = loops == 0 ? "x" : "y";
    String inside = truth(depth, loops + 1);
    return switch (random.nextInt(8)) {
      case 0 ->
          pick(LIST_FACTS)
              + ".exists("
              + x
              + ", "
              + x
              + " == "
              + text(loops)
              + " || "
              + inside
              + ")";
      case 1 ->
          pick(LIST_FACTS) + ".all(" + x + ", " + x + " != " + text(loops) + " && " + inside + ")";
      case 2 -> "labels.exists(" + x + ", labels[" + x + "] > " + pick(NUMBERS) + ")";
      case 3 -> "labels.all(" + x + ", labels[" + x + "] / " + number(0, loops) + " > 0)";
      case 4 ->
          pick(LIST_FACTS) + ".exists_one(" + x + ", " + x + ".contains(" + text(loops) + "))";
      case 5 ->
          "size(" + pick(LIST_FACTS) + ".filter(" + x + ", " + inside + ")) > " + random.nextInt(3);
      case 6 -> pick(LIST_FACTS) + ".map(" + x + ", " + x + " + " + text(loops) + ") == " + list();
      default ->
          "["
              + number(0, loops)
              + ", "
              + number(0, loops)
              + "].exists("
              + x
              + ", 10 / "
              + x
              + " > 1)";
    };
  }

  private String number(int depth, int loops) {
    if (depth == 0) {
      return switch (random.nextInt(6)) {
        case 0, 1 -> pick(NUMBERS);
        case 2 -> "size(" + pick(LIST_FACTS) + ")";
        case 3 -> "size(" + text(loops) + ")";
        default -> pick(NUMBER_FACTS);
      };
    }
    return switch (random.nextInt(5)) {
      case 0 -> "-" + number(0, loops);
      case 1 -> "(" + leaf(loops) + " ? " + number(0, loops) + " : " + number(0, loops) + ")";
      default ->
          "("
              + number(depth - 1, loops)
              + " "
              + pick(List.of("+", "-", "*", "/", "%"))
              + " "
              + number(depth - 1, loops)
              + ")";
    };
  }

  private String text(int loops) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> pick(TEXT_FACTS);
      case 2 -> "(" + pick(TEXT_FACTS) + " + " + pick(TEXTS) + ")";
      default -> loops > 0 && random.nextBoolean() ? "x" : pick(TEXTS);
    };
  }

  private String list() {
    return switch (random.nextInt(4)) {
      case 0 -> "[" + pick(TEXTS) + ", " + pick(TEXTS) + "]";
      case 1 -> "(" + pick(LIST_FACTS) + " + " + pick(LIST_FACTS) + ")";
      default -> pick(LIST_FACTS);
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
