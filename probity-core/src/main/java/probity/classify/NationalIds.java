package probity.classify;

import static probity.classify.CheckDigits.digits;
import static probity.classify.CheckDigits.number;
import static probity.classify.CheckDigits.same;
import static probity.classify.CheckDigits.solid;
import static probity.classify.CheckDigits.weighted;

import java.util.Arrays;

/// Numbers that states give to people. Each method says whether a number could have been given out:
/// whether its check digits are right and the date in it, if there is one, is a date.
final class NationalIds {
  private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  private static final String PPS = "WABCDEFGHIJKLMNOPQRSTUV";
  private static final int[] FISCALE_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private NationalIds() {}

  /// Social Security Administration, "Social Security Number Randomization": no area 000, 666 or
  /// from 900, no group 00, no serial 0000. Two numbers printed in advertisements are refused.
  static boolean usSsn(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 9 || same(d)) return false;
    long area = number(d, 0, 3);
    long all = number(d, 0, 9);
    return area != 0
        && area != 666
        && area < 900
        && number(d, 3, 5) != 0
        && number(d, 5, 9) != 0
        && all != 78_051_120
        && all != 219_099_999;
  }

  /// Internal Revenue Service, Publication 4757: areas from 900, groups 50 to 65, 70 to 88, 90 to
  /// 92 and 94 to 99.
  static boolean usItin(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 9 || d[0] != 9) return false;
    long group = number(d, 3, 5);
    return (group >= 50 && group <= 65)
        || (group >= 70 && group <= 88)
        || (group >= 90 && group <= 92)
        || group >= 94;
  }

  /// Bundeszentralamt für Steuern, "Steuerliche Identifikationsnummer": eleven digits, MOD 11,10;
  /// of the first ten, one digit stands two or three times and no other twice.
  static boolean deTax(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 11 || d[0] == 0) return false;
    int[] times = new int[10];
    for (int i = 0; i < 10; i++) times[d[i]]++;
    int repeated = 0;
    for (int count : times) {
      if (count > 3) return false;
      if (count > 1) repeated++;
    }
    return repeated == 1 && CheckDigits.mod11and10(d);
  }

  /// INSEE, "numéro d'inscription au répertoire": thirteen digits and 97 less their remainder by
  /// 97; the departments of Corsica, 2A and 2B, are read as 19 and 18.
  static boolean frNir(CharSequence value) {
    String solid = solid(value);
    if (solid.length() != 15) return false;
    int month = (solid.charAt(3) - '0') * 10 + solid.charAt(4) - '0';
    if (month == 0 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
    int[] d = digits(solid.replace("2A", "19").replace("2B", "18"));
    return d.length == 15 && 97 - number(d, 0, 13) % 97 == number(d, 13, 15);
  }

  /// Ministerio del Interior, "Cálculo del dígito de control del NIF/NIE": the letter is chosen by
  /// the remainder of the number by 23; X, Y and Z at the beginning are 0, 1 and 2.
  static boolean esDni(CharSequence value) {
    String solid = solid(value);
    if (solid.length() != 9) return false;
    int first = "XYZ".indexOf(solid.charAt(0));
    int[] d = digits(first < 0 ? solid : first + solid.substring(1));
    return d.length == 8 && DNI.charAt((int) (number(d, 0, 8) % 23)) == solid.charAt(8);
  }

  /// Decree of the Ministero delle Finanze of 23 December 1976: characters at odd and even places
  /// are read by two tables, the remainder by 26 is the last letter.
  static boolean itFiscale(CharSequence value) {
    String solid = solid(value);
    if (solid.length() != 16) return false;
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = solid.charAt(i);
      int read = Ascii.digit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? FISCALE_ODD[read] : read;
    }
    return solid.charAt(15) - 'A' == sum % 26;
  }

  /// Rijksdienst voor Identiteitsgegevens, "burgerservicenummer": weights 9 to 2 and -1, divisible
  /// by 11.
  static boolean nlBsn(CharSequence value) {
    int[] d = digits(value);
    return d.length == 9 && !same(d) && weighted(d, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
  }

  /// Rijksregister, royal decree of 3 April 1984: 97 less the remainder by 97 of nine digits, with
  /// a 2 before them for those born from 2000.
  static boolean beNational(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 11) return false;
    int month = d[2] * 10 + d[3];
    int plain = month > 40 ? month - 40 : month > 20 ? month - 20 : month;
    if (plain > 12 || d[4] * 10 + d[5] > 31) return false;
    long nine = number(d, 0, 9);
    long check = number(d, 9, 11);
    return 97 - nine % 97 == check || 97 - (2_000_000_000L + nine) % 97 == check;
  }

  /// Ustawa o ewidencji ludności, "PESEL": weights 1, 3, 7, 9; the month tells the century.
  static boolean plPesel(CharSequence value) {
    int[] d = digits(value);
    return d.length == 11
        && Dates.day((d[2] * 10 + d[3]) % 20, d[4] * 10 + d[5])
        && weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
  }

  /// Ministerstwo Finansów, "NIP": weights 6, 5, 7, 2, 3, 4, 5, 6, 7, remainder by 11.
  static boolean plNip(CharSequence value) {
    int[] d = digits(value);
    return d.length == 10 && !same(d) && weighted(d, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == d[9];
  }

  /// Autoridade Tributária, "NIF": weights 9 to 2, 11 less the remainder by 11, 0 for 10 and 11.
  static boolean ptNif(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 9 || same(d) || d[0] == 0 || d[0] == 4 || d[0] == 7) return false;
    int rest = weighted(d, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return d[8] == (rest < 2 ? 0 : 11 - rest);
  }

  /// Skatteverket, "Personnummer": Luhn over the last ten digits; a day above 60 is one of a
  /// samordningsnummer.
  static boolean sePerson(CharSequence value) {
    int[] all = digits(value);
    if (all.length != 10 && all.length != 12) return false;
    int[] d = Arrays.copyOfRange(all, all.length - 10, all.length);
    int day = d[4] * 10 + d[5];
    return Dates.day(d[2] * 10 + d[3], day > 60 ? day - 60 : day) && CheckDigits.luhn(d, 10);
  }

  /// CPR-kontoret, "Personnummeret i CPR": since 2007 numbers are given out whose check digit does
  /// not fit, so the date is all there is to look at.
  static boolean dkCpr(CharSequence value) {
    int[] d = digits(value);
    return d.length == 10 && Dates.day(d[2] * 10 + d[3], d[0] * 10 + d[1]);
  }

  /// Skatteetaten, "Fødselsnummer": two check digits by 11; 40 is added to the day of a D-number.
  static boolean noBirth(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 11) return false;
    int day = d[0] * 10 + d[1];
    return Dates.day(d[2] * 10 + d[3], day > 40 ? day - 40 : day)
        && weighted(d, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
        && weighted(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }

  /// Digi- ja väestötietovirasto, "henkilötunnus": nine digits by 31 choose the last character.
  static boolean fiHetu(CharSequence value) {
    int length = value.length();
    if (length != 11) return false;
    int[] d = digits(value.subSequence(0, 10));
    return d.length == 9
        && Dates.day(d[2] * 10 + d[3], d[0] * 10 + d[1])
        && HETU.charAt((int) (number(d, 0, 9) % 31)) == Ascii.upper(value.charAt(10));
  }

  /// Dachverband der Sozialversicherungsträger, "Versicherungsnummer": the fourth digit checks the
  /// others, weights 3, 7, 9, 5, 8, 4, 2, 1, 6, remainder by 11. A month above 12 stands for days
  /// that were used up.
  static boolean atInsurance(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 10 || d[0] == 0) return false;
    int day = d[4] * 10 + d[5];
    int month = d[6] * 10 + d[7];
    return day >= 1
        && day <= 31
        && month >= 1
        && month <= 15
        && weighted(d, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == d[3];
  }

  /// Department of Social Protection, "PPS number": weights 8 to 2, the second letter nine times,
  /// remainder by 23.
  static boolean iePps(CharSequence value) {
    String solid = solid(value);
    if (solid.length() != 8 && solid.length() != 9) return false;
    int[] d = digits(solid);
    if (d.length != 7) return false;
    int second = solid.length() == 9 ? Math.max(0, PPS.indexOf(solid.charAt(8))) : 0;
    int sum = weighted(d, 8, 7, 6, 5, 4, 3, 2) + second * 9;
    return PPS.charAt(sum % 23) == solid.charAt(7);
  }

  /// Zákon č. 133/2000 Sb., "rodné číslo", the same in Slovakia: ten digits divisible by 11, or the
  /// first nine leave 10 and the last is 0; 50 is added to the month of women, 20 when the numbers
  /// of a day were used up.
  static boolean czBirth(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 10) return false;
    int month = d[2] * 10 + d[3];
    month = month > 50 ? month - 50 : month;
    month = month > 20 ? month - 20 : month;
    boolean right = number(d, 0, 10) % 11 == 0 || (number(d, 0, 9) % 11 == 10 && d[9] == 0);
    return Dates.day(month, d[4] * 10 + d[5]) && right;
  }

  /// Legea nr. 105/1996, "codul numeric personal": weights 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9,
  /// remainder by 11, 1 for 10.
  static boolean roCnp(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 13 || d[0] == 0) return false;
    int rest = weighted(d, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
    return Dates.day(d[3] * 10 + d[4], d[5] * 10 + d[6]) && d[12] == (rest == 10 ? 1 : rest);
  }

  /// Закон за гражданската регистрация, "ЕГН": weights 2, 4, 8, 5, 10, 9, 7, 3, 6, remainder by 11,
  /// 0 for 10; 20 or 40 is added to the month for other centuries.
  static boolean bgEgn(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 10) return false;
    int rest = weighted(d, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10;
    return Dates.day((d[2] * 10 + d[3]) % 20, d[4] * 10 + d[5]) && d[9] == rest;
  }

  /// ΑΑΔΕ, "ΑΦΜ": weights 256 down to 2, remainder by 11, 0 for 10.
  static boolean grAfm(CharSequence value) {
    int[] d = digits(value);
    return d.length == 9
        && !same(d)
        && weighted(d, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == d[8];
  }

  /// Zakon o osobnom identifikacijskom broju: eleven digits, MOD 11,10.
  static boolean hrOib(CharSequence value) {
    int[] d = digits(value);
    return d.length == 11 && !same(d) && CheckDigits.mod11and10(d);
  }

  /// 2017. évi CL. törvény, "adóazonosító jel": ten digits that begin with 8, weights 1 to 9,
  ///       remainder by 11.
  static boolean huTax(CharSequence value) {
    int[] d = digits(value);
    return d.length == 10 && d[0] == 8 && weighted(d, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == d[9];
  }

  /// 1996. évi XX. törvény, "TAJ szám": weights 3 and 7, remainder by 10.
  static boolean huTaj(CharSequence value) {
    int[] d = digits(value);
    return d.length == 9 && !same(d) && weighted(d, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == d[8];
  }

  /// EVS 585 of Estonia and the asmens kodas of Lithuania: weights 1 to 9 and 1, or, where that
  /// leaves 10, 3 to 9, 1, 2 and 3; 0 where that leaves 10 too.
  static boolean balticPerson(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 11 || d[0] < 1 || d[0] > 8) return false;
    int rest = weighted(d, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
    if (rest == 10) rest = weighted(d, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
    return Dates.day(d[3] * 10 + d[4], d[5] * 10 + d[6]) && d[10] == rest;
  }

  /// Pilsonības un migrācijas lietu pārvalde, "personas kods": of 1101 less the weighted sum, the
  /// remainder by 11. Numbers given out since July 2017 begin with 32 to 39 and hold no date.
  static boolean lvPerson(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 11) return false;
    if (d[0] == 3 && d[1] >= 2) return true;
    return Dates.day(d[2] * 10 + d[3], d[0] * 10 + d[1])
        && (1101 - weighted(d, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11 % 10 == d[10];
  }

  /// Règlement grand-ducal du 18 juin 2013, "matricule national": year, month and day, and Luhn
  /// over the first twelve of thirteen digits. The thirteenth (Verhoeff) is not looked at.
  static boolean luNational(CharSequence value) {
    int[] d = digits(value);
    return d.length == 13
        && (d[0] == 1 || d[0] == 2)
        && Dates.day(d[4] * 10 + d[5], d[6] * 10 + d[7])
        && CheckDigits.luhn(d, 12);
  }

  /// Τμήμα Φορολογίας, "Αριθμός Φορολογικής Ταυτότητας": digits at odd places are read by a table,
  /// the remainder by 26 is the letter.
  static boolean cyTax(CharSequence value) {
    String solid = solid(value);
    if (solid.length() != 9) return false;
    int[] d = digits(solid);
    if (d.length != 8) return false;
    int sum = 0;
    for (int i = 0; i < 8; i++) sum += i % 2 == 0 ? FISCALE_ODD[d[i]] : d[i];
    return solid.charAt(8) - 'A' == sum % 26;
  }

  /// Zakon o centralnem registru prebivalstva, "EMŠO": weights 7 to 2 twice, 11 less the remainder
  /// by 11, 0 for 11.
  static boolean siEmso(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 13) return false;
    int rest = weighted(d, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return Dates.day(d[2] * 10 + d[3], d[0] * 10 + d[1]) && d[12] == (rest == 0 ? 0 : 11 - rest);
  }

  /// HM Revenue & Customs, National Insurance Manual NIM39110: letters that are not used, and
  /// prefixes that are not given out.
  static boolean ukNino(CharSequence value) {
    String solid = solid(value);
    if (solid.length() < 8) return false;
    String prefix = solid.substring(0, 2);
    return "DFIQUV".indexOf(prefix.charAt(0)) < 0
        && "DFIQUVO".indexOf(prefix.charAt(1)) < 0
        && !"BG GB KN NK NT TN ZZ".contains(prefix);
  }

  /// NHS Data Dictionary, "NHS number": weights 10 to 2, 11 less the remainder by 11, 0 for 11.
  static boolean ukNhs(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 10 || same(d)) return false;
    return (weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) + d[9]) % 11 == 0;
  }

  /// Anlage 1 of the Richtlinie nach § 290 SGB V, "Krankenversichertennummer": the letter is read
  /// as two digits, every second digit is doubled, digits of products are added.
  static boolean deHealth(CharSequence value) {
    String solid = solid(value);
    if (solid.length() != 10 || !Ascii.letter(solid.charAt(0))) return false;
    int letter = solid.charAt(0) - 'A' + 1;
    int[] d = digits((letter < 10 ? "0" : "") + letter + solid.substring(1));
    if (d.length != 11) return false;
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      int product = d[i] << (i & 1);
      sum += product > 9 ? product - 9 : product;
    }
    return sum % 10 == d[10];
  }

  /// Part 4 of ICAO Doc 9303: the second line of a passport's machine-readable zone.
  static boolean passportLine(CharSequence value) {
    return value.length() == 44
        && CheckDigits.icao(value, 0, 9)
        && CheckDigits.icao(value, 13, 19)
        && CheckDigits.icao(value, 21, 27);
  }

  /// American Bankers Association, "routing number policy": weights 3, 7, 1, and the districts of
  /// the Federal Reserve.
  static boolean usRouting(CharSequence value) {
    int[] d = digits(value);
    if (d.length != 9 || same(d)) return false;
    int district = d[0] * 10 + d[1];
    boolean given =
        district <= 12
            || (district >= 21 && district <= 32)
            || (district >= 61 && district <= 72)
            || district == 80;
    return given && weighted(d, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
  }
}
