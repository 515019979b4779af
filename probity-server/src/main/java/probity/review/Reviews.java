package probity.review;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import probity.control.Bundles;
import probity.control.Readers;
import probity.control.RecordsLog;
import probity.control.Routes;
import probity.gateway.Contents;
import probity.gateway.Grants;

/// All of human review in one gateway, put together.
public final class Reviews implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final Bundles bundles;
  private final ContentKeeper contents;
  private final TicketDesk desk;
  private final ReviewRoutes routes;
  private final Settings settings;
  private final InstantSource clock;
  private final List<ThreadPoolExecutor> disks;

  private Reviews(
      Bundles bundles,
      ContentKeeper contents,
      TicketDesk desk,
      ReviewRoutes routes,
      Settings settings,
      InstantSource clock,
      List<ThreadPoolExecutor> disks) {
    this.bundles = bundles;
    this.contents = contents;
    this.desk = desk;
    this.routes = routes;
    this.settings = settings;
    this.clock = clock;
    this.disks = List.copyOf(disks);
  }

  /// Bounds of what is kept.
  ///
  /// @param contentBytes of one part of an exchange's content
  /// @param contentWaitingBytes of all parts that wait for the disk
  /// @param contentDays after which content is removed, if its retention class does not end before
  /// @param itemsMax requests that wait for a person, and as many records to be looked at
  public record Settings(
      int contentBytes, long contentWaitingBytes, int contentDays, int itemsMax) {
    /// What `contentDays` is where no other end than that of the class is wanted.
    public static final int UNTIL_CLASS_ENDS = Integer.MAX_VALUE;

    public static final Settings STANDARD =
        new Settings(1 << 20, 64L << 20, UNTIL_CLASS_ENDS, TicketDesk.ITEMS_MAX);
  }

  /// A record in a queue: words of the bundle, ids and times in milliseconds.
  ///
  /// @param until when a grant ends; 0 where there is none
  public record Listed(
      String exchange,
      String queue,
      String role,
      String caller,
      String route,
      String rule,
      boolean held,
      String state,
      long since,
      long deadline,
      long until) {}

  /// Opens what an earlier process left.
  ///
  /// @throws RuntimeException if vault or `records` cannot be read
  public static Reviews open(
      Bundles bundles,
      RecordsLog records,
      ReviewVault vault,
      ItemFile file,
      Settings settings,
      InstantSource clock) {
    var contentDisk = oneThread("review-content");
    var itemDisk = oneThread("review-items");
    var contents =
        new ContentKeeper(
            vault, settings.contentBytes(), settings.contentWaitingBytes(), contentDisk);
    var desk =
        TicketDesk.open(
            vault,
            contents,
            file,
            clock,
            itemDisk,
            settings.itemsMax(),
            wanted ->
                wanted.isEmpty()
                    ? Map.of()
                    : GrantEntries.of(
                        records.origin(),
                        records.entries(),
                        bundles.people(),
                        bundles.millis(),
                        wanted));
    var decisions = new ReviewDesk(bundles, records, desk, vault);
    var routes =
        new ReviewRoutes(bundles, records, new Readers(bundles), desk, decisions, contents, vault);
    return new Reviews(
        bundles, contents, desk, routes, settings, clock, List.of(contentDisk, itemDisk));
  }

  /// What waits is bounded by those who give it to the thread: one task at a time.
  private static ThreadPoolExecutor oneThread(String name) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(4),
        Thread.ofPlatform().name(name).factory());
  }

  public Grants grants() {
    return desk;
  }

  public Contents contents() {
    return contents;
  }

  /// All that is in a queue and not over, the oldest first. Content is not among it.
  public List<Listed> listed() {
    return desk.list().stream()
        .map(item ->
            new Listed(
                item.exchange(),
                item.queue().id(),
                item.queue().role(),
                item.caller(),
                item.route(),
                item.rule(),
                item.isHeld(),
                item.state().word(),
                item.since(),
                item.deadline(),
                item.until()))
        .toList();
  }

  /// Records that no list had room for since the start.
  public long unlisted() {
    return desk.unlisted();
  }

  /// Its part of the control API.
  public List<Routes.Route> routes() {
    return routes.routes();
  }

  /// Removes content whose time is over.
  public void everyMinute() {
    var days = new TreeMap<String, Integer>();
    bundles.inForce().ifPresent(now -> days.putAll(now.bundle().retentionClasses()));
    contents.sweep(
        days, settings.contentDays(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /// Writes out what waits, for ten seconds at most.
  @Override
  public void close() {
    for (ThreadPoolExecutor disk : disks) disk.shutdown();
    try {
      for (ThreadPoolExecutor disk : disks) {
        if (!disk.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) disk.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
