package probity.server;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/// The log on standard error: one line an event, never a word of traffic.
final class Logs {
  private static final String FORMAT = "%1$tFT%1$tT.%1$tLZ %4$s %5$s%6$s%n";

  // Held here, since a logger that nobody holds forgets its level.
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private Logs() {}

  static void oneLineEach() {
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(flushed());
    // Tells of every frame that comes too late, with the client's address.
    NETTY.setLevel(Level.WARNING);
  }

  private static Handler flushed() {
    return new StreamHandler(System.err, new SimpleFormatter()) {
      @Override
      public synchronized void publish(java.util.logging.LogRecord event) {
        super.publish(event);
        flush();
      }
    };
  }
}
