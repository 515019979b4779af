package probity.timestamp;

import java.nio.file.Path;

/// A timestamp authority behind a real socket, with a certificate by a root of its own.
public final class RunningTsa implements AutoCloseable {
  private final TsaServer server;
  private final Path root;

  private RunningTsa(TsaServer server, Path root) {
    this.server = server;
    this.root = root;
  }

  /// Starts it at any free port; `folder` takes the PEM file of its root.
  public static RunningTsa start(Path folder) throws Exception {
    var ca = new TestCa("root");
    var tsa = new TestTsa(ca.issue("tsa", TestCa.Wish.GOOD));
    return new RunningTsa(new TsaServer(TsaServer.granting(tsa)), ca.pem(folder));
  }

  public int port() {
    return server.port();
  }

  /// The certificate that a verifier has to trust.
  public Path root() {
    return root;
  }

  @Override
  public void close() {
    server.close();
  }
}
