package probity.console.aims.page;

import java.util.List;
import probity.aims.register.History;

/// What the page of a record shows of the world outside of the registers, as it is now. Calls may
/// block on the disk and come from any thread.
@FunctionalInterface
public interface Beside {
  /// None for records of which there is nothing to say.
  List<RecordPage.Aspect> of(History record);
}
