package probity.classify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Addresses of machines and codes of banks.
final class Networks {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private Networks() {}

  /// Four numbers up to 255 that name a machine: not this one, not all, no mask and no net. Four
  /// numbers of one digit are a version.
  static boolean ipv4(CharSequence value) {
    return value.length() > "1.2.3.4".length() && ipv4AfterWord(value);
  }

  /// The same where a word before it says that it is no version.
  static boolean ipv4AfterWord(CharSequence value) {
    int[] parts = new int[4];
    int part = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.') {
        if (++part == 4) return false;
        continue;
      }
      parts[part] = parts[part] * 10 + c - '0';
      if (parts[part] > 255) return false;
    }
    return part == 3 && parts[3] != 0 && parts[0] != 0 && parts[0] != 127 && parts[0] != 255;
  }

  /// RFC 4291: eight groups, or fewer around one `::`. Loopback and the unspecified address are
  /// none, and neither is what may be a time.
  static boolean ipv6(CharSequence value) {
    int groups = 0;
    int gaps = 0;
    boolean letter = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean colon = c == ':';
      if (colon && i > 0 && value.charAt(i - 1) == ':') gaps++;
      if (!colon && (i == 0 || value.charAt(i - 1) == ':')) groups++;
      letter |= Ascii.letter(c);
    }
    if (gaps == 0) return groups == 8;
    return gaps == 1 && groups > 1 && groups < 8 && (letter || groups > 3);
  }

  /// IEEE 802: a device, not all and none.
  static boolean mac(CharSequence value) {
    String solid = CheckDigits.solid(value);
    if (solid.length() != 12) return false;
    return solid.chars().distinct().count() > 2 && Shapes.digit(solid) && Shapes.varied(solid);
  }

  /// ISO 9362: the fifth and sixth letter are a country.
  static boolean bic(CharSequence value) {
    String country = value.subSequence(4, 6).toString();
    return COUNTRIES.contains(country) || country.equals("XK");
  }

  /// Office for National Statistics: the first part of postcodes that begin with letters in use.
  static boolean ukPostcode(CharSequence value) {
    String solid = CheckDigits.solid(value);
    int letters = 0;
    while (letters < 3 && Ascii.letter(solid.charAt(letters))) letters++;
    return Arrays.binarySearch(AREAS, solid.substring(0, letters)) >= 0;
  }

  private static final String[] AREAS =
      ("AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY"
              + " E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY"
              + " L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG"
              + " RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA"
              + " WC WD WF WN WR WS WV YO ZE")
          .split(" ", -1);
}
