package probity.server;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import probity.canary.Canaries;
import probity.canary.CanaryRoutes;
import probity.control.BundleRoutes;
import probity.control.Bundles;
import probity.control.ControlServer;
import probity.control.Readers;
import probity.gateway.Gateway;
import probity.gateway.Listener;
import probity.gateway.ListenerTls;
import probity.gateway.upstream.Transport;
import probity.review.Reviews;

/// Opens the sockets of a gateway; one that cannot be had refuses the start.
final class Listening {
  private Listening() {}

  /// Where clients connect. What began before is closed where that cannot be had.
  static Listener listen(
      Config config,
      InstantSource clock,
      Transport transport,
      MultiThreadIoEventLoopGroup loops,
      Gateway gateway,
      Optional<ListenerTls> tls,
      Publication publication,
      Vouching vouching) {
    var listen = config.listen();
    try {
      return Listener.open(
          new InetSocketAddress(listen.host(), listen.port()),
          transport,
          loops,
          gateway,
          config.limits(),
          clock,
          tls);
    } catch (RuntimeException e) {
      loops.shutdownGracefully().awaitUninterruptibly();
      publication.close();
      vouching.close();
      throw new StartRefused(
          "cannot listen on "
              + listen.host()
              + ":"
              + listen.port()
              + ": "
              + reason(e)
              + "; give another address or port, or stop the process that has this one",
          e);
    }
  }

  /// `bind(..) failed with error(-98): Address already in use` without the part that only a
  /// programmer reads.
  private static String reason(RuntimeException e) {
    String text = String.valueOf(e.getMessage());
    return text.substring(text.lastIndexOf(": ") + 1).strip().toLowerCase(Locale.ROOT);
  }

  /// Where people change and review.
  static ControlServer control(
      Config.Listen at, Bundles bundles, Reviews reviews, Canaries canaries) {
    var readers = new Readers(bundles);
    var routes = new ArrayList<>(new BundleRoutes(bundles, readers).routes());
    routes.addAll(reviews.routes());
    routes.addAll(new CanaryRoutes(canaries, readers).routes());
    try {
      var address = new InetSocketAddress(at.host(), at.port());
      if (address.isUnresolved()) throw new IOException("the host is not known");
      return ControlServer.open(address, routes);
    } catch (IOException e) {
      throw new StartRefused(
          "`control.listen`: cannot listen on "
              + at.host()
              + ":"
              + at.port()
              + "; give another address or port, or stop the process that has this one",
          e);
    }
  }
}
