package probity.console;

/// Pages of one part of the product, which adds its routes and its links.
@FunctionalInterface
public interface Pages {
  void add(Routes routes);
}
