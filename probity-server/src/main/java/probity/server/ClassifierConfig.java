package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.gateway.upstream.Origin;

/// A classifier beside the models of the product, which reads texts of requests.
///
/// @param id name and version, `toxicity@3`, as findings bear it
/// @param where what it is
/// @param labels its own words for what it finds, with our labels for them; its other words count
///   for nothing
/// @param timeout of one piece of a text
/// @param pieces of texts that it reads for one request at most
/// @param required whether a request is refused where it did not read all of its texts
public record ClassifierConfig(
    String id,
    Where where,
    SortedMap<String, String> labels,
    Duration timeout,
    int pieces,
    boolean required) {
  static final Duration TIMEOUT = Duration.ofMillis(300);
  static final int PIECES = 8;

  public ClassifierConfig {
    labels = new TreeMap<>(labels);
  }

  /// A service, or a file.
  public sealed interface Where {
    /// @param characters of a piece at most, which is one call
    /// @param authorities PEM file of who may have signed its certificate, if not those that the
    ///   JDK trusts
    record Http(
        Origin origin,
        String path,
        int characters,
        Optional<Config.Credential> credential,
        Optional<Path> authorities)
        implements Where {
      static final int CHARACTERS = 2000;
    }

    /// @param outputs the words for its classes, in the order of its numbers
    /// @param exclusive whether a text is of one class alone
    /// @param tokens of a piece
    record Onnx(Path model, Path tokenizer, List<String> outputs, boolean exclusive, int tokens)
        implements Where {
      static final int TOKENS = 254;

      public Onnx {
        outputs = List.copyOf(outputs);
      }
    }
  }
}
