package probity.classify;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
  private record Region(String code, int countryCode, String trunk) {
    /// Whether digits may be dialled within the region. Their number says little: codes of carriers
    /// and of other countries may stand before them.
    boolean takes(String digits) {
      return countryCode == NORTH_AMERICA || digits.startsWith(trunk);
    }
  }

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

  /// What their country code says of digits with `+` before them, and the surest region of others.
  /// Empty where `spend`, which is asked before each time that a number is parsed, says no.
  Optional<Sure> sure(String digits, BooleanSupplier spend) {
    if (digits.startsWith("+")) {
      return spend.getAsBoolean() ? Optional.of(ask(digits, "ZZ", 0)) : Optional.empty();
    }
    Sure surest = Sure.NOT;
    for (Region region : regions) {
      if (!region.takes(digits)) continue;
      if (!spend.getAsBoolean()) return Optional.empty();
      Sure here = ask(digits, region.code, region.countryCode);
      if (here == Sure.VALID) return Optional.of(here);
      if (here.compareTo(surest) > 0) surest = here;
    }
    return Optional.of(surest);
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
