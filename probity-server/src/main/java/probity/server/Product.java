package probity.server;

/// What this program calls itself on entries.
final class Product {
  static final String NAME_AND_VERSION = "probity/0.1.0";
  static final String CEL = "dev.cel/0.14.0";

  private Product() {}
}
