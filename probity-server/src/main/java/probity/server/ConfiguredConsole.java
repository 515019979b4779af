package probity.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import probity.aims.register.Registers;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Pages;
import probity.console.account.Accounts;
import probity.console.aims.BookDirectory;
import probity.console.aims.Erasure;
import probity.console.aims.Imports;
import probity.console.aims.RecordFiles;
import probity.console.aims.RegisterBook;
import probity.console.aims.RegisterLog;
import probity.console.aims.api.RegisterApi;
import probity.console.aims.page.DecisionPages;
import probity.console.aims.page.ErasurePages;
import probity.console.aims.page.EvidencePages;
import probity.console.aims.page.ImportPages;
import probity.console.aims.page.OverviewPages;
import probity.console.aims.page.RegisterPages;
import probity.console.aims.page.SignaturePages;
import probity.console.signon.OpenIdProvider;
import probity.console.signon.SignOnProvider;
import probity.console.signon.SignOnSettings;
import probity.ledger.reveal.Disclosure;
import probity.store.account.Database;
import probity.store.account.SqliteAccounts;
import probity.store.account.SqliteErasures;
import probity.store.file.FileVault;

/// The web console that a configuration asks for, with its accounts.
final class ConfiguredConsole implements AutoCloseable {
  private final Console console;
  private final Accounts accounts;
  private final Database database;
  private final RegisterBook book;

  private ConfiguredConsole(
      Console console, Accounts accounts, Database database, RegisterBook book) {
    this.console = console;
    this.accounts = accounts;
    this.database = database;
    this.book = book;
  }

  /// Starts it, after the vault has made the master key; empty where none is configured.
  ///
  /// @param others pages of the gateway's records, and those that set registers beside them
  static Optional<ConfiguredConsole> start(
      Config config,
      RegisterLog records,
      FileVault vault,
      Function<RegisterBook, List<Pages>> others,
      InstantSource clock,
      SecureRandom random) {
    return config
        .governance()
        .console()
        .map(console -> start(config, console, records, vault, others, clock, random));
  }

  private static ConfiguredConsole start(
      Config config,
      ConsoleConfig wanted,
      RegisterLog records,
      FileVault vault,
      Function<RegisterBook, List<Pages>> others,
      InstantSource clock,
      SecureRandom random) {
    var book = RegisterBook.open(Registers.ofProduct(), records, vault.registers(), clock, random);
    var database = Database.open(config.data());
    try {
      var store = new SqliteAccounts(database, key(config), random);
      // A crash may have come between an erasure and this.
      book.erasedPeople().forEach(store::remove);
      var people = new BookDirectory(book, clock);
      var accounts =
          new Accounts(
              store, people, wanted.accounts(), clock, random, signOn(wanted, clock), key(config));
      var console =
          Console.open(
              settings(wanted),
              accounts.sessions(),
              parts(
                  others.apply(book),
                  new OverviewPages(book, clock),
                  new RegisterPages(book, clock),
                  new ImportPages(book, new Imports(book, clock, random), random),
                  new DecisionPages(book, accounts.freshness()),
                  new SignaturePages(book),
                  new ErasurePages(
                      book,
                      new Erasure(records, vault.registers(), vault, clock, random),
                      new SqliteErasures(database, key(config), random),
                      people,
                      accounts.freshness(),
                      store::remove,
                      clock,
                      random),
                  new EvidencePages(book, new RecordFiles(vault.registers()), clock),
                  new RegisterApi(
                      book,
                      new Imports(book, clock, random),
                      accounts.bearers(),
                      clock,
                      RegisterApi.CALLS_A_MINUTE),
                  accounts));
      accounts.servedAt(console.origins());
      return new ConfiguredConsole(console, accounts, database, book);
    } catch (IOException e) {
      database.close();
      throw new StartRefused(
          "`console.listen`: "
              + e.getMessage()
              + "; give another address or port, or stop the process that has this one",
          e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static List<Pages> parts(List<Pages> others, Pages... own) {
    var all = new ArrayList<>(List.of(own));
    all.addAll(others);
    return all;
  }

  /// A key of its own for secrets of accounts, from the vault's master key.
  private static byte[] key(Config config) throws IOException {
    return Disclosure.hmac(Files.readAllBytes(config.masterKeyFile()), "probity accounts");
  }

  private static Optional<SignOnProvider> signOn(ConsoleConfig wanted, InstantSource clock) {
    return wanted
        .signOn()
        .map(one ->
            new OpenIdProvider(
                new SignOnSettings(
                    one.issuer(),
                    one.clientId(),
                    one.secret()
                        .map(from ->
                            ConfiguredUpstreams.secret("`console.sign_on.client_secret`", from)),
                    one.title(),
                    one.scopes()),
                clock));
  }

  private static ConsoleSettings settings(ConsoleConfig wanted) throws IOException {
    var address = new InetSocketAddress(wanted.listen().host(), wanted.listen().port());
    if (address.isUnresolved()) throw new IOException("the host is not known");
    return new ConsoleSettings(
        address,
        wanted.publicUrl(),
        wanted.proxies(),
        ConsoleSettings.FORM_BYTES,
        wanted.uploadBytes(),
        ConsoleSettings.CONNECTIONS,
        ConsoleSettings.IDLE);
  }

  String address() {
    return console.address();
  }

  /// Where the first account is made; empty once there is one.
  Optional<String> firstLink() {
    return accounts.firstLink().map(path -> address() + path);
  }

  /// The registers that it shows.
  RegisterBook book() {
    return book;
  }

  /// Where somebody of the register `people` makes their account, once, within an hour; empty for
  /// who has one.
  Optional<String> invite(String person) {
    return accounts.invite(person).map(path -> address() + path);
  }

  /// What `serve` prints.
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("console at " + address());
    firstLink()
        .ifPresent(link ->
            lines.add(
                "nobody has an account yet; the first is made here, within an hour: " + link));
    return lines;
  }

  @Override
  public void close() {
    console.close();
    database.close();
  }
}
