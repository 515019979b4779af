package probity.console;

import io.javalin.http.Context;

/// Headers of every answer.
final class Headers {
  static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
          + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  /// Of files, whatever is in them.
  static final String SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox";

  private Headers() {}

  static void onEvery(Context http, boolean https) {
    http.header("content-security-policy", POLICY);
    http.header("x-content-type-options", "nosniff");
    http.header("x-frame-options", "DENY");
    // Not `no-referrer`: with it, browsers send `null` as the origin of forms.
    http.header("referrer-policy", "same-origin");
    http.header("cross-origin-opener-policy", "same-origin");
    http.header("cross-origin-resource-policy", "same-origin");
    http.header(
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(),"
            + " publickey-credentials-get=(self), publickey-credentials-create=(self)");
    http.header("cache-control", "no-store");
    if (https) http.header("strict-transport-security", "max-age=31536000");
  }
}
