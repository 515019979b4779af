package probity.gateway;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Work that would hold an event loop for too long, done on a bounded pool.
final class Aside {
  private Aside() {}

  /// Does `work` on `pool`; `then` runs on `home` with what came of it, and a fault of the work is
  /// thrown there. Where the pool has no room `full` runs at once, on the caller's thread.
  static <T> void run(
      ExecutorService pool, Executor home, Supplier<T> work, Consumer<T> then, Runnable full) {
    try {
      pool.execute(() -> {
        try {
          T made = work.get();
          home.execute(() -> then.accept(made));
        } catch (RuntimeException | StackOverflowError fault) {
          home.execute(() -> {
            throw fault;
          });
        }
      });
    } catch (RejectedExecutionException noRoom) {
      full.run();
    }
  }
}
