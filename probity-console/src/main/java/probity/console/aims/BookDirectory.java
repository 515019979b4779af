package probity.console.aims;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.aims.register.Person;
import probity.console.Directory;
import probity.console.Member;
import probity.console.SignedIn;

/// The people of the register `people`, as accounts need them.
public final class BookDirectory implements Directory {
  private final RegisterBook book;
  private final InstantSource clock;

  public BookDirectory(RegisterBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  /// Empty for a person who is archived or erased, or whose last day is over: then no account opens
  /// any more.
  @Override
  public Optional<Member> member(String personId) {
    return book.find(personId)
        .filter(record -> record.register().id().equals(Names.PEOPLE))
        .filter(record ->
            new Person(record).isHere(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)))
        .map(BookDirectory::member);
  }

  @Override
  public List<Member> members() {
    return book.records(Names.PEOPLE).stream()
        .flatMap(record -> member(record.id()).stream())
        .sorted(Comparator.comparing(Member::name))
        .toList();
  }

  private static Member member(History record) {
    return new Member(record.id(), record.title(), new Person(record).duties());
  }

  /// @throws IllegalStateException if it cannot be written, with the reason
  @Override
  public String enrol(String name, String email, Set<Duty> duties, Optional<SignedIn> by) {
    Map<String, String> values = new HashMap<>();
    values.put("name", name);
    values.put("email", email);
    values.put(
        "duties", duties.stream().sorted().map(Duty::word).collect(Collectors.joining("\n")));
    var actor = by.map(Actor::of).orElseGet(() -> new Actor("", Set.of(), Actor.NONE, ""));
    return switch (book.write(actor, Edit.create(Names.PEOPLE, values))) {
      case Written.Done(var record, var _) -> record.id();
      case Written.Clashing _ ->
          throw new IllegalStateException("a new record clashes with nothing");
      case Written.Refused refused -> throw new IllegalStateException(refused.sentence());
    };
  }
}
