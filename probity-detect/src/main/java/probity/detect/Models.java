package probity.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import probity.classify.Model;

/// The models that run in this process, all on one MiniLM, which is loaded when one of them is
/// first asked.
public final class Models implements AutoCloseable {
  private final List<Model> list;
  private @Nullable MiniLm miniLm;
  private boolean closed;

  private Models() {
    list = List.of(PersonModel.open(this::miniLm), InjectionModel.open(this::miniLm));
  }

  public static Models local() {
    return new Models();
  }

  public List<Model> list() {
    return list;
  }

  private synchronized MiniLm miniLm() {
    if (closed) throw new IllegalStateException("the models are closed");
    MiniLm loaded = miniLm;
    if (loaded == null) {
      loaded = MiniLm.open(PersonFeatures.EARLY, PersonFeatures.LATE, MiniLm.LAST);
      miniLm = loaded;
    }
    return loaded;
  }

  /// Ends MiniLM. No reading may be under way.
  @Override
  public synchronized void close() {
    closed = true;
    if (miniLm != null) miniLm.close();
  }
}
