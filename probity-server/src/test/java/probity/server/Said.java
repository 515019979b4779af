package probity.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// The warnings that a class logs while this is open.
final class Said implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger log;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord event) {
          if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(new SimpleFormatter().formatMessage(event));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Said(Class<?> by) {
    log = Logger.getLogger(by.getName());
    log.addHandler(handler);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    log.removeHandler(handler);
  }
}
