package probity.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.http.BoundedHttp;
import probity.ledger.Checkpoint;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.MerkleTree;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.store.file.FileLedger;
import probity.store.file.Settings;

class LedgerHttpTest {
  private static final String TRAFFIC = "traffic-standard-2026h2";
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-25T12:00:00Z"));

  @TempDir Path dir;

  private final HttpClient http = HttpClient.newHttpClient();
  private FileLedger ledger;
  private BoundedHttp server;

  @BeforeEach
  void start() throws IOException {
    var settings =
        Settings.of("probity.example/acme", "gateway", "test").withSealEvery(Duration.ofMillis(5));
    ledger = FileLedger.open(dir, settings, NOON, new SecureRandom());
    var answers = new LedgerHttp(new PublishedLedger(dir.resolve("ledger")));
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = BoundedHttp.open(loopback, 0, answers);
  }

  @AfterEach
  void end() {
    server.close();
    ledger.close();
    http.close();
  }

  private void append(int entries) throws InterruptedException {
    var ends = new CompletableFuture<?>[entries];
    for (int i = 0; i < entries; i++) {
      var end = new CompletableFuture<Appended>();
      var body = Json.object().put("filler", "y".repeat(i % 50)).build();
      ledger.append(new Draft(TRAFFIC, "intent", body), Runnable::run, end::complete);
      ends[i] = end;
    }
    CompletableFuture.allOf(ends).join();
    while (ledger.status().backlogEntries() > 0) Thread.sleep(2);
  }

  private String appendBundle(String text) throws InterruptedException {
    var blob = Bytes.utf8(text);
    String sha256 = Hash.of(blob.array()).hex();
    var body = Json.object().put("digest", sha256).build();
    var end = new CompletableFuture<Appended>();
    ledger.append(
        new Draft("records", "bundle", body, List.of(blob)), Runnable::run, end::complete);
    end.join();
    while (ledger.status().backlogEntries() > 0) Thread.sleep(2);
    return sha256;
  }

  private HttpResponse<byte[]> call(String method, String path, String... headers) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody());
      if (headers.length > 0) request.headers(headers);
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  private byte[] get(String path) {
    var response = call("GET", path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  /// The first line of the answer to a target that no ordinary client would send.
  private String raw(String requestLine) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              (requestLine + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Checkpoint checkpoint(byte[] note) {
    return Note.parse(note).then(Checkpoint::parse).orThrow();
  }

  /// Every path of a log of `size` entries.
  private static List<TilePath> edge(long size) {
    var paths = new ArrayList<TilePath>();
    for (int level = TilePath.ENTRIES; TilePath.count(level, size) > 0; level++) {
      long count = TilePath.count(level, size);
      for (long tile = 0; tile * TilePath.FULL < count; tile++) {
        int width = (int) Math.min(TilePath.FULL, count - tile * TilePath.FULL);
        paths.add(new TilePath(level, tile, width));
      }
    }
    return paths;
  }

  @Test
  void whatever_was_published_once_is_answered_alike_for_ever() throws Exception {
    var seen = new HashMap<String, byte[]>();
    for (int more : List.of(1, 2, 60, 100, 150, 200, 1, 300)) {
      append(more);
      var head = checkpoint(get("/" + TRAFFIC + "/checkpoint"));
      for (TilePath path : edge(head.size())) {
        String target = "/" + TRAFFIC + "/" + path.path();
        byte[] now =
            Files.readAllBytes(dir.resolve("ledger").resolve(TRAFFIC).resolve(path.path()));
        assertThat(get(target)).as(target).isEqualTo(now);
        seen.putIfAbsent(target, now);
      }
    }

    assertThat(seen).hasSizeGreaterThan(20);
    seen.forEach((target, then) -> assertThat(get(target)).as(target).isEqualTo(then));
  }

  @Test
  void every_width_of_a_tile_gives_its_first_hashes_and_entries() throws Exception {
    append(300);
    byte[] leaves = get("/" + TRAFFIC + "/tile/0/000");

    for (int width = 1; width < TilePath.FULL; width++) {
      byte[] tile = get("/" + TRAFFIC + "/tile/0/000.p/" + width);
      byte[] bundle = get("/" + TRAFFIC + "/tile/entries/000.p/" + width);

      assertThat(tile).isEqualTo(Arrays.copyOf(leaves, 32 * width));
      var entries = EntryBundle.decode(bundle, width).orThrow();
      assertThat(Hash.leaf(entries.getLast())).isEqualTo(Hash.copyOf(tile, 32 * (width - 1)));
    }
  }

  @Test
  void a_reader_finds_every_tile_of_its_checkpoint_while_the_ledger_is_written() throws Exception {
    append(1);
    var done = new AtomicBoolean();
    var reader =
        CompletableFuture.supplyAsync(() -> {
          int checked = 0;
          while (!done.get() || checked == 0) {
            checkRoot();
            checked++;
          }
          return checked;
        });

    for (int i = 0; i < 60; i++) append(17);
    done.set(true);

    assertThat(reader.join()).isPositive();
  }

  private void checkRoot() {
    var head = checkpoint(get("/" + TRAFFIC + "/checkpoint"));
    var tree = new MerkleTree();
    for (TilePath path : edge(head.size())) {
      byte[] content = get("/" + TRAFFIC + "/" + path.path());
      if (path.level() != TilePath.ENTRIES) continue;
      EntryBundle.decode(content, path.width())
          .orThrow()
          .forEach(entry -> tree.add(Hash.leaf(entry)));
    }
    assertThat(tree.root()).isEqualTo(head.root());
  }

  @Test
  void nothing_beyond_the_checkpoint_is_answered() throws Exception {
    append(260);
    long size = checkpoint(get("/" + TRAFFIC + "/checkpoint")).size();
    Path log = dir.resolve("ledger").resolve(TRAFFIC);
    int width = (int) (size % 256);
    // As it is while the next checkpoint is on its way.
    Files.write(log.resolve("tile/0/001.p/" + (width + 1)), new byte[32 * (width + 1)]);
    Files.write(log.resolve("tile/0/002"), new byte[8192]);

    for (String path :
        List.of(
            "tile/0/001.p/" + (width + 1),
            "tile/0/001",
            "tile/0/002",
            "tile/0/002.p/1",
            "tile/1/000",
            "tile/1/000.p/2",
            "tile/2/000.p/1",
            "tile/63/000.p/1",
            "tile/entries/001.p/" + (width + 1),
            "tile/entries/x999/x999/x999/x999/x999/999")) {
      assertThat(call("GET", "/" + TRAFFIC + "/" + path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(get("/" + TRAFFIC + "/tile/0/001.p/" + width)).hasSize(32 * width);
    assertThat(get("/" + TRAFFIC + "/tile/1/000.p/1")).hasSize(32);
  }

  @Test
  void files_have_the_types_and_caching_of_the_specification() throws Exception {
    append(1);
    String sha256 = appendBundle("rules: []");
    Files.writeString(dir.resolve("ledger/records/cosigned"), "cosigned\n");

    assertHead("/records/checkpoint", "text/plain; charset=utf-8", "max-age=5");
    assertHead("/records/policy", "text/plain; charset=utf-8", "max-age=5");
    assertHead("/records/cosigned", "text/plain; charset=utf-8", "max-age=5");
    assertHead("/", "text/plain; charset=utf-8", "max-age=5");
    assertHead("/records/tile/0/000.p/1", "application/octet-stream", "immutable");
    assertHead("/records/tile/entries/000.p/3", "application/octet-stream", "immutable");
    assertHead("/records/blob/" + sha256, "application/octet-stream", "immutable");
    assertThat(new String(get("/records/blob/" + sha256), StandardCharsets.UTF_8))
        .isEqualTo("rules: []");
    assertThat(call("GET", "/" + TRAFFIC + "/cosigned").statusCode()).isEqualTo(404);
    assertThat(new String(get("/"), StandardCharsets.UTF_8))
        .containsPattern("probity.example/acme/records [0-9]+ /records/checkpoint\n");
  }

  private void assertHead(String path, String type, String cache) {
    var got = call("GET", path);
    var head = call("HEAD", path);
    assertThat(got.statusCode()).as(path).isEqualTo(200);
    assertThat(got.headers().firstValue("content-type")).contains(type);
    assertThat(got.headers().firstValue("cache-control").orElse("")).contains(cache);
    assertThat(head.body()).isEmpty();
    assertThat(withoutDate(head)).isEqualTo(withoutDate(got));
    assertThat(head.headers().firstValueAsLong("content-length")).hasValue(got.body().length);
  }

  private static Map<String, List<String>> withoutDate(HttpResponse<?> response) {
    var headers = new HashMap<>(response.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void a_checkpoint_that_is_known_is_not_sent_again() throws Exception {
    append(1);
    String path = "/" + TRAFFIC + "/checkpoint";
    String tag = call("GET", path).headers().firstValue("etag").orElseThrow();

    var same = call("GET", path, "if-none-match", "\"other\", W/" + tag);
    append(1);
    var changed = call("GET", path, "if-none-match", tag);

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.headers().firstValue("etag")).contains(tag);
    assertThat(changed.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "PROPFIND"})
  void a_method_that_would_do_more_than_read_is_not_allowed(String method) {
    var response = call(method, "/records/checkpoint");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../trust",
        "/records/../../trust",
        "/records/..%2f..%2ftrust",
        "/records/%2e%2e/%2e%2e/trust",
        "/records/checkpoint/",
        "/records//checkpoint",
        "//records/checkpoint",
        "/./records/checkpoint",
        "/records/checkpoint?",
        "/records/checkpoint?a=b",
        "/records/checkpoint#a",
        "/records/%63heckpoint",
        "/records/checkpoint%00",
        "/records/checkpoint.",
        "/Records/checkpoint",
        "/records/link",
        "/records/policy/x",
        "/records/",
        "/records",
        "/records/tile",
        "/records/tile/0",
        "/records/tile/00/000.p/1",
        "/records/tile/0/0.p/1",
        "/records/tile/0/0000.p/1",
        "/records/tile/0/x000/000.p/1",
        "/records/tile/0/000.p/01",
        "/records/tile/0/000.p/0",
        "/records/tile/0/000.p/256",
        "/records/tile/0/000.p/999",
        "/records/tile/0/000.p/",
        "/records/tile/0/000.p",
        "/records/tile/-1/000.p/1",
        "/records/tile/64/000.p/1",
        "/records/tile/data/000.p/1",
        "/records/blob/../checkpoint",
        "/records/blob/ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD",
        "/keys/policy",
        "/linked/checkpoint",
        "http://x/records/checkpoint",
        "records/checkpoint",
        "*",
        "/records/checkpoint\\..\\x",
        "/records/tile/0/000.p/١"
      })
  void a_target_with_another_spelling_names_nothing(String target) throws Exception {
    Path log = dir.resolve("ledger/records");
    Files.writeString(dir.resolve("outside"), "secret of the test");
    Files.createSymbolicLink(log.resolve("cosigned"), dir.resolve("outside"));
    Files.createSymbolicLink(log.resolve("link"), dir.resolve("outside"));
    Files.createSymbolicLink(dir.resolve("ledger/linked"), log);

    String reply = raw("GET " + target);

    // 400 where the JDK's server can already see that it is no target.
    assertThat(reply).matches("(?s)(HTTP/1\\.1 (400|404) .*)?");
    assertThat(reply).doesNotContain("secret of the test").doesNotContain("probity.example");
  }

  @Test
  void nothing_is_read_through_a_symbolic_link() throws Exception {
    Path log = dir.resolve("ledger/records");
    String content = "secret of the test";
    String sha256 = Hash.of(content.getBytes(StandardCharsets.UTF_8)).hex();
    Files.writeString(dir.resolve(sha256), content);
    Files.createSymbolicLink(log.resolve("cosigned"), dir.resolve(sha256));
    if (!Files.exists(log.resolve("blob"))) Files.createSymbolicLink(log.resolve("blob"), dir);

    assertThat(call("GET", "/records/cosigned").statusCode()).isEqualTo(404);
    assertThat(call("GET", "/records/blob/" + sha256).statusCode()).isEqualTo(404);
  }
}
