package probity.console.account;

/// A way to the OpenID provider.
///
/// @param path of this console
/// @param title as people know the provider
public record SignOnLink(String path, String title) {}
