package probity.gateway;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import probity.exchange.Bytes;
import probity.identity.ClientCertificate;

/// TLS 1.2 and 1.3 towards clients, from files that may be replaced while it runs.
///
/// A client's certificate is verified by the JDK: its chain to the configured authorities, its
/// times, and that it is for clients. Who that is, [ClientCertificate] reads from it.
public final class ListenerTls {
  private static final long HANDSHAKE_SECONDS = 10;
  private static final int FILE_BYTES_MAX = 1 << 20;

  /// A client that insists on another protocol gets none: bytes meant for it are never read as
  /// HTTP.
  private static final ApplicationProtocolConfig HTTP =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2,
          ApplicationProtocolNames.HTTP_1_1);

  private final TlsFiles files;
  private volatile Loaded loaded;

  private record Loaded(List<Bytes> contents, SslContext context) {
    Loaded {
      contents = List.copyOf(contents);
    }
  }

  /// Why the files cannot be used, for whoever wrote them.
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private Unusable(String message) {
      super(message);
    }
  }

  private ListenerTls(TlsFiles files, Loaded loaded) {
    this.files = files;
    this.loaded = loaded;
  }

  public static ListenerTls open(TlsFiles files) throws Unusable {
    // A client that asks for new keys again and again costs us more than itself.
    if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
      System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }
    return new ListenerTls(files, load(files, contents(files)));
  }

  /// Reads the files again if they changed; new connections then get what is in them. Files that
  /// cannot be used change nothing.
  public void reload() throws Unusable {
    var contents = contents(files);
    if (!contents.equals(loaded.contents())) loaded = load(files, contents);
  }

  private static List<Bytes> contents(TlsFiles files) throws Unusable {
    var contents = new ArrayList<>(List.of(read(files.certificate()), read(files.key())));
    if (files.clientAuthorities().isPresent()) contents.add(read(files.clientAuthorities().get()));
    return contents;
  }

  private static Bytes read(Path file) throws Unusable {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) throw new Unusable("`" + file + "` is over 1 MiB");
      return Bytes.wrap(bytes);
    } catch (IOException e) {
      throw new Unusable("`" + file + "` cannot be read");
    }
  }

  private static Loaded load(TlsFiles files, List<Bytes> contents) throws Unusable {
    var pair = pair(files, contents);
    var builder =
        SslContextBuilder.forServer(pair.key(), pair.chain())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .applicationProtocolConfig(HTTP);
    try {
      if (contents.size() > 2) {
        builder
            .trustManager(authorities(files, contents.get(2)))
            .clientAuth(files.clientRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      return new Loaded(contents, builder.build());
    } catch (SSLException e) {
      throw new Unusable("this JDK cannot use the certificate in `" + files.certificate() + "`");
    }
  }

  private static PemPair pair(TlsFiles files, List<Bytes> contents) throws Unusable {
    try {
      return PemPair.read(contents.get(0), contents.get(1));
    } catch (InvalidKeyException e) {
      throw new Unusable(
          "the key in `"
              + files.key()
              + "` is not that of the certificate in `"
              + files.certificate()
              + "`");
    } catch (GeneralSecurityException e) {
      throw new Unusable(
          "`"
              + files.certificate()
              + "` and `"
              + files.key()
              + "` are not a PEM file of certificates and one of their PKCS#8 private key without"
              + " a password");
    }
  }

  private static List<X509Certificate> authorities(TlsFiles files, Bytes content) throws Unusable {
    try {
      var authorities = PemPair.certificates(content);
      if (!authorities.isEmpty()) return authorities;
    } catch (GeneralSecurityException malformed) {
      // As one without certificates.
    }
    String file = files.clientAuthorities().map(Path::toString).orElse("");
    throw new Unusable("`" + file + "` is not a PEM file of certificates");
  }

  /// What stands first in a new connection's pipeline.
  ChannelHandler handler(ByteBufAllocator allocator) {
    var handler = loaded.context().newHandler(allocator);
    handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    return handler;
  }

  /// What the client of a connection showed, once hands are shaken.
  static Optional<ClientCertificate> certificate(ChannelPipeline pipeline) {
    var handler = Optional.ofNullable(pipeline.get(SslHandler.class));
    try {
      return handler.isPresent()
              && handler.get().engine().getSession().getPeerCertificates()[0]
                  instanceof X509Certificate shown
          ? Optional.of(ClientCertificate.of(shown))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }
}
