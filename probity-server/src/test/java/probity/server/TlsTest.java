package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.chat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.upstream.Origin;

/// A provider behind TLS is called only if somebody whom this machine trusts vouches for it.
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path folder;

  @Test
  void a_provider_that_nobody_vouches_for_gets_no_request() throws Exception {
    try (var provider = provider()) {
      var received = received(provider);
      var reply = callTo(provider.getLocalPort());

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.error("code")).isEqualTo("tls-failed");
      assertThat(received.get(20, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void a_provider_that_does_not_speak_tls_gets_no_request() throws Exception {
    try (var provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try (var socket = provider.accept()) {
                  socket
                      .getOutputStream()
                      .write("220 mail.example.com ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                  // The test sees it by the reply.
                }
              });
      var reply = callTo(provider.getLocalPort());

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.error("code")).isEqualTo("tls-failed");
    }
  }

  private Client.Reply callTo(int port) throws IOException {
    var config =
        Running.config(
            folder.resolve("data"), port, Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
    var secure =
        config.upstreams().stream()
            .map(upstream ->
                new Config.UpstreamConfig(
                    upstream.name(),
                    new Origin(true, "127.0.0.1", upstream.origin().port()),
                    "",
                    upstream.credential()))
            .toList();
    try (var gateway = Running.start(StartTest.with(config, config.bundle(), secure))) {
      return gateway.call(chat("hi", ""));
    }
  }

  /// A socket with a certificate that is made here and signed by itself.
  private ServerSocket provider() throws Exception {
    var file = folder.resolve("keys");
    var made =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-alias",
                    "provider",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool").toFile())
            .start();
    assertThat(made.waitFor()).as(Files.readString(folder.resolve("keytool"))).isZero();
    var store = KeyStore.getInstance(file.toFile(), PASSWORD);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /// What the first connection brings before it ends, empty where that is nothing.
  private static CompletableFuture<Optional<Integer>> received(ServerSocket provider) {
    var result = new CompletableFuture<Optional<Integer>>();
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try (var socket = provider.accept()) {
                result.complete(Optional.of(socket.getInputStream().read()).filter(b -> b >= 0));
              } catch (IOException refused) {
                result.complete(Optional.empty());
              }
            });
    return result;
  }
}
