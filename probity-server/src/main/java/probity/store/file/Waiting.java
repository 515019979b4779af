package probity.store.file;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import probity.evidence.Appended;
import probity.evidence.Draft;

/// A draft on its way, and whom to tell.
record Waiting(Draft draft, Executor home, Consumer<Appended> done) {
  private static final System.Logger LOG = System.getLogger(Waiting.class.getName());

  /// A draft with its end.
  record Settled(Waiting waiting, Appended end) {
    private void tell() {
      try {
        waiting.done.accept(end);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a callback of the journal failed", e);
      }
    }
  }

  /// Tells all of them; each executor is woken once, however many are its.
  static void tell(List<Settled> settled) {
    var byHome = new IdentityHashMap<Executor, List<Settled>>();
    for (Settled one : settled) {
      byHome.computeIfAbsent(one.waiting.home, _ -> new ArrayList<>()).add(one);
    }
    byHome.forEach((home, ends) -> {
      try {
        home.execute(() -> ends.forEach(Settled::tell));
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.WARNING, "an executor ended before its entries were durable");
      }
    });
  }

  void refuse(String reason, String detail) {
    tell(List.of(new Settled(this, new Appended.Unwritable(reason, detail))));
  }
}
