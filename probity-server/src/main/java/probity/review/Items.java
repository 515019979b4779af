package probity.review;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All items, in memory, oldest first. Not thread-safe: whoever has it has a lock.
final class Items {
  /// Of those that are held, and as many again of those that are looked at afterwards.
  private final int max;

  private final Map<Item.Key, Item> byKey = new LinkedHashMap<>();

  /// Held ones by their request and queue.
  private final Map<String, Item.Key> byRequest = new HashMap<>();

  private int held;

  Items(int max) {
    this.max = max;
  }

  Optional<Item> find(Item.Key key) {
    return Optional.ofNullable(byKey.get(key));
  }

  Optional<Item> held(String request, String queue) {
    return Optional.ofNullable(byRequest.get(request + "\n" + queue))
        .flatMap(key -> Optional.ofNullable(byKey.get(key)));
  }

  /// All of one exchange.
  List<Item> of(String exchange) {
    return byKey.values().stream().filter(item -> item.exchange().equals(exchange)).toList();
  }

  Collection<Item> all() {
    return byKey.values();
  }

  /// Whether there is room for one more of its sort.
  boolean hasRoom(boolean forHeld) {
    return (forHeld ? held : byKey.size() - held) < max;
  }

  /// Adds an item or puts it in place of the one with its key.
  void put(Item item) {
    var before = byKey.put(item.key(), item);
    if (before != null && before.isHeld()) held--;
    if (item.isHeld()) held++;
    if (item.isHeld()) byRequest.put(item.request() + "\n" + item.queue().id(), item.key());
  }

  void remove(Item item) {
    if (byKey.remove(item.key()) == null || !item.isHeld()) return;
    held--;
    byRequest.remove(item.request() + "\n" + item.queue().id(), item.key());
  }

  /// Takes out what is over by time alone.
  List<Item> removeOver(long millis) {
    var over = new ArrayList<Item>();
    for (Item item : byKey.values()) if (item.isOver(millis)) over.add(item);
    over.forEach(this::remove);
    return over;
  }
}
