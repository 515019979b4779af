package probity.store.file;

import java.util.LinkedHashMap;
import java.util.Map;
import probity.evidence.SubjectKey;

/// Keys that were used lately, at most so many. Not safe for several threads.
final class LeastRecent extends LinkedHashMap<String, SubjectKey> {
  private static final long serialVersionUID = 1;
  private final int max;

  LeastRecent(int max) {
    super(16, 0.75f, true);
    this.max = max;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, SubjectKey> eldest) {
    return size() > max;
  }
}
