package probity.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.evidence.Journal;
import probity.ledger.Hash;

/// The ledger with a look at what was written to it, so that a run is judged by its record and not
/// by what the gateway answers. Only entries of canaries go through here.
final class Tap implements Journal {
  private static final int KEPT_MAX = 256;

  private final Journal ledger;
  private final List<Written> written = new ArrayList<>();

  Tap(Journal ledger) {
    this.ledger = ledger;
  }

  /// An entry that is durable.
  record Written(Draft draft, Hash leaf) {}

  /// Forgets what was written before.
  synchronized void clear() {
    written.clear();
  }

  synchronized List<Written> written() {
    return List.copyOf(written);
  }

  @Override
  public void append(Draft draft, Executor home, Consumer<Appended> done) {
    ledger.append(
        draft,
        home,
        appended -> {
          if (appended instanceof Appended.Durable durable) keep(draft, durable.leaf());
          done.accept(appended);
        });
  }

  private synchronized void keep(Draft draft, Hash leaf) {
    if (written.size() < KEPT_MAX) written.add(new Written(draft, leaf));
  }
}
