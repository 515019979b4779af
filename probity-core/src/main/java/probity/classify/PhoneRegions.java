package probity.classify;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Where the numbers are at home that a text may hold without their country code, by codes of ISO
/// 3166-1 (two letters). A number with `+` needs no region.
public final class PhoneRegions {
  /// More would make each number dear to look at: it is tried in each of them.
  public static final int MAX = 16;

  /// Where nobody said so: ten that are usual, and only beside a word such as `phone`.
  public static final PhoneRegions UNDECLARED =
      new PhoneRegions(List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "AU", "IN", "BR"), false);

  private static final SortedSet<String> KNOWN =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(PhoneNumberUtil.getInstance().getSupportedRegions()));

  private final List<String> codes;
  private final boolean declared;

  private PhoneRegions(List<String> codes, boolean declared) {
    this.codes = codes;
    this.declared = declared;
  }

  /// Those of a bundle; none is as if nobody had said so.
  ///
  /// @throws IllegalArgumentException for a code that is not one of [#known], or more than [#MAX]
  public static PhoneRegions of(Collection<String> codes) {
    if (codes.isEmpty()) return UNDECLARED;
    var unknown = new TreeSet<>(codes);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("`" + unknown.first() + "` is no region with telephones");
    }
    if (codes.size() > MAX) throw new IllegalArgumentException("more than " + MAX + " regions");
    return new PhoneRegions(List.copyOf(new TreeSet<>(codes)), true);
  }

  /// Every code that there is.
  public static SortedSet<String> known() {
    return KNOWN;
  }

  /// In rising order where they are declared.
  List<String> codes() {
    return codes;
  }

  boolean declared() {
    return declared;
  }
}
