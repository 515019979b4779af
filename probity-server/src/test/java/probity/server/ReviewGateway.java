package probity.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.gateway.Limits;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.reveal.Disclosure;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.GrantStatement;
import probity.ledger.statement.GrantStatement.Verdict;
import probity.ledger.statement.ReadStatement;
import probity.policy.life.Founder;
import probity.policy.life.Proposal;
import probity.review.Reviews;
import probity.server.command.ControlClient;
import probity.server.person.PersonKey;
import probity.server.policy.BundleFolder;

/// A gateway with people: its configuration, their keys, and its control API as they use it.
final class ReviewGateway {
  static final Path BUNDLE = Path.of("src/test/resources/e2e/review");
  static final PersonKey AUTHOR = key("a.author");
  static final PersonKey APPROVER = key("an.approver");
  static final PersonKey REVIEWER = key("r.reviewer");
  static final PersonKey QUALITY = key("q.quality");
  static final PersonKey UNTRAINED = key("u.untrained");
  static final PersonKey STRANGER = key("s.stranger");

  /// A person of the name of a caller: whoever asked does not decide.
  static final PersonKey CALLER = key("support-bot");

  static final String LOG = "probity.example/e2e/records";

  private ReviewGateway() {}

  private static PersonKey key(String name) {
    return PersonKey.generate(name, new SecureRandom());
  }

  /// The clock of the gateway, which tests move.
  static final class Hands implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    void forward(Duration by) {
      ahead = ahead.plus(by);
    }
  }

  private static Founder founder(PersonKey key, String competence, String... roles) {
    return new Founder(key.key(), new TreeSet<>(List.of(roles)), competence);
  }

  /// A configuration with people, a bundle that two of them signed, and a control API.
  static Config config(Path data, FakeProvider provider, InstantSource clock) throws IOException {
    return config(data, provider, clock, Reviews.Settings.STANDARD);
  }

  static Config config(
      Path data, FakeProvider provider, InstantSource clock, Reviews.Settings settings)
      throws IOException {
    var standard = Running.limits(Duration.ofSeconds(20));
    var limits =
        new Limits(
            200_000,
            400_000,
            standard.heldBytes(),
            standard.headerBytes(),
            standard.connections(),
            standard.inlineBytes(),
            2,
            16,
            16,
            100,
            Duration.ofSeconds(20));
    return Running.config(data, provider.port(), limits, Running.PATIENT)
        .with(proposal(data, clock))
        .with(
            new GovernanceConfig(
                List.of(
                    founder(AUTHOR, "", "author"),
                    founder(APPROVER, "", "approver"),
                    founder(REVIEWER, "hr-17", "desk-reviewer"),
                    founder(CALLER, "hr-18", "desk-reviewer"),
                    founder(QUALITY, "hr-19", "quality"),
                    founder(UNTRAINED, "", "desk-reviewer")),
                false,
                Optional.of(new Config.Listen("127.0.0.1", 0)),
                Optional.empty(),
                settings,
                Optional.empty()));
  }

  private static Path proposal(Path data, InstantSource clock) throws IOException {
    Path file = data.resolve("proposal");
    if (Files.exists(file)) return file;
    var bundle = BundleFolder.read(BUNDLE);
    var statement =
        new BundleStatement(
            LOG,
            bundle.name(),
            bundle.version(),
            bundle.digest().hex(),
            BundleStatement.Kind.NORMAL,
            UtcTime.text(clock.millis()),
            "",
            "chg-1",
            "no");
    var note = APPROVER.added(AUTHOR.signed(statement.text()));
    Files.writeString(file, new Proposal(bundle.blob(), note, statement).text());
    return file;
  }

  /// The control API as one person uses it.
  record Desk(ControlClient client, InstantSource clock, PersonKey key) {
    ControlClient.Answer read(String path) {
      return read(path, UtcTime.text(clock.millis()));
    }

    ControlClient.Answer read(String path, String time) {
      byte[] note =
          key.signed(new ReadStatement(LOG, path, time).text())
              .whole()
              .getBytes(StandardCharsets.UTF_8);
      return client.get(
          path, "authorization", "Probity " + Base64.getEncoder().encodeToString(note));
    }

    Json.Obj record(String exchange) {
      var answer = read("/v1/reviews/" + exchange);
      return answer
          .json()
          .filter(_ -> answer.status() == 200)
          .orElseThrow(() -> new AssertionError(answer.body().utf8()));
    }

    List<Json.Obj> list() {
      return Json.objects(read("/v1/reviews").json().orElseThrow().items("items"));
    }

    /// The statement about the first item of a record.
    GrantStatement statement(Json.Obj record, Verdict verdict, String reason) {
      var item = Json.objects(record.items("items")).getFirst();
      return new GrantStatement(
          LOG,
          record.text("exchange").orElseThrow(),
          record.text("intent").orElseThrow(),
          item.text("queue").orElseThrow(),
          verdict,
          verdict == Verdict.LOOKED ? "ok" : "",
          verdict == Verdict.GRANTED ? item.text("grant_until").orElseThrow() : "",
          Disclosure.of(item.text("salt").orElseThrow(), "reason", reason).digest());
    }

    ControlClient.Answer send(String statement, String reason) {
      var body = Json.object().put("note", key.signed(statement).whole()).put("reason", reason);
      return client.post("/v1/grants", ControlClient.utf8(body.build().canonical()));
    }

    ControlClient.Answer decide(Json.Obj record, Verdict verdict, String reason) {
      return send(statement(record, verdict, reason).text(), reason);
    }
  }
}
