package probity.evidence;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Where drafts become entries.
///
/// Drafts of one log are written in the order of their `append` calls. `done` runs once per draft,
/// on `home`, after the entry is durable or once it is sure that it will not be; a `done` that
/// throws harms no other. Any thread may call; no call blocks.
///
/// What is told on one and the same `home` is told in the order of the entries; between homes there
/// is no order.
public interface Journal {
  void append(Draft draft, Executor home, Consumer<Appended> done);
}
