package probity.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.aims.register.Duty;

/// Who there is. Accounts point to people by id and know nothing else of them.
///
/// Calls come from many threads; what [#enrol] returned, the others find at once.
public interface Directory {
  Optional<Member> member(String personId);

  /// All who are not archived or erased, by name.
  List<Member> members();

  /// Makes a person and returns their id.
  ///
  /// @param by who did it, and how they proved who they are; empty at the first start, when there
  ///   is nobody
  String enrol(String name, String email, Set<Duty> duties, Optional<SignedIn> by);
}
