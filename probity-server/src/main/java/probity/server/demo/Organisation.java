package probity.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.aims.register.Person;
import probity.aims.register.Standing;
import probity.console.aims.Actor;
import probity.console.aims.Decision;
import probity.console.aims.Edit;
import probity.console.aims.RegisterBook;
import probity.console.aims.Written;

/// The made-up organisation of the demo: what its people wrote and decided, as files of this
/// folder's resources have it.
///
/// It goes through the book as anybody's work does, so every record is checked, separated by people
/// and on the ledger. Nobody signed in for it, and the acts say so: their authentication is `none`.
public final class Organisation {
  /// Who runs the management system; the link that the demo prints is theirs.
  public static final String MANAGER = "person-1";

  /// In an order in which links have something to lead to.
  private static final List<String> REGISTERS =
      List.of(
          "people",
          "delegations",
          "ai-systems",
          "processes",
          "issues",
          "parties",
          "obligations",
          "scope",
          "risk-method",
          "risks",
          "treatments",
          "evidence",
          "impact-assessments",
          "impacts",
          "assumptions",
          "applicability",
          "lifecycle",
          "nonconformities",
          "findings");

  private final RegisterBook book;
  private int acts;

  private Organisation(RegisterBook book) {
    this.book = book;
  }

  /// How much was written.
  public record Filled(int records, int acts) {}

  /// Fills the registers, unless somebody is in them already: then they stay as they are.
  public static Optional<Filled> fill(RegisterBook book, LocalDate today) {
    if (!book.records("people").isEmpty()) return Optional.empty();
    var records = records(today);
    var organisation = new Organisation(book);
    records.forEach(organisation::create);
    for (DemoRecord one : records.values().stream().flatMap(List::stream).toList()) {
      organisation.add(one, one.later());
    }
    for (DemoRecord one : records.values().stream().flatMap(List::stream).toList()) {
      one.then().forEach(word -> organisation.say(one, word));
      organisation.add(one, one.after());
    }
    int count = records.values().stream().mapToInt(List::size).sum();
    return Optional.of(new Filled(count, organisation.acts));
  }

  /// All records, by register.
  static Map<String, List<DemoRecord>> records(LocalDate today) {
    var records = new LinkedHashMap<String, List<DemoRecord>>();
    for (String register : REGISTERS) {
      String file = register + ".yaml";
      records.put(register, DemoRecord.read(file, text(file), today));
    }
    return records;
  }

  private static String text(String file) {
    try (InputStream in = Organisation.class.getResourceAsStream("/probity/demo/" + file)) {
      if (in == null) throw new IllegalStateException("`" + file + "` is not in the product");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create(String register, List<DemoRecord> records) {
    for (DemoRecord one : records) {
      var record = done(one, book.write(actor(one.by()), creating(register, one)));
      if (!record.equals(one.id())) {
        throw new IllegalStateException("`" + one.id() + "` became `" + record + "`");
      }
    }
  }

  private static Edit creating(String register, DemoRecord one) {
    return Edit.create(register, one.first());
  }

  private void add(DemoRecord one, Map<String, String> values) {
    if (values.isEmpty()) return;
    var record = book.find(one.id()).orElseThrow();
    var all = new HashMap<>(record.newest().values());
    all.putAll(values);
    var edit = Edit.edit(record, record.newest().number(), all);
    done(one, book.write(actor(one.by()), edit));
  }

  private void say(DemoRecord one, DemoRecord.Word word) {
    var record = book.find(one.id()).orElseThrow();
    int revision = record.newest().number();
    switch (word.change()) {
      case COMMENTED -> done(one, book.comment(actor(word.by()), one.id(), revision, word.text()));
      case PROPOSED -> done(one, book.propose(actor(word.by()), one.id(), revision));
      default -> {
        if (record.standing() != Standing.PROPOSED) {
          done(one, book.propose(actor(one.by()), one.id(), revision));
        }
        var decision = new Decision(word.change(), revision, "", word.text(), Optional.empty());
        done(one, book.decide(actor(word.by()), one.id(), decision));
      }
    }
  }

  /// The id of the record; a refusal is a mistake in the files.
  private String done(DemoRecord one, Written written) {
    acts++;
    return switch (written) {
      case Written.Done(var record, var _) -> record.id();
      case Written.Clashing _ -> throw new IllegalStateException("`" + one.id() + "` clashes");
      case Written.Refused refused ->
          throw new IllegalStateException("`" + one.id() + "`: " + refused.sentence());
    };
  }

  /// With the duties that they have now. The first of all writes themself, when nobody is there.
  private Actor actor(String person) {
    return book.find(person)
        .map(record -> new Actor(person, new Person(record).duties(), Actor.NONE, ""))
        .orElseGet(() -> new Actor("", Set.of(), Actor.NONE, ""));
  }
}
