package probity.store.file;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/// The one way into the ledger from another process: a Unix socket on which it can append, and read
/// what a gateway needs at its start. Owner and group of the socket file may connect; the folder in
/// which it stands should let nobody else come near.
public final class LedgerSocket implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LedgerSocket.class.getName());
  private static final int CONNECTIONS_MAX = 16;

  private final Path path;
  private final FileLedger ledger;
  private final Optional<String> user;
  private final InstantSource clock;
  private final ServerSocketChannel server;
  private final EntrySignatures signatures = new EntrySignatures();
  private final ExecutorService pool;
  private final Semaphore free = new Semaphore(CONNECTIONS_MAX);
  private final Map<FrameChannel, Thread> connections = new ConcurrentHashMap<>();

  /// By writer: one connection for each.
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  private final Thread accepting;

  private LedgerSocket(
      Path path,
      FileLedger ledger,
      Optional<String> user,
      InstantSource clock,
      ServerSocketChannel server) {
    this.path = path;
    this.ledger = ledger;
    this.user = user;
    this.clock = clock;
    this.server = server;
    this.pool =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("ledger-signatures-", 0).factory());
    this.accepting = Thread.ofPlatform().name("ledger-socket").start(this::accept);
  }

  /// Listens at `path`.
  ///
  /// @param user whose processes alone may connect; every user of the group where there is none
  /// @throws StoreException if another process listens there, or the file cannot be made
  public static LedgerSocket open(
      Path path, FileLedger ledger, Optional<String> user, InstantSource clock) {
    try {
      removeStale(path);
      var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        return new LedgerSocket(path, ledger, user, clock, server);
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.FAILED, "cannot listen at the socket `" + path + "`", e);
    }
  }

  /// Removes a socket file that nobody listens at: a killed process leaves one.
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path)) return;
    if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new StoreException(
          StoreException.Kind.FAILED, "`" + path + "` is there and is no socket");
    }
    try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new StoreException(
          StoreException.Kind.LOCKED,
          "another process listens at the socket `" + path + "`; stop that one first");
    } catch (IOException nobody) {
      Files.delete(path);
    }
  }

  /// Who is connected now.
  public List<Peer> peers() {
    return List.copyOf(peers.values());
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var channel = server.accept();
        if (free.tryAcquire()) {
          take(channel);
        } else {
          LOG.log(System.Logger.Level.WARNING, "too many connections; one more was closed");
          channel.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "a connection could not be taken", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(SocketChannel socket) throws IOException {
    FrameChannel channel;
    Optional<UnixDomainPrincipal> who;
    try {
      who = credentials(socket);
      channel = new FrameChannel(socket);
    } catch (IOException e) {
      free.release();
      socket.close();
      throw e;
    }
    var thread =
        Thread.ofPlatform()
            .name("ledger-peer")
            .unstarted(() -> {
              try (channel) {
                converse(channel, who);
              } finally {
                connections.remove(channel);
                free.release();
              }
            });
    connections.put(channel, thread);
    thread.start();
  }

  private static Optional<UnixDomainPrincipal> credentials(SocketChannel socket)
      throws IOException {
    return socket.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
        ? Optional.of(socket.getOption(ExtendedSocketOptions.SO_PEERCRED))
        : Optional.empty();
  }

  private void converse(FrameChannel channel, Optional<UnixDomainPrincipal> who) {
    String name = who.map(principal -> principal.user().getName()).orElse("");
    String group = who.map(principal -> principal.group().getName()).orElse("");
    if (user.isPresent() && !user.get().equals(name)) {
      LOG.log(System.Logger.Level.WARNING, "a process of user `{0}` was turned away", name);
      return;
    }
    var connection = new PeerConnection(channel, ledger);
    try {
      var writer = connection.hello();
      if (writer.isEmpty()) return;
      var peer = new Peer(writer.get(), name, group, clock.instant());
      if (peers.putIfAbsent(peer.writer(), peer) != null) {
        connection.turnAway();
        return;
      }
      try {
        converse(connection, peer);
      } finally {
        peers.remove(peer.writer());
      }
    } catch (Message.Malformed e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a connection of user `{0}` was closed: {1}",
          name,
          e.getMessage());
    } catch (IOException | Intake.Gone e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection ended", e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a connection failed", e);
    }
  }

  private void converse(PeerConnection connection, Peer peer) throws IOException, Intake.Gone {
    connection.welcome();
    LOG.log(
        System.Logger.Level.INFO,
        "writer `{0}` is connected, user `{1}`, group `{2}`",
        peer.writer(),
        peer.user(),
        peer.group());
    var intake = ledger.intake(peer.writer());
    var entries = new PeerEntries(intake, ledger::origin, signatures, pool);
    connection.serve(peer.writer(), entries, intake);
  }

  /// Ends all connections; a batch under way is still made durable.
  @Override
  public void close() {
    try {
      server.close();
      accepting.join();
      for (var connection : connections.entrySet()) {
        connection.getKey().close();
        connection.getValue().join();
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the socket did not close cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pool.shutdown();
    }
  }
}
