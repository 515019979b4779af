package probity.policy;

/// A file of a bundle's folder.
///
/// @param path within the folder, with `/` between names: `rules/payment.yaml`
public record BundleFile(String path, String text) {}
