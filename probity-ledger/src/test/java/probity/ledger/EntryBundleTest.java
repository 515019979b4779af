package probity.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
  private static final byte[] BUNDLE =
      HexFormat.of().parseHex("0005616c7068610005627261766f0007636861726c6965");

  @Test
  void entries_stand_one_after_the_other_with_their_lengths() {
    var entries = List.of(bytes("alpha"), bytes("bravo"), bytes("charlie"));

    assertThat(EntryBundle.encode(entries)).isEqualTo(BUNDLE);
    assertThat(EntryBundle.decode(BUNDLE, 3).orThrow()).containsExactlyElementsOf(entries);
  }

  @Test
  void a_bundle_cut_anywhere_is_refused() {
    for (int length = 0; length < BUNDLE.length; length++) {
      assertThat(EntryBundle.decode(Arrays.copyOf(BUNDLE, length), 3))
          .isInstanceOf(Checked.Invalid.class);
    }
  }

  @Test
  void a_bundle_that_goes_on_after_its_entries_is_refused_before_more_is_read() {
    // Without a bound, two bytes of a hostile bundle become an object each.
    assertThat(EntryBundle.decode(new byte[1 << 20], 3))
        .isEqualTo(
            Checked.invalid(
                Fault.MALFORMED, "bundle goes on at byte 6 after the 3 entries expected"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
