package probity.console.aims;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import probity.aims.register.Delegation;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.History;
import probity.aims.register.Option;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.console.Member;
import probity.console.Proof;
import probity.console.SignedIn;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Entry;
import probity.ledger.UtcTime;
import probity.store.file.FileLedger;
import probity.store.file.FileVault;
import probity.store.file.Settings;
import probity.store.file.VaultSettings;

/// A book on a real ledger and a real vault in one folder, whose clock a test moves.
public final class Books implements AutoCloseable {
  static final Set<Duty> EVERYTHING = Set.of(Duty.values());

  private static final Settings SETTINGS =
      Settings.of("probity.example/acme", "gateway", "probity 0.1")
          .withSealEvery(Duration.ofMillis(5));

  private final Path folder;
  private final AtomicLong millis =
      new AtomicLong(Instant.parse("2026-11-27T09:00:00Z").toEpochMilli());
  private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
  private FileLedger ledger;
  private FileVault vault;
  private RegisterBook book;
  private boolean closed;

  public Books(Path folder) {
    this.folder = folder;
    this.ledger = FileLedger.open(folder, SETTINGS, clock, new SecureRandom());
    this.vault = vault();
    this.book = open();
  }

  private FileVault vault() {
    return FileVault.open(
        folder, VaultSettings.standard(), clock, new SecureRandom(), Runnable::run);
  }

  private RegisterBook open() {
    return RegisterBook.open(
        Registers.ofProduct(), log(), vault.registers(), clock, new SecureRandom());
  }

  public RegisterLog log() {
    return new RegisterLog() {
      @Override
      public String origin() {
        return ledger.origin("records");
      }

      @Override
      public List<Entry> entries() {
        return ledger.read("records");
      }

      @Override
      public Appended append(Draft draft) {
        var appended = new CompletableFuture<Appended>();
        ledger.append(draft, Runnable::run, appended::complete);
        return appended.orTimeout(30, TimeUnit.SECONDS).join();
      }
    };
  }

  public RegisterBook book() {
    return book;
  }

  public FileVault files() {
    return vault;
  }

  public InstantSource clock() {
    return clock;
  }

  /// A time between what was written and what will be.
  public String tick() {
    millis.addAndGet(1_000);
    String now = UtcTime.text(millis.get());
    millis.addAndGet(1_000);
    return now;
  }

  void later(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  /// As after a stop and a start.
  void restart() {
    ledger.close();
    ledger = FileLedger.open(folder, SETTINGS, clock, new SecureRandom());
    vault = vault();
    book = open();
  }

  /// The first person, or one more.
  public Actor person(String name, Duty... duties) {
    boolean first = book.records("people").isEmpty();
    var directory = new BookDirectory(book, clock);
    var by =
        first
            ? Optional.<SignedIn>empty()
            : signedIn(new Actor("person-1", EVERYTHING, "password", "2026-11-27T09:00:00.000Z"));
    Set<Duty> all = duties.length == 0 ? EVERYTHING : Set.of(duties);
    String id = directory.enrol(name, "", first ? EVERYTHING : all, by);
    return new Actor(id, all, "password", "2026-11-27T09:00:00.000Z");
  }

  /// Somebody as the console knows them.
  static Optional<SignedIn> signedIn(Actor actor) {
    var member = new Member(actor.person(), "Somebody", actor.duties());
    var proof = new Proof(Proof.Method.PASSWORD, Instant.parse(actor.authenticated()));
    return Optional.of(new SignedIn(member, "a", "s", "t", proof));
  }

  public static History done(Written written) {
    if (written instanceof Written.Done(var record, var _)) return record;
    throw new AssertionError(written.toString());
  }

  /// Texts that the fields of a register take, with `word` wherever words may stand; links lead to
  /// records that are there.
  public Map<String, String> values(Register register, String word, Random random) {
    var values = new HashMap<String, String>();
    for (Field field : register.fields()) {
      if (register.id().equals("people") && field.id().equals("duties")) continue;
      if (field.filled().isPresent()) continue;
      String value = value(field, word, random);
      if (!value.isEmpty()) values.put(field.id(), value);
    }
    if (register.id().equals(Delegation.REGISTER)) values.putAll(delegating(random));
    // What only a file can fill is not needed by the other options of a choice.
    for (Field field : register.lacking(values)) {
      if (field.filled().isEmpty()) continue;
      var choice = field.needed().flatMap(need -> register.field(need.field())).orElseThrow();
      while (field.needed().orElseThrow().values().contains(values.get(choice.id()))) {
        values.put(choice.id(), value(choice, word, random));
      }
    }
    return values;
  }

  /// What the first person may propose.
  private Map<String, String> delegating(Random random) {
    return Map.of(
        "owner",
        "person-1",
        "deputy",
        book.records("people").getLast().id(),
        "from",
        "2026-11-27",
        "to",
        LocalDate.of(2026, 11, 27).plusDays(random.nextInt(Delegation.DAYS_MAX)).toString());
  }

  private String value(Field field, String word, Random random) {
    return switch (field.type()) {
      case FieldType.Line _, FieldType.Personal _ -> word + " " + random.nextInt(1000);
      case FieldType.Text _ -> "=" + word + ",\n\n\"" + random.nextInt(1000) + "\"; '" + word;
      case FieldType.Choice(var options, boolean many) ->
          many
              ? String.join(
                  "\n",
                  options.stream()
                      .filter(one -> one.equals(options.getLast()) || random.nextBoolean())
                      .map(one -> one.id())
                      .toList())
              : alone(field, options, random);
      case FieldType.WholeNumber(long min, long max) ->
          Long.toString(min + (long) (random.nextDouble() * (max - min)));
      case FieldType.Day() ->
          "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
      case FieldType.YesNo() -> random.nextBoolean() ? "yes" : "no";
      case FieldType.Person() -> any(List.of("people"), random);
      case FieldType.Link(var registers, var _) -> any(registers, random);
      case FieldType.Controls _ -> "A.6.2.8";
      case FieldType.Words _ -> "rule-" + random.nextInt(10);
      case FieldType.Exchange() -> "01K%023d".formatted(random.nextInt(1000));
      case FieldType.Query() -> "label=label-" + random.nextInt(10) + " verdict=permit";
      case FieldType.Address() -> "https://example.org/" + random.nextInt(1000);
    };
  }

  /// An answer that one person may give alone.
  private static String alone(Field field, List<Option> options, Random random) {
    var free = options.stream().filter(one -> !field.byAnother().contains(one.id())).toList();
    return free.get(random.nextInt(free.size())).id();
  }

  private String any(List<String> registers, Random random) {
    var all = new ArrayList<History>();
    registers.forEach(register -> all.addAll(book.records(register)));
    return all.isEmpty() ? "" : all.get(random.nextInt(all.size())).id();
  }

  /// Ends; a second time does nothing, for tests that look at the files before their end.
  @Override
  public void close() {
    if (!closed) ledger.close();
    closed = true;
  }
}
