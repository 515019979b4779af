package probity.server;

import java.util.logging.Level;
import java.util.logging.Logger;
import probity.gateway.ListenerTls;
import probity.gateway.TlsFiles;

/// TLS towards clients, from the files of a configuration.
final class ConfiguredTls {
  private static final Logger LOG = Logger.getLogger(ConfiguredTls.class.getName());

  private ConfiguredTls() {}

  /// Files that cannot be used refuse the start.
  static ListenerTls open(TlsFiles files) {
    try {
      return ListenerTls.open(files);
    } catch (ListenerTls.Unusable e) {
      throw new StartRefused("`listen.tls`: " + e.getMessage(), e);
    }
  }

  /// Takes files that were replaced. What cannot be used is said, and the old ones stay.
  static void reload(ListenerTls tls) {
    try {
      tls.reload();
    } catch (ListenerTls.Unusable e) {
      LOG.log(Level.WARNING, "`listen.tls` stays as it was: {0}", e.getMessage());
    }
  }
}
