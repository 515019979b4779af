package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import probity.ledger.Json;

/// A running gateway that knows two documents, `hr/leave-2026.md` and `hr/payroll.md`. Bodies are
/// written with single quotes, and `@` at the beginning of a string stands for the URI before each
/// path.
final class KnownSources implements AutoCloseable {
  static final String URI = "https://wiki.example/hr/";

  final FakeProvider provider;
  final Running server;
  private final Path data;

  private KnownSources(FakeProvider provider, Running server, Path data) {
    this.provider = provider;
    this.server = server;
    this.data = data;
  }

  /// @param folder an empty one
  static KnownSources start(Path folder) throws IOException {
    Path documents = Files.createDirectory(folder.resolve("documents"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(documents.resolve("Leave 2026.md"), text(1));
    Files.writeString(documents.resolve("payroll.md"), text(2));
    var run = add(data, documents.toString(), "--id-prefix", "hr/", "--uri-prefix", URI);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    var provider = FakeProvider.start();
    var server =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/sources")));
    return new KnownSources(provider, server, data);
  }

  /// `sources add` with what it needs of words about the documents.
  static Commands.Run add(Path data, String... words) {
    var all = new ArrayList<>(List.of("sources", "add", "--data", data.toString()));
    all.addAll(
        List.of("--owner", "payroll", "--classification", "restricted", "--licence", "internal"));
    all.addAll(List.of("--retention", "P3Y"));
    all.addAll(List.of(words));
    return Commands.run(all.toArray(String[]::new));
  }

  Path data() {
    return data;
  }

  Client.Reply call(String path, String body, String... headers) throws IOException {
    return server.call(Running.post(path, quoted(body), headers));
  }

  /// The intent of a call.
  Json.Obj intent(String path, String body, String... headers) throws Exception {
    return server.entry("intent", call(path, body, headers).record());
  }

  private static String quoted(String body) {
    return body.replace('\'', '"').replace("\"@", "\"" + URI);
  }

  /// What an intent says of documents: method and id of each.
  static List<String> methods(Json.Obj intent) {
    return Json.objects(intent.items("sources")).stream()
        .map(use -> use.text("method").orElseThrow() + " " + use.text("source").orElseThrow())
        .toList();
  }

  static long fact(Json.Obj intent, String name) {
    return intent.object("facts").orElseThrow().number(name).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    server.close();
    provider.close();
  }

  /// Text 1 is that of `hr/leave-2026.md`, text 2 that of `hr/payroll.md`.
  static String text(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      for (int letters = 3 + random.nextInt(7); letters > 0; letters--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString().strip();
  }
}
