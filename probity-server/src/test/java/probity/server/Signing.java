package probity.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.classify.Detectors;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.ledger.statement.PersonStatement;
import probity.ledger.statement.ReadStatement;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.policy.life.Founder;
import probity.policy.life.Proposal;
import probity.server.command.ControlClient;
import probity.server.person.PersonKey;

/// An author and an approver who sign bundles made of the tests' own.
final class Signing {
  static final String LOG = "probity.example/e2e/records";
  static final PersonKey AUTHOR = person("a.author");
  static final PersonKey APPROVER = person("an.approver");

  private final InstantSource clock;

  Signing(InstantSource clock) {
    this.clock = clock;
  }

  static PersonKey person(String name) {
    return PersonKey.generate(name, new SecureRandom());
  }

  /// The configuration with both enrolled, a control API, and this bundle.
  static Config config(Config plain, Path bundle) {
    var people =
        List.of(
            new Founder(AUTHOR.key(), new TreeSet<>(List.of("author")), ""),
            new Founder(APPROVER.key(), new TreeSet<>(List.of("approver")), ""));
    var control = Optional.of(new Config.Listen("127.0.0.1", 0));
    return plain.with(new GovernanceConfig(people, false, control, Optional.empty())).with(bundle);
  }

  /// The tests' bundle under another version.
  static Bundle bundle(String version) {
    return bundle(version, "");
  }

  /// The tests' bundle under another version, with further rules.
  static Bundle bundle(String version, String rules) {
    return switch (Bundle.read(files(version, rules), Detectors.known())) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(mistakes.getFirst().render());
    };
  }

  private static List<BundleFile> files(String version, String rules) {
    var files = new ArrayList<BundleFile>();
    try {
      for (String name : List.of("bundle.yaml", "requirements/all.yaml", "rules/all.yaml")) {
        String text = Files.readString(Running.BUNDLE.resolve(name));
        files.add(
            new BundleFile(
                name,
                name.equals("rules/all.yaml")
                    ? text + rules
                    : text.replace("version: 1.0.0", "version: " + version)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /// @param replaces the bundle in force, or nothing for the first
  BundleStatement statement(Bundle bundle, Kind kind, String inForce, Bundle... replaces) {
    return new BundleStatement(
        LOG,
        bundle.name(),
        bundle.version(),
        bundle.digest().hex(),
        kind,
        inForce,
        replaces.length == 0 ? "" : replaces[0].digest().hex(),
        "C-1",
        "no");
  }

  String now() {
    return UtcTime.text(clock.millis());
  }

  /// Signed by both, in force at once.
  Proposal both(Bundle bundle, Bundle... replaces) {
    return proposal(bundle, statement(bundle, Kind.NORMAL, now(), replaces), AUTHOR, APPROVER);
  }

  static Proposal proposal(Bundle bundle, BundleStatement statement, PersonKey... by) {
    return new Proposal(bundle.blob(), note(statement.text(), by), statement);
  }

  static Note note(String text, PersonKey... by) {
    var note = by[0].signed(text);
    for (int i = 1; i < by.length; i++) note = by[i].added(note);
    return note;
  }

  static Path write(Path file, Proposal proposal) {
    try {
      return Files.writeString(file, proposal.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ControlClient.Answer submit(Running gateway, Proposal proposal) {
    return new ControlClient(gateway.control())
        .post("/v1/bundles", proposal.text().getBytes(StandardCharsets.UTF_8));
  }

  static ControlClient.Answer approve(Running gateway, Note note) {
    return new ControlClient(gateway.control())
        .post("/v1/approvals", note.whole().getBytes(StandardCharsets.UTF_8));
  }

  static ControlClient.Answer enrol(Running gateway, Note note) {
    return new ControlClient(gateway.control())
        .post("/v1/people", note.whole().getBytes(StandardCharsets.UTF_8));
  }

  PersonStatement enrolment(PersonKey key, String... roles) {
    return new PersonStatement(
        LOG,
        key.key().name(),
        key.key().toString(),
        List.copyOf(new TreeSet<>(List.of(roles))),
        "",
        now(),
        "",
        true,
        "");
  }

  ControlClient.Answer read(Running gateway, String path, PersonKey by) {
    var note = by.signed(new ReadStatement(LOG, path, now()).text());
    byte[] bytes = note.whole().getBytes(StandardCharsets.UTF_8);
    return new ControlClient(gateway.control())
        .get(path, "authorization", "Probity " + Base64.getEncoder().encodeToString(bytes));
  }

  /// The words of the reasons in an answer.
  static List<String> words(ControlClient.Answer answer) {
    return answer.json().stream()
        .flatMap(body -> Json.objects(body.items("objections")).stream())
        .map(one -> one.text("word").orElse(""))
        .toList();
  }
}
