package probity.copy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;

/// A store that fails at one change, before or after it lands, and at all that follow.
final class FailingStore implements CopyStore {
  private final CopyStore store;
  private final int failAt;
  private final boolean after;
  private int changes;

  FailingStore(CopyStore store, int failAt, boolean after) {
    this.store = store;
    this.failAt = failAt;
    this.after = after;
  }

  int changes() {
    return changes;
  }

  private interface Change {
    void make() throws IOException;
  }

  private void change(Change change) throws IOException {
    int number = changes++;
    if (number > failAt || (number == failAt && !after)) throw new IOException("of the test");
    change.make();
    if (number == failAt) throw new IOException("of the test");
  }

  @Override
  public Optional<Bytes> read(String path) throws IOException {
    return store.read(path);
  }

  @Override
  public void keep(String path, Bytes content) throws IOException {
    change(() -> store.keep(path, content));
  }

  @Override
  public void replace(String path, Bytes content) throws IOException {
    change(() -> store.replace(path, content));
  }

  @Override
  public List<String> partials(String log) throws IOException {
    return store.partials(log);
  }

  @Override
  public void drop(String path) throws IOException {
    change(() -> store.drop(path));
  }

  @Override
  public Protection protection() throws IOException {
    return store.protection();
  }

  @Override
  public void close() {
    store.close();
  }
}
