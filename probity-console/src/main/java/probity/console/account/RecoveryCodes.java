package probity.console.account;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Codes in place of an authenticator app that was lost; 80 random bits each, so a plain digest of
/// them is enough.
record RecoveryCodes(List<String> codes) {
  private static final int COUNT = 10;
  private static final int BYTES = 10;

  RecoveryCodes {
    codes = List.copyOf(codes);
  }

  static RecoveryCodes make(SecureRandom random) {
    return new RecoveryCodes(
        IntStream.range(0, COUNT)
            .mapToObj(_ -> {
              byte[] bytes = new byte[BYTES];
              random.nextBytes(bytes);
              return Totp.base32(bytes).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?=.)", "$1-");
            })
            .toList());
  }

  List<String> digests() {
    return codes.stream().map(RecoveryCodes::digest).toList();
  }

  static String digest(String code) {
    return Tokens.digest(code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "")).hex();
  }
}
