package probity.copy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A stand-in for an S3 store, in a process of its own: its libraries are not ours. Maven fetches
/// them once into the build folder.
///
/// It keeps the condition `If-None-Match: *`. It takes object locks and does not enforce them.
final class S3Mock implements AutoCloseable {
  static final String BUCKET = "ledger-copy";

  private static final Path POM = Path.of("src/test/s3mock/pom.xml");
  private static final Path LIB = Path.of("target/s3mock").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(3);
  private static final int FETCH_MINUTES = 5;

  private final Process process;
  private final int port;

  private S3Mock(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static S3Mock start(Path folder) throws IOException, InterruptedException {
    fetch();
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIB + "/*",
                "com.adobe.testing.s3mock.S3MockApplication",
                "--http.port=" + port,
                "--server.port=0",
                "--server.address=127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3mock.log").toFile())
            .start();
    var mock = new S3Mock(process, port);
    mock.awaitStarted(folder.resolve("s3mock.log"));
    return mock;
  }

  private static void fetch() throws IOException, InterruptedException {
    if (Files.isDirectory(LIB)) return;
    var maven =
        new ProcessBuilder(
                List.of(
                    "mvn",
                    "-B",
                    "-ntp",
                    "-q",
                    "-f",
                    POM.toString(),
                    "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies",
                    "-DincludeScope=runtime",
                    "-DoutputDirectory=" + LIB))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var fetching = maven.start();
    if (!fetching.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) fetching.destroy();
    if (!Files.isDirectory(LIB)) throw new IOException("the stand-in for S3 cannot be fetched");
  }

  private void awaitStarted(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          close();
          throw new IOException("the stand-in for S3 did not start: " + Files.readString(log));
        }
        Thread.sleep(100);
      }
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
