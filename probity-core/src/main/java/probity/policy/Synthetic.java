package probity.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Whether what a canary holds belongs to nobody: e-mail addresses at names that are reserved for
/// examples, numbers of cards and accounts that their issuers publish for tests. Of other data,
/// such as names, nothing can be said.
final class Synthetic {
  private static final Pattern EMAIL =
      Pattern.compile("[\\p{L}\\p{N}._%+'-]+@([\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+)");

  /// RFC 2606 and RFC 6761: nobody can have an address there.
  private static final Set<String> RESERVED_DOMAINS =
      Set.of("example.com", "example.net", "example.org");

  private static final Set<String> RESERVED_TOPS =
      Set.of("example", "test", "invalid", "localhost");

  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");

  /// Published by card schemes and payment providers for tests.
  private static final Set<String> CARDS =
      Set.of(
          "4111111111111111",
          "4242424242424242",
          "4012888888881881",
          "4000056655665556",
          "4222222222222",
          "5555555555554444",
          "5105105105105100",
          "5200828282828210",
          "2223003122003222",
          "378282246310005",
          "371449635398431",
          "6011111111111117",
          "6011000990139424",
          "30569309025904",
          "38520000023237",
          "3530111333300000",
          "3566002020360505");

  private static final Pattern IBAN =
      Pattern.compile(
          "(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])");

  /// The examples of the register of ISO 13616.
  private static final Set<String> IBANS =
      Set.of(
          "AT611904300234573201",
          "BE68539007547034",
          "CH9300762011623852957",
          "DE89370400440532013000",
          "DK5000400440116243",
          "ES9121000418450200051332",
          "FI2112345600000785",
          "FR1420041010050500013M02606",
          "GB29NWBK60161331926819",
          "IE29AIBK93115212345678",
          "IT60X0542811101000000123456",
          "LU280019400644750000",
          "NL91ABNA0417164300",
          "NO9386011117947",
          "PL61109010140000071219812874",
          "PT50000201231234567890154",
          "SE4550000000058398257466");

  private Synthetic() {}

  /// The first thing in a text that may be somebody's, without showing it.
  static Optional<String> objection(String text) {
    boolean foreign =
        EMAIL.matcher(text).results().map(found -> found.group(1)).anyMatch(d -> !reserved(d));
    if (foreign) {
      return Optional.of(
          "a canary holds synthetic data alone: an e-mail address at `example.com`, or below"
              + " `.example` or `.test`, was expected (RFC 2606)");
    }
    if (NUMBER.matcher(text).results().map(Synthetic::bare).anyMatch(Synthetic::realCard)) {
      return Optional.of(
          "a canary holds synthetic data alone: a card number that is published for tests, such as"
              + " `4111 1111 1111 1111`, was expected");
    }
    if (IBAN.matcher(text).results().map(Synthetic::bare).anyMatch(Synthetic::realAccount)) {
      return Optional.of(
          "a canary holds synthetic data alone: an account number of the examples of ISO 13616, such"
              + " as `DE89 3704 0044 0532 0130 00`, was expected");
    }
    return Optional.empty();
  }

  private static boolean reserved(String domain) {
    String name = domain.toLowerCase(Locale.ROOT);
    return RESERVED_TOPS.contains(name.substring(name.lastIndexOf('.') + 1))
        || RESERVED_DOMAINS.stream().anyMatch(one -> name.equals(one) || name.endsWith("." + one));
  }

  private static String bare(MatchResult found) {
    return found.group().replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
  }

  private static boolean realCard(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = (digits.charAt(digits.length() - 1 - i) - '0') << (i & 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0 && !CARDS.contains(digits) && digits.chars().distinct().count() > 1;
  }

  private static boolean realAccount(String iban) {
    int rest = 0;
    String turned = iban.substring(4) + iban.substring(0, 4);
    for (int i = 0; i < turned.length(); i++) {
      int value = Character.digit(turned.charAt(i), 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1 && !IBANS.contains(iban);
  }
}
