package probity.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.canary.Alarm;
import probity.canary.Canaries;
import probity.canary.Surroundings;
import probity.console.Pages;
import probity.console.traffic.Traffic;
import probity.control.Bundles;
import probity.control.ControlServer;
import probity.control.Turns;
import probity.evidence.Evidence;
import probity.evidence.TurnedAway;
import probity.gateway.ExchangeIds;
import probity.gateway.Gateway;
import probity.gateway.Listener;
import probity.gateway.upstream.Connections;
import probity.gateway.upstream.Transport;
import probity.gateway.upstream.Upstreams;
import probity.index.Follower;
import probity.ledger.Entry;
import probity.policy.Bundle;
import probity.policy.Route;
import probity.policy.canary.Rehearsal;
import probity.review.Reviews;
import probity.server.issuer.FetchedKeys;
import probity.server.source.SourcesFolder;
import probity.server.source.SourcesInUse;
import probity.store.file.FileLedger;
import probity.store.file.FileVault;
import probity.store.file.Ledger;
import probity.store.file.RemoteLedger;
import probity.store.file.ReviewItems;
import probity.store.file.VaultSettings;
import probity.webhook.Webhooks;
import probity.witness.client.WitnessStatus;

/// The running gateway: everything constructed in the order in which it depends on each other, and
/// closed in reverse.
final class Server implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Server.class.getName());
  private static final int VAULT_WAITING_MAX = 2_048;
  private static final Duration SEALER_WAIT = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Bundles bundles;
  private final Reviews reviews;
  private final Optional<ControlServer> control;
  private final Turns turns;
  private final Canaries canaries;
  private final Webhooks webhooks;
  private final Publication publication;
  private final Vouching vouching;
  private final Gateway gateway;
  private final KeptCounters counters;
  private final ThreadPoolExecutor vaultThread;
  private final ThreadPoolExecutor pool;
  private final ConfiguredModels models;
  private final EveryMinute everyMinute;
  private final SourcesInUse sources;
  private final Listener listener;
  private final Optional<Follower> follower;
  private final Optional<ConfiguredConsole> console;
  private final Traffic traffic;

  private Server(
      Ledger ledger,
      Bundles bundles,
      Reviews reviews,
      Optional<ControlServer> control,
      Turns turns,
      Canaries canaries,
      Webhooks webhooks,
      Publication publication,
      Vouching vouching,
      Gateway gateway,
      KeptCounters counters,
      ThreadPoolExecutor vaultThread,
      ThreadPoolExecutor pool,
      ConfiguredModels models,
      EveryMinute everyMinute,
      SourcesInUse sources,
      Listener listener,
      Optional<Follower> follower,
      Optional<ConfiguredConsole> console,
      Traffic traffic) {
    this.ledger = ledger;
    this.bundles = bundles;
    this.reviews = reviews;
    this.control = control;
    this.turns = turns;
    this.canaries = canaries;
    this.webhooks = webhooks;
    this.publication = publication;
    this.vouching = vouching;
    this.gateway = gateway;
    this.counters = counters;
    this.vaultThread = vaultThread;
    this.pool = pool;
    this.models = models;
    this.everyMinute = everyMinute;
    this.sources = sources;
    this.listener = listener;
    this.follower = follower;
    this.console = console;
    this.traffic = traffic;
  }

  /// Where clients reach it.
  String address() {
    return (listener.tls() ? "https://" : "http://") + listener.host() + ":" + listener.port();
  }

  /// Where the ledger can be read over HTTP, if it is served.
  Optional<String> ledgerAddress() {
    return publication.address();
  }

  /// Where the control API is, if there is one.
  Optional<String> controlAddress() {
    return control.map(ControlServer::address);
  }

  /// What `serve` says about the console; nothing where there is none.
  List<String> consoleLines() {
    return console.map(ConfiguredConsole::lines).orElse(List.of());
  }

  /// The console, if there is one.
  Optional<ConfiguredConsole> console() {
    return console;
  }

  /// What decides now, for a look at it.
  Bundles bundles() {
    return bundles;
  }

  /// The console's pages of this gateway.
  Traffic traffic() {
    return traffic;
  }

  /// The canaries of the bundle in force.
  Canaries canaries() {
    return canaries;
  }

  /// Waits until all that is durable is published, at most `longest`; whether it is.
  boolean awaitPublished(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (ledger.status().backlogEntries() > 0) {
      if (System.nanoTime() > deadline) return false;
      Thread.sleep(20);
    }
    return true;
  }

  /// How far witnesses have come; empty where none is configured.
  Optional<WitnessStatus> witnesses() {
    return vouching.witnesses();
  }

  /// The entries of one log, for a look at what was recorded.
  List<Entry> entries(String log) {
    return ledger.read(log);
  }

  /// Starts a gateway, or says in a [StartRefused] why not.
  static Server start(Config config, InstantSource clock) {
    var policy = PolicyStart.read(config);
    var upstreams = ConfiguredUpstreams.of(config);
    var random = new SecureRandom();
    var models = ConfiguredModels.open(config);
    var ledger = openLedger(config, clock, random);
    try {
      var vaultThread = bounded("vault", 1, VAULT_WAITING_MAX);
      var vault =
          FileVault.open(
              config.data(),
              config.masterKeyFile(),
              VaultSettings.standard(),
              clock,
              random,
              vaultThread);
      var records = new Records(ledger);
      // Before anything reads the vault.
      int erased = vault.replay(records.erased());
      if (erased > 0)
        LOG.log(Level.WARNING, "{0} keys that were erased are destroyed again", erased);
      int interrupted = records.interrupted(ledger.openIntents());
      if (interrupted > 0) LOG.log(Level.INFO, "{0} exchanges ended as interrupted", interrupted);
      var issuerKeys = ConfiguredIdentity.keys(config, clock);
      var callers =
          ConfiguredIdentity.callers(
              config, records.callers(config.callers(), config.identity()), issuerKeys);
      var bundles =
          policy.bring(
              records,
              callers,
              models.scoring(),
              clock,
              bundle -> {
                warnOfRoutesWithoutUpstream(bundle, upstreams);
                ConfiguredIdentity.warnOfUndeclaredWords(bundle, config);
                ConfiguredWebhooks.warnOfChannels(bundle, config);
                new Rehearsal(bundle, models.scoring()).missed().forEach(LOG::warning);
              });
      var reviews =
          Reviews.open(
              bundles,
              records,
              vault.reviews(),
              ReviewItems.in(config.data()),
              config.governance().reviews(),
              clock);
      return start(
          config,
          clock,
          random,
          ledger,
          vault,
          vaultThread,
          upstreams,
          bundles,
          reviews,
          issuerKeys,
          models);
    } catch (RuntimeException e) {
      ledger.close();
      models.close();
      throw e;
    }
  }

  private static Server start(
      Config config,
      InstantSource clock,
      SecureRandom random,
      Ledger ledger,
      FileVault vault,
      ThreadPoolExecutor vaultThread,
      Upstreams upstreams,
      Bundles bundles,
      Reviews reviews,
      FetchedKeys issuerKeys,
      ConfiguredModels models) {
    // Before anything else begins: counts that cannot be believed stop the start.
    var counters = KeptCounters.restore(vault.counters(), clock);
    var tls = config.listen().tls().map(ConfiguredTls::open);
    var webhooks = ConfiguredWebhooks.start(config, clock, random);
    // What publishes and vouches is in the process that has the ledger.
    var here =
        ledger instanceof FileLedger files ? Optional.of(files) : Optional.<FileLedger>empty();
    var publication =
        here.map(_ -> Publication.start(config, clock)).orElseGet(Publication::elsewhere);
    var vouching =
        here.map(files -> Vouching.start(config, files, clock, random))
            .orElseGet(Vouching::elsewhere);
    var transport = Transport.best();
    var loops = transport.loops(Runtime.getRuntime().availableProcessors());
    var pool = bounded("large-bodies", config.limits().poolThreads(), config.limits().poolQueue());
    var connections =
        new Connections(transport, upstreams, config.timeouts(), config.limits().headerBytes());
    var notifications =
        new Notifications(webhooks, folder -> config.origin() + "/" + folder, clock);
    var sources = SourcesInUse.open(new SourcesFolder(config.ledgerFolder()));
    var gateway =
        new Gateway(
            bundles::inForce,
            new Evidence(ledger, vault),
            ledger,
            new TurnedAway(),
            connections,
            upstreams,
            pool,
            config.limits(),
            config.purpose(),
            clock,
            new ExchangeIds(clock, random),
            vouching::unwitnessedMillis,
            counters,
            reviews.grants(),
            reviews.contents(),
            notifications,
            sources);
    var canaries =
        Canaries.start(
            new Surroundings(transport, config.limits(), pool, ledger, vault, clock, random),
            bundles::inForce,
            alarm(config, notifications),
            () -> System.nanoTime() / 1_000_000);
    var traffic = TrafficPages.of(config, ledger, bundles, reviews, sources, vouching, clock);
    Optional<ControlServer> control = Optional.empty();
    Optional<ConfiguredConsole> console = Optional.empty();
    Listener listener;
    try {
      console =
          ConfiguredConsole.start(
              config,
              new Records(ledger),
              vault,
              book -> {
                var pages =
                    new ArrayList<Pages>(
                        SteeringPages.of(book, bundles, config.ledgerFolder(), clock, random));
                pages.add(traffic);
                return pages;
              },
              clock,
              random);
      // Last of all: whoever reaches it may change what is in force.
      control =
          config
              .governance()
              .control()
              .map(at -> Listening.control(at, bundles, reviews, canaries));
      listener =
          Listening.listen(config, clock, transport, loops, gateway, tls, publication, vouching);
    } catch (RuntimeException e) {
      canaries.close();
      sources.close();
      webhooks.close();
      control.ifPresent(ControlServer::close);
      console.ifPresent(ConfiguredConsole::close);
      throw e;
    }
    var everyMinute =
        new EveryMinute(
            () -> upstreams.refresh().forEach(LOG::warning),
            gateway::everyMinute,
            reviews::everyMinute,
            canaries::everyMinute,
            issuerKeys::refreshDue,
            () -> tls.ifPresent(ConfiguredTls::reload));
    return new Server(
        ledger,
        bundles,
        reviews,
        control,
        Turns.start(bundles),
        canaries,
        webhooks,
        publication,
        vouching,
        gateway,
        KeptCounters.start(counters, vault.counters(), clock),
        vaultThread,
        pool,
        models,
        everyMinute,
        sources,
        listener,
        here.map(_ -> Follower.start(config.ledgerFolder())),
        console,
        traffic);
  }

  /// A missed canary is a line of the log in any case, and a message where a channel is named.
  private static Alarm alarm(Config config, Notifications notifications) {
    var channel = config.governance().canaryChannel();
    return (sentence, record, log) -> {
      LOG.log(
          Level.WARNING,
          "{0}, record {1}",
          new Object[] {sentence, record.isEmpty() ? "none" : record});
      channel.ifPresent(to -> notifications.alert(to, sentence, record, log));
    };
  }

  /// The ledger in this process, or the way to the process that has it.
  private static Ledger openLedger(Config config, InstantSource clock, SecureRandom random) {
    var settings = SealerCommand.settings(config);
    var socket = config.sealer().socket();
    return socket.isPresent()
        ? RemoteLedger.open(socket.get(), settings, clock, random, SEALER_WAIT)
        : FileLedger.open(config.ledgerFolder(), settings, clock, random);
  }

  /// A bundle may serve several configurations, so this is no mistake; calls on such a route fail.
  private static void warnOfRoutesWithoutUpstream(Bundle bundle, Upstreams upstreams) {
    for (Route route : bundle.routes()) {
      if (upstreams.named(route.provider()).isEmpty()) {
        LOG.log(
            Level.WARNING,
            "route `{0}` names provider `{1}`, which `upstreams` lacks: its calls will fail",
            new Object[] {route.id(), route.provider()});
      }
    }
  }

  /// A pool that is bounded in threads and in what waits for them; more is rejected.
  private static ThreadPoolExecutor bounded(String name, int threads, int waitingMax) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(waitingMax),
        Thread.ofPlatform().name(name + "-", 0).factory());
  }

  /// Serves until the process is told to end, then closes.
  void untilStopped() throws InterruptedException {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("probity stopping; open exchanges have ten seconds");
                  close();
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
  }

  /// Takes no more connections, gives what is open ten seconds to end, and writes everything out.
  @Override
  public void close() {
    console.ifPresent(ConfiguredConsole::close);
    control.ifPresent(ControlServer::close);
    turns.close();
    canaries.close();
    listener.drain();
    listener.awaitQuiet(DRAIN);
    listener.close();
    follower.ifPresent(Follower::close);
    everyMinute.close();
    sources.close();
    gateway.atEnd();
    end(pool);
    models.close();
    webhooks.close();
    counters.close();
    reviews.close();
    end(vaultThread);
    vouching.close();
    ledger.close();
    // After the last checkpoint, which the copies are to have.
    publication.close();
  }

  /// Lets a pool do what waits for it, for as long as exchanges get to end.
  private static void end(ThreadPoolExecutor pool) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) pool.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
