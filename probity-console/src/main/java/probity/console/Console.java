package probity.console;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// The web console: one HTTP listener, and the pages of every part of the product.
///
/// Javalin and Jetty are known in this package alone; a page sees a [Visit] and returns a [Page].
public final class Console implements AutoCloseable {
  /// Held, since the logging library forgets levels of loggers that nobody holds.
  private static final List<Logger> FRAMEWORK =
      List.of(Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"));

  private static final int HEADER_BYTES = 16 << 10;
  private static final int TASKS_PER_CONNECTION = 2;

  private final Javalin javalin;
  private final ConsoleSettings settings;

  private Console(Javalin javalin, ConsoleSettings settings) {
    this.javalin = javalin;
    this.settings = settings;
  }

  /// Serves `parts`. Throws an [IOException] where the address cannot be had.
  public static Console open(ConsoleSettings settings, Sessions sessions, List<Pages> parts)
      throws IOException {
    FRAMEWORK.forEach(logger -> logger.setLevel(Level.WARNING));
    var table = new RouteTable();
    parts.forEach(part -> part.add(table.all()));
    var dispatch = new Dispatch(settings, sessions, table.navigation(), Assets.load());
    var javalin = Javalin.create(config -> configure(config, settings, table, dispatch));
    try {
      javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw new IOException(
          "cannot listen on "
              + settings.listen().getHostString()
              + ":"
              + settings.listen().getPort(),
          e);
    }
    dispatch.listensOn(javalin.port());
    return new Console(javalin, settings);
  }

  private static void configure(
      JavalinConfig config, ConsoleSettings settings, RouteTable table, Dispatch dispatch) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = settings.uploadBytes();
    // A compressed page tells by its length what a secret in it has in common with what was sent.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    var threads = new VirtualThreadPool(settings.connections() * TASKS_PER_CONNECTION);
    threads.setName("console");
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(Console::bound);
    config.jetty.addConnector((server, http) -> connector(server, http, settings));
    routes(config.routes, table, dispatch);
  }

  private static void bound(HttpConfiguration http) {
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ConsoleSettings settings) {
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.listen().getAddress().getHostAddress());
    connector.setPort(settings.listen().getPort());
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.addBean(new NetworkConnectionLimit(settings.connections(), connector));
    return connector;
  }

  private static void routes(RoutesConfig routes, RouteTable table, Dispatch dispatch) {
    routes.before(dispatch::guard);
    routes.get("/static/{digest}/{file}", dispatch::asset);
    for (Route route : table.routes()) {
      switch (route.kind()) {
        case GET -> routes.get(route.path(), http -> dispatch.get(route, http));
        case FORM, UPLOAD -> routes.post(route.path(), http -> dispatch.post(route, http));
      }
    }
    for (ApiRoute route : table.calls()) {
      switch (route.verb()) {
        case GET -> routes.get(route.path(), http -> Calls.on(route, http));
        case POST -> routes.post(route.path(), http -> Calls.on(route, http));
        case PUT -> routes.put(route.path(), http -> Calls.on(route, http));
      }
    }
    routes.exception(
        HttpResponseException.class, (e, http) -> dispatch.failed(e.getStatus(), http));
    routes.exception(Exception.class, dispatch::broke);
  }

  /// Where people reach it.
  public String address() {
    return origins().getFirst();
  }

  /// Origins that a page of it may have, the one to show first.
  public List<String> origins() {
    return settings.origins(javalin.port());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
