package probity.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import probity.http.BoundedHttp;
import probity.policy.life.Proposal;

/// Listens for the control API, bounded as every small server here is.
public final class ControlServer implements AutoCloseable {
  private final BoundedHttp http;

  private ControlServer(BoundedHttp http) {
    this.http = http;
  }

  /// @throws IOException if the address cannot be had
  public static ControlServer open(InetSocketAddress address, List<Routes.Route> routes)
      throws IOException {
    return new ControlServer(BoundedHttp.open(address, Proposal.BYTES_MAX, new Routes(routes)));
  }

  public String address() {
    return "http://" + http.host() + ":" + http.port();
  }

  @Override
  public void close() {
    http.close();
  }
}
