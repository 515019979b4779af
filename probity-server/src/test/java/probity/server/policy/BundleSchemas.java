package probity.server.policy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import probity.ledger.Json;

/// The published JSON Schemas of bundle files, read by somebody else's validator.
final class BundleSchemas {
  static final Path FOLDER = Path.of("../docs/formats");

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(true)));

  private BundleSchemas() {}

  /// What a schema objects to in a file of a bundle, given as YAML or JSON.
  static List<Error> errors(String path, String yaml) {
    return schema(path).validate(json(yaml), InputFormat.JSON);
  }

  /// The schema for a file of a bundle.
  private static Schema schema(String path) {
    return REGISTRY.getSchema(
        SchemaLocation.of(
            FOLDER.resolve(name(path)).toAbsolutePath().normalize().toUri().toString()));
  }

  static String name(String path) {
    if (path.startsWith("overlays/")) return "overlay.schema.json";
    int slash = path.indexOf('/');
    String name = slash < 0 ? path.replace(".yaml", "") : path.substring(0, slash);
    return name + ".schema.json";
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// YAML as an editor's language server hands it to a schema.
  static String json(String yaml) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    return shown(new Load(settings).loadFromString(yaml));
  }

  static String shown(Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> shown(String.valueOf(entry.getKey())) + ":" + shown(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(BundleSchemas::shown).collect(Collectors.joining(",", "[", "]"));
      case String text -> new Json.Str(text).canonical();
      default -> value.toString();
    };
  }
}
