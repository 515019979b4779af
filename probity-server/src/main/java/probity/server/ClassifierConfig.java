package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.gateway.upstream.Origin;

/// A classifier beside the models of the product, which texts of requests are sent to.
///
/// @param id name and version, `toxicity@3`, as findings bear it
/// @param labels its own words for what it finds, with our labels for them; its other words count
///   for nothing
/// @param timeout of one call
/// @param characters of one call at most; a longer text is several
/// @param calls for one request at most
/// @param required whether a request is refused where it did not answer for all of its texts
/// @param authorities PEM file of who may have signed its certificate, if not those that the JDK
///   trusts
public record ClassifierConfig(
    String id,
    Origin origin,
    String path,
    SortedMap<String, String> labels,
    Duration timeout,
    int characters,
    int calls,
    boolean required,
    Optional<Config.Credential> credential,
    Optional<Path> authorities) {
  static final Duration TIMEOUT = Duration.ofMillis(300);
  static final int CHARACTERS = 2000;
  static final int CALLS = 8;

  public ClassifierConfig {
    labels = new TreeMap<>(labels);
  }
}
