package probity.classify;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What libphonenumber says of digits, in some regions.
final class PhoneNumbers {
  private static final PhoneNumberUtil UTIL = util();

  /// Of North America and the Caribbean, where the trunk prefix `1` is mostly left out.
  private static final int NORTH_AMERICA = 1;

  /// How sure it is that digits are a number of a telephone.
  enum Sure {
    NOT,
    /// As long as numbers are.
    POSSIBLE,
    /// In a range that is given out.
    VALID
  }

  /// @param trunk what numbers begin with that are dialled within the region; empty where nothing
  private record Region(String code, int countryCode, String trunk) {}

  private final List<Region> regions;

  PhoneNumbers(PhoneRegions regions) {
    this.regions =
        regions.codes().stream()
            .map(code -> {
              @Nullable String trunk = UTIL.getNddPrefixForRegion(code, true);
              return new Region(
                  code, UTIL.getCountryCodeForRegion(code), trunk == null ? "" : trunk);
            })
            .toList();
  }

  /// Every region's ranges are read from the jar here, not while a call waits.
  private static PhoneNumberUtil util() {
    var util = PhoneNumberUtil.getInstance();
    for (String region : util.getSupportedRegions()) util.getExampleNumber(region);
    for (int code : util.getSupportedGlobalNetworkCallingCodes()) {
      util.getExampleNumberForNonGeoEntity(code);
    }
    return util;
  }

  /// How many numbers one question about a number without `+` reads.
  int readings() {
    return regions.size();
  }

  /// @param digits with `+` before them
  Sure international(String digits) {
    return ask(digits, "ZZ", 0);
  }

  /// What the surest region says.
  Sure national(String digits) {
    Sure surest = Sure.NOT;
    for (Region region : regions) {
      boolean trunk = region.countryCode == NORTH_AMERICA || digits.startsWith(region.trunk);
      if (!trunk) continue;
      Sure here = ask(digits, region.code, region.countryCode);
      if (here == Sure.VALID) return here;
      if (here.compareTo(surest) > 0) surest = here;
    }
    return surest;
  }

  /// Whether a region's numbers begin with a trunk prefix, and these digits do.
  boolean trunk(String digits) {
    for (Region region : regions) {
      if (region.countryCode != NORTH_AMERICA
          && !region.trunk.isEmpty()
          && digits.startsWith(region.trunk)) {
        return true;
      }
    }
    return false;
  }

  private static Sure ask(String digits, String region, int countryCode) {
    PhoneNumber number;
    try {
      number = UTIL.parse(digits, region);
    } catch (NumberParseException e) {
      return Sure.NOT;
    }
    if (UTIL.isValidNumber(number)) return Sure.VALID;
    boolean abroad = countryCode != 0 && number.getCountryCode() != countryCode;
    if (abroad) return Sure.NOT;
    return UTIL.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
        ? Sure.POSSIBLE
        : Sure.NOT;
  }
}
