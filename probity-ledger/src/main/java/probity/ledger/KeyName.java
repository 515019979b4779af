package probity.ledger;

import java.util.regex.Pattern;

/// Names of logs, series, writers and keys.
///
/// Narrower than C2SP signed-note allows, because readers in different languages disagree on what a
/// Unicode space is.
public final class KeyName {
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9./_-]{1,200}");

  private KeyName() {}

  public static boolean isValid(String name) {
    return ALLOWED.matcher(name).matches();
  }
}
