package probity.console.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.policy.Bundle;
import probity.policy.BundleReading;

/// A record as a real gateway wrote it, with the bundle that decided: the model asked for two
/// tools, one of which waits for a person, so the answer was cut.
final class Kept {
  static final String LOG = "traffic-standard-2026h2";
  private static final Path FOLDER = Path.of("src/test/resources/traffic/tool-refused");

  private Kept() {}

  static Bundle bundle() {
    return switch (Bundle.fromBlob(Bytes.wrap(read("bundle.json")))) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(mistakes.getFirst().render());
    };
  }

  static List<Proven> entries() {
    return IntStream.range(0, 4).mapToObj(Kept::entry).toList();
  }

  /// Entry `number` of the record, as if it stood in a log of 78.
  static Proven entry(int number) {
    return proven(number, read(number + ".entry"));
  }

  /// The record's intent as it would be, had a rule failed that permits.
  static Proven intentWithFailed(String rule) {
    String text = new String(read("0.entry"), UTF_8);
    return proven(
        0, text.replace("\"failed\":[]", "\"failed\":[\"" + rule + "\"]").getBytes(UTF_8));
  }

  private static Proven proven(int number, byte[] bytes) {
    var entry = Entry.parse(bytes).orThrow();
    return new Proven(
        LOG,
        71 + number,
        entry,
        new Checkpoint("probity.example/e2e/" + LOG, 78, Hash.of(new byte[0])),
        number == 0 ? List.of("witness-a", "witness-b") : List.of(),
        "a proof\n");
  }

  static Recorded record() {
    return new Recorded(
        "01M8DKMYXPBZE9N3621NEF5K0P",
        entries(),
        Optional.of(bundle()),
        List.of(
            new Recorded.Review(
                "desk", "denied", "", "r.reviewer", "2026-11-27T05:00:00.000Z", "ab".repeat(32))));
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
