package probity.server;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import probity.ledger.Json;

/// The JSON Schema of entries that the documentation publishes, read by somebody else's validator.
final class EntrySchema {
  private static final Schema SCHEMA = load();

  private EntrySchema() {}

  private static Schema load() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              Files.readString(Path.of("../docs/formats/entry-v1.schema.json")), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with the JSON line of an entry, a sentence each.
  static List<String> faults(Json.Obj body) {
    return SCHEMA.validate(body.canonical(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
