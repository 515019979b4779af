package probity.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import probity.ledger.Json;

/// A model provider for the demo: answers Chat Completions, unary and streamed, on loopback alone.
///
/// It demands the provider's credential, so an answer proves that the gateway put it in. What it
/// says depends on the last message ([Answer]). Bodies are bounded to 1 MiB.
public final class DemoProvider implements AutoCloseable {
  static final String MODEL = "demo-small";

  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final long CHUNK_EVERY_MILLIS = 8;

  private final HttpServer server;
  private final ExecutorService threads;
  private final byte[] authorization;

  private DemoProvider(HttpServer server, ExecutorService threads, String credential) {
    this.server = server;
    this.threads = threads;
    this.authorization = ("Bearer " + credential).getBytes(StandardCharsets.UTF_8);
  }

  /// Listens on loopback; port 0 takes any free one.
  public static DemoProvider start(int port, String credential) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    var provider =
        new DemoProvider(server, Executors.newVirtualThreadPerTaskExecutor(), credential);
    server.setExecutor(provider.threads);
    server.createContext("/", provider::answer);
    server.start();
    return provider;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange http) throws IOException {
    try (http) {
      byte[] body = http.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
      String call = http.getRequestMethod() + " " + http.getRequestURI().getPath();
      if (!authorized(http)) {
        send(http, 401, error("incorrect API key provided", "invalid_api_key"));
      } else if (call.equals("GET /v1/models")) {
        send(http, 200, models());
      } else if (!call.equals("POST /v1/chat/completions")) {
        send(http, 404, error("unknown request URL", "unknown_url"));
      } else if (body.length > BODY_BYTES_MAX) {
        send(http, 413, error("the body is larger than 1 MiB", "too_large"));
      } else {
        complete(http, new String(body, StandardCharsets.UTF_8));
      }
    }
  }

  private boolean authorized(HttpExchange http) {
    String sent = http.getRequestHeaders().getFirst("Authorization");
    return sent != null
        && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), authorization);
  }

  private static void complete(HttpExchange http, String body) throws IOException {
    // JSON is YAML 1.2, and the YAML reader is already on the class path; ours reads integers only.
    Object parsed;
    try {
      parsed = new Load(LoadSettings.builder().build()).loadFromString(body);
    } catch (YamlEngineException unreadable) {
      send(http, 400, error("the body is not JSON", "invalid_json"));
      return;
    }
    if (!(parsed instanceof Map<?, ?> request) || !(request.get("messages") instanceof List<?>)) {
      send(http, 400, error("`messages` is missing", "missing_messages"));
      return;
    }
    var answer = Answer.to(request);
    if (Boolean.TRUE.equals(request.get("stream"))) {
      stream(http, answer, wantsUsage(request));
    } else {
      send(http, 200, answer.completion());
    }
  }

  private static boolean wantsUsage(Map<?, ?> request) {
    return request.get("stream_options") instanceof Map<?, ?> options
        && Boolean.TRUE.equals(options.get("include_usage"));
  }

  private static void stream(HttpExchange http, Answer answer, boolean usage) throws IOException {
    http.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    http.sendResponseHeaders(200, 0);
    try (OutputStream out = http.getResponseBody()) {
      for (Json chunk : answer.chunks(usage)) {
        out.write(("data: " + chunk.canonical() + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        Thread.sleep(CHUNK_EVERY_MILLIS);
      }
      out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange http, int status, Json body) throws IOException {
    byte[] bytes = body.canonicalBytes();
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private static Json models() {
    Json model =
        Json.object().put("id", MODEL).put("object", "model").put("owned_by", "probity").build();
    return Json.object().put("object", "list").put("data", new Json.Arr(List.of(model))).build();
  }

  private static Json error(String message, String code) {
    Json error =
        Json.object()
            .put("message", message)
            .put("type", "invalid_request_error")
            .put("param", new Json.Null())
            .put("code", code)
            .build();
    return Json.object().put("error", error).build();
  }
}
