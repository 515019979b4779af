package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.upstream.Origin;

/// A provider behind TLS: reached only where its certificate is for its host and by a trusted
/// authority.
class TlsUpstreamTest {
  private static final String ANSWER =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},"
          + "\"finish_reason\":\"stop\"}]}";
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path dir;
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void a_certificate_by_an_authority_of_the_configuration_is_trusted() throws Exception {
    Path store = certificate("ip:127.0.0.1");
    var provider = provider(store);

    try (var running = Running.start(config(provider, Optional.of(pem(store))))) {
      var reply = running.call(Running.chat("hello", ""));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("hello");
      assertThat(calls).hasValue(1);
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void a_certificate_by_nobody_that_is_trusted_ends_the_call() throws Exception {
    var provider = provider(certificate("ip:127.0.0.1"));

    try (var running = Running.start(config(provider, Optional.empty()))) {
      var reply = running.call(Running.chat("hello", ""));

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.body()).contains("tls-failed");
      assertThat(calls).hasValue(0);
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void a_certificate_for_another_host_ends_the_call() throws Exception {
    Path store = certificate("dns:somebody-else.example");
    var provider = provider(store);

    try (var running = Running.start(config(provider, Optional.of(pem(store))))) {
      var reply = running.call(Running.chat("hello", ""));

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.body()).contains("tls-failed");
      assertThat(calls).hasValue(0);
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void a_file_without_certificates_refuses_the_start() throws Exception {
    Path file = Files.writeString(dir.resolve("not.pem"), "hello\n");
    var provider = provider(certificate("ip:127.0.0.1"));

    assertThatThrownBy(() -> Running.start(config(provider, Optional.of(file))))
        .hasMessageContaining("`ca` of upstream `fake` is not a PEM file");
    provider.stop(0);
  }

  private Config config(HttpsServer provider, Optional<Path> authorities) {
    var plain =
        Running.config(
            dir.resolve("data"), 1, Running.limits(Duration.ofSeconds(5)), Config.TIMEOUTS);
    var fake = plain.upstreams().getFirst();
    var secure =
        new Config.UpstreamConfig(
            fake.name(),
            new Origin(true, "127.0.0.1", provider.getAddress().getPort()),
            fake.basePath(),
            fake.credential(),
            authorities);
    return new Config(
        plain.listen(),
        plain.data(),
        plain.origin(),
        plain.purpose(),
        plain.bundle(),
        List.of(secure, plain.upstreams().getLast()),
        plain.privateHosts(),
        plain.callers(),
        plain.limits(),
        plain.timeouts(),
        plain.masterKey(),
        plain.sealEvery());
  }

  private HttpsServer provider(Path store) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "application/json");
          byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  /// A new certificate of its own authority, made with the JDK's tool.
  private Path certificate(String name) throws IOException, InterruptedException {
    Path store = dir.resolve("store-" + name.replace(':', '-') + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        "provider",
        "-keyalg",
        "EC",
        "-dname",
        "CN=provider",
        "-validity",
        "2",
        "-ext",
        "san=" + name,
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    return store;
  }

  private Path pem(Path store) throws IOException, InterruptedException {
    Path pem = dir.resolve("ca.pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "provider",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit",
        "-file",
        pem.toString());
    return pem;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
