package probity.console.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import probity.aims.register.Duty;
import probity.console.Directory;
import probity.console.Member;
import probity.console.SignedIn;

/// People who are gone with the test.
final class MemoryDirectory implements Directory {
  private final Map<String, Member> people = new ConcurrentSkipListMap<>();

  @Override
  public Optional<Member> member(String personId) {
    return Optional.ofNullable(people.get(personId));
  }

  @Override
  public List<Member> members() {
    return List.copyOf(people.values());
  }

  @Override
  public String enrol(String name, String email, Set<Duty> duties, Optional<SignedIn> by) {
    var id = "person-" + (people.size() + 1);
    people.put(id, new Member(id, name, duties));
    return id;
  }
}
