package probity.wire.mapped;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.policy.Route;
import probity.wire.Format;
import probity.wire.RequestHead;

/// The formats of the example bundles, as their routes give them.
public final class ExampleFormats {
  private static final Set<String> LABELS =
      Set.of("personal.email", "credential.api-key", "credential.private-key");
  public static final Bundle OLLAMA = bundle("ollama");
  public static final Bundle GEMINI = bundle("gemini");

  private ExampleFormats() {}

  private static Bundle bundle(String example) {
    Path folder = Path.of("../examples").resolve(example);
    try (Stream<Path> files = Files.walk(folder)) {
      var read =
          Bundle.read(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> new BundleFile(folder.relativize(file).toString(), text(file)))
                  .toList(),
              LABELS);
      if (read instanceof BundleReading.Loaded(var bundle)) return bundle;
      throw new IllegalStateException(read.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Format format(Bundle bundle, String path) {
    return bundle.route(path).flatMap(Route::wire).orElseThrow();
  }

  /// A request on a path of a bundle, as its format reads it.
  public static Prompt request(Bundle bundle, String path, String body) {
    return format(bundle, path)
        .request(new RequestHead("POST", path, _ -> Optional.empty()), Bytes.utf8(body));
  }

  static Prompt.Read read(Bundle bundle, String path, String body) {
    return (Prompt.Read) request(bundle, path, body);
  }
}
