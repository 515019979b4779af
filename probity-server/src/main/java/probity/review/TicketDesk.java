package probity.review;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import probity.gateway.Grants;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.ReviewQueue;

/// Where exchanges leave what people have to look at, and find what people decided. Safe for any
/// thread; nothing here waits for a disk.
///
/// A grant is taken only once the file of items says so: after a crash nobody gets it again, and a
/// request whose grant was lost that way waits for a person once more.
final class TicketDesk implements Grants {
  private static final Logger LOG = Logger.getLogger(TicketDesk.class.getName());

  /// Requests that wait, and as many records to be looked at.
  static final int ITEMS_MAX = 10_000;

  private final ReviewVault vault;
  private final ContentKeeper contents;
  private final InstantSource clock;
  private final Journaling journal;

  /// Guarded by itself, as all changes of it and their order in the journal are.
  private final Items items;

  /// Records that no list had room for, since the start. Guarded by `items`.
  private long unlisted;

  /// @param records gives what `records` says of items
  private TicketDesk(
      ReviewVault vault,
      ContentKeeper contents,
      ItemFile file,
      InstantSource clock,
      Executor disk,
      int max,
      Function<Set<Item.Key>, Map<Item.Key, Decided>> records) {
    this.vault = vault;
    this.contents = contents;
    this.clock = clock;
    this.items = new Items(max);
    var lines = file.read();
    for (Json.Obj line : lines) restore(line);
    var keys = items.all().stream().map(Item::key).collect(Collectors.toSet());
    reconcile(records.apply(keys));
    this.journal = new Journaling(file, disk, lines.size(), this::lines);
  }

  /// What a `grant` entry of `records` says that was checked.
  record Decided(Hash leaf, Item.State state, long until) {}

  /// Opens the desk with the items that an earlier process left.
  ///
  /// @param disk with one thread
  static TicketDesk open(
      ReviewVault vault,
      ContentKeeper contents,
      ItemFile file,
      InstantSource clock,
      Executor disk,
      int max,
      Function<Set<Item.Key>, Map<Item.Key, Decided>> records) {
    return new TicketDesk(vault, contents, file, clock, disk, max, records);
  }

  private void restore(Json.Obj line) {
    Item.read(line)
        .ifPresent(item -> {
          if (line.text("gone").isPresent()) items.remove(item);
          else if (items.find(item.key()).isPresent() || items.hasRoom(item.isHeld()))
            items.put(item);
        });
  }

  /// `records` has the word: a grant that it lacks is none, and one whose line a crash kept from
  /// the file holds.
  private void reconcile(Map<Item.Key, Decided> decided) {
    for (Item item : List.copyOf(items.all())) {
      var said = Optional.ofNullable(decided.get(item.key()));
      switch (item.state()) {
        case WAITING -> said.ifPresent(entry -> settle(item, entry));
        case GRANTED, DENIED -> {
          boolean same = said.map(Decided::leaf).equals(item.grant());
          if (!same) items.put(item.decided(Item.State.WAITING, Optional.empty(), 0));
        }
        case TAKEN, LOOKED -> {
          // Used, whatever came of it; or looked at, which opens nothing.
        }
      }
    }
    items.removeOver(clock.millis());
  }

  private void settle(Item item, Decided entry) {
    if (entry.state() == Item.State.LOOKED == item.isHeld()) return;
    items.put(item.decided(entry.state(), Optional.of(entry.leaf()), entry.until()));
  }

  private List<Json.Obj> lines() {
    synchronized (items) {
      return items.all().stream().map(Item::json).toList();
    }
  }

  @Override
  public void take(
      Held request, Set<String> queues, Executor home, Consumer<SortedMap<String, Hash>> then) {
    String keyed = vault.keyed(request.digest());
    var taken = new ArrayList<Item>();
    var waits = new int[1];
    var fails = new boolean[1];
    synchronized (items) {
      for (String queue : queues) {
        items
            .held(keyed, queue)
            .filter(item -> item.state() == Item.State.GRANTED && !item.isOver(request.time()))
            .ifPresent(taken::add);
      }
      if (!taken.isEmpty()) {
        waits[0] = taken.size();
        for (Item item : taken) {
          items.put(item.with(Item.State.TAKEN));
          journal.write(
              item.with(Item.State.TAKEN).json(),
              written -> {
                // One thread tells of all of them, or this one before any was written.
                synchronized (waits) {
                  fails[0] |= !written;
                  if (--waits[0] > 0) return;
                }
                tell(fails[0] ? new TreeMap<>() : leaves(taken), home, then);
              });
        }
      }
    }
    if (taken.isEmpty()) then.accept(new TreeMap<>());
  }

  private static SortedMap<String, Hash> leaves(List<Item> taken) {
    var leaves = new TreeMap<String, Hash>();
    for (Item item : taken) item.grant().ifPresent(leaf -> leaves.put(item.queue().id(), leaf));
    return leaves;
  }

  private static void tell(
      SortedMap<String, Hash> leaves, Executor home, Consumer<SortedMap<String, Hash>> then) {
    try {
      home.execute(() -> then.accept(leaves));
    } catch (RejectedExecutionException closing) {
      LOG.log(Level.WARNING, "the gateway ended while a granted request waited");
    }
  }

  @Override
  public void giveBack(Held request, Map<String, Hash> grants) {
    String keyed = vault.keyed(request.digest());
    synchronized (items) {
      for (var grant : grants.entrySet()) {
        items
            .held(keyed, grant.getKey())
            .filter(item -> item.state() == Item.State.TAKEN)
            .filter(item -> item.grant().equals(Optional.of(grant.getValue())))
            .ifPresent(item -> put(item.with(Item.State.GRANTED)));
      }
    }
  }

  @Override
  public Standing held(Held request, Case refused, ReviewQueue queue) {
    String keyed = vault.keyed(request.digest());
    synchronized (items) {
      var known = items.held(keyed, queue.id()).filter(item -> !isDone(item, request.time()));
      if (known.isPresent()) {
        String ticket = known.get().exchange();
        return known.get().state() == Item.State.DENIED
            ? new Standing.Denied(ticket)
            : new Standing.Waiting(ticket);
      }
      return list(item(refused, queue, keyed), refused)
          ? new Standing.Waiting(refused.opened().exchange().id().text())
          : new Standing.NoRoom();
    }
  }

  /// A used grant lets nothing through any more: the request begins anew.
  private static boolean isDone(Item item, long millis) {
    return item.isOver(millis) || item.state() == Item.State.TAKEN;
  }

  @Override
  public void queued(Case decided, ReviewQueue queue) {
    synchronized (items) {
      var item = item(decided, queue, "");
      if (items.find(item.key()).isEmpty()) list(item, decided);
    }
  }

  private Item item(Case decided, ReviewQueue queue, String keyed) {
    var exchange = decided.opened().exchange();
    return new Item(
        exchange.id().text(),
        queue,
        keyed,
        decided.opened().intent(),
        exchange.log(),
        exchange.caller().id(),
        decided.facts().route(),
        String.join(",", decided.decision().decided()),
        vault.name(exchange.subject()),
        clock.millis(),
        Item.State.WAITING,
        Optional.empty(),
        0);
  }

  /// Lists an item, if there is room. Holds the lock.
  private boolean list(Item item, Case decided) {
    items.held(item.request(), item.queue().id()).ifPresent(this::drop);
    if (!items.hasRoom(item.isHeld())) items.removeOver(clock.millis()).forEach(this::gone);
    if (!items.hasRoom(item.isHeld())) {
      if (unlisted++ == 0) {
        LOG.log(Level.WARNING, "the list of queue `{0}` is full", item.queue().id());
      }
      return false;
    }
    put(item);
    contents.keepCase(decided, item.queue().id());
    return true;
  }

  private void put(Item item) {
    items.put(item);
    journal.write(item.json());
  }

  private void drop(Item item) {
    items.remove(item);
    gone(item);
  }

  private void gone(Item item) {
    journal.write(Json.object().putAll(item.json()).put("gone", "yes").build());
  }

  /// All items, oldest first.
  List<Item> list() {
    synchronized (items) {
      items.removeOver(clock.millis()).forEach(this::gone);
      return List.copyOf(items.all());
    }
  }

  /// Those of one exchange.
  List<Item> of(String exchange) {
    synchronized (items) {
      items.removeOver(clock.millis()).forEach(this::gone);
      return items.of(exchange);
    }
  }

  /// Puts in force what a `grant` entry says that is durable now.
  void decided(Item.Key key, Decided entry) {
    synchronized (items) {
      var known = items.find(key).filter(item -> item.state() == Item.State.WAITING);
      if (known.isEmpty()) return;
      settle(known.get(), entry);
      items.find(key).ifPresent(item -> journal.write(item.json()));
    }
  }

  /// How many records no list had room for, since the start.
  long unlisted() {
    synchronized (items) {
      return unlisted;
    }
  }
}
