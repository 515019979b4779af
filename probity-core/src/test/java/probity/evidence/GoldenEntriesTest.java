package probity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.exchange.Caller;
import probity.exchange.Coverage;
import probity.exchange.Credential;
import probity.exchange.Facts;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.exchange.Purpose;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.policy.Decision;
import probity.policy.Obligation;
import probity.policy.RequestFacts;
import probity.policy.Route;
import probity.policy.Verdict;
import probity.source.Origins;
import probity.source.Use;
import probity.wire.formats.Formats;

/// The bodies of entries, byte for byte: record format v1 does not change by accident.
/// `-Dgolden=rewrite` writes what the code says now; read the diff.
class GoldenEntriesTest {
  private static final Origins ORIGINS =
      new Origins(
          List.of(
              new Use("hr/leave", 1, Use.Method.STRUCTURAL, 100),
              new Use("hr/payroll", 2, Use.Method.FINGERPRINT, 87)),
          0,
          List.of("hr/leave", "hr/payroll"),
          0,
          35,
          "ab".repeat(32),
          List.of("https://nobody.example/knows"),
          1);

  private static final Path GOLDEN = Path.of("src/test/resources/evidence");
  private static final long TIME = 1_764_061_200_123L;
  private static final Executor HERE = Runnable::run;

  private final Recorder journal = new Recorder();
  private final Evidence evidence = new Evidence(journal, new OneSubject());

  @Test
  void an_intent_with_everything() throws IOException {
    evidence.open(exchange(), request(), HERE, _ -> {});

    matches("intent.json", journal.last().body());
  }

  @Test
  void a_step_for_a_tool_that_is_not_declared() throws IOException {
    var facts = request().facts().in(Facts.Phase.TOOL, "", 200, new TreeMap<>(), new TreeMap<>());
    var refuse = new Verdict.Refuse("probity/default", "no rule permits the tool");
    var decision =
        new Decision(refuse, List.of(), 2, List.of(), List.of("probity/default"), List.of());

    evidence.step(
        opened(),
        new ToolStep(0, facts, Seen.NOTHING, decision, Optional.of("transfer_money")),
        HERE,
        _ -> {});

    matches("step.json", journal.last().body());
  }

  @Test
  void an_outcome_with_a_masked_answer() throws IOException {
    var labels = new TreeMap<>(Map.of("personal.email", 95));
    var facts = request().facts().in(Facts.Phase.RESPONSE, "", 200, labels, new TreeMap<>());
    var answer = new AnswerDecision(facts, masking());

    evidence.close(
        opened(),
        new Outcome(
            Ending.ALTERED,
            "",
            200,
            200,
            1,
            TIME + 400,
            TIME + 900,
            new Outcome.Usage(12, 34, 46),
            seen(),
            new Coverage(new TreeMap<>(Map.of("assistant", 1)), new TreeMap<>()),
            new Outcome.ToolCounts(1, 1, 0),
            new TreeMap<>(Map.of("personal.email", 2)),
            Optional.of(answer),
            List.of(answer),
            Optional.of(Hash.of(new byte[] {1}).hex()),
            Optional.of("req_123")),
        HERE,
        _ -> {});

    matches("outcome.json", journal.last().body());
  }

  @Test
  void the_outcome_of_an_intent_that_a_crash_left_open() throws IOException {
    evidence.open(exchange(), request(), HERE, _ -> {});
    var body = journal.last().body();
    var log = "probity.example/acme/traffic-standard-2025h2";
    var series = log + "/gateway/01kaxy4m9r0000000000000000";
    var whole =
        Json.object()
            .putAll(body)
            .put("kind", "intent")
            .put("v", 1)
            .put("log", log)
            .put("series", series)
            .put("seq", 5)
            .put("prev", Hash.of(new byte[0]).hex())
            .put("time", "2025-11-25T09:00:00.130Z")
            .put("skew", 0)
            .build();
    String line = "— " + series + " " + Base64.getEncoder().encodeToString(new byte[68]) + "\n";
    var note = whole.canonical() + "\n\n" + line;
    var intent = Entry.parse(note.getBytes(StandardCharsets.UTF_8)).orThrow();

    var draft = Evidence.interrupted(intent);

    assertThat(draft.log()).isEqualTo("traffic-standard-2025h2");
    matches("outcome-interrupted.json", draft.body());
  }

  @Test
  void no_text_of_the_traffic_stands_on_an_entry() {
    evidence.open(exchange(), request(), HERE, _ -> {});

    assertThat(journal.last().body().canonical())
        .doesNotContain("Jane", "conversation-7", "case-9", "secret-model", "odd_tool", "00-abc");
  }

  private static void matches(String name, Json.Obj body) throws IOException {
    Path file = GOLDEN.resolve(name);
    String now = body.canonical() + "\n";
    if ("rewrite".equals(System.getProperty("golden"))) Files.writeString(file, now);
    assertThat(now).isEqualTo(Files.readString(file));
  }

  private static Exchange exchange() {
    return new Exchange(
        new Ulid("01KAXY4M9R0000000000000000"),
        Purpose.LIVE,
        new Caller("support-bot", List.of("support"), List.of("emea")),
        Optional.of("Jane Doe"),
        Optional.of("conversation-7"),
        Optional.of("case-9"),
        new BundleRef("demo", "1.0.0", Hash.of(new byte[] {2}), Hash.of(new byte[] {3})),
        new Engine("probity/0.1.0", "dev.cel/0.14.0", List.of("personal.email@1")),
        "standard",
        "traffic-standard-2025h2",
        TIME);
  }

  private static Request request() {
    var body = Bytes.utf8("{\"model\":\"secret-model\",\"messages\":[]}");
    var prompt =
        new Prompt.Read(
            body,
            new Coverage(new TreeMap<>(Map.of("user", 1)), new TreeMap<>(Map.of("image", 1))),
            "secret-model",
            true,
            1,
            256,
            places(),
            List.of("lookup_order", "odd_tool"),
            Optional.of("Jane Doe"));
    var route =
        new Route(
            "chat",
            "/v1/chat/completions",
            List.of("POST"),
            "openai.chat",
            "demo",
            "eu",
            List.of("demo-small"),
            List.of("lookup_order"),
            "support-assistant",
            "answer-customers",
            "2026-03",
            "limited",
            "standard",
            Route.Keep.NONE,
            List.of(),
            Formats.named("openai.chat"));
    var facts =
        new RequestFacts(
                TIME,
                Purpose.LIVE,
                exchange().caller(),
                Credential.API_KEY,
                Optional.of(route),
                "POST",
                prompt,
                findings(),
                new TreeMap<>(Map.of("asks-for-payroll", false)),
                ORIGINS,
                prompt.person().isPresent(),
                1234)
            .facts();
    return new Request(
        prompt,
        seen(),
        ORIGINS,
        facts,
        masking(),
        List.of("odd_tool"),
        Optional.of("secret-model"),
        Optional.empty(),
        Optional.of("00-abc"),
        List.of(),
        List.of());
  }

  private static Decision masking() {
    return new Decision(
        new Verdict.Permit(),
        List.of(new Obligation.Redact("mask-email", new TreeSet<>(List.of("personal.email")))),
        3,
        List.of("may-chat", "mask-email"),
        List.of("may-chat", "mask-email"),
        List.of());
  }

  private static List<Place> places() {
    return List.of(new Place(Place.Kind.USER, "/messages/0/content", 2, 20));
  }

  private static List<Finding> findings() {
    return List.of(
        new Finding("personal.email", 0, 3, 9, "personal.email@1", 90),
        new Finding("personal.email", 0, 12, 18, "personal.email@1", 95));
  }

  private static Seen seen() {
    return Seen.of(findings(), places());
  }

  static Subjects oneSubject() {
    return new OneSubject();
  }

  static Opened opened() {
    return new Opened(
        exchange(),
        request().facts(),
        OneSubject.KEY,
        Hash.of(new byte[] {4}),
        "2025-11-25T09:00:00.130Z",
        "");
  }

  /// A journal that takes everything.
  private static final class Recorder implements Journal {
    private final List<Draft> drafts = new ArrayList<>();

    @Override
    public void append(Draft draft, Executor home, Consumer<Appended> done) {
      drafts.add(draft);
      done.accept(
          new Appended.Durable(
              Hash.of(new byte[] {4}), "s", drafts.size(), "2025-11-25T09:00:00.130Z"));
    }

    Draft last() {
      return drafts.getLast();
    }
  }

  /// A vault with one key for all.
  private static final class OneSubject implements Subjects {
    static final SubjectKey KEY = key();

    private static SubjectKey key() {
      byte[] bytes = new byte[SubjectKey.BYTES];
      Arrays.fill(bytes, (byte) 7);
      return new SubjectKey(bytes);
    }

    @Override
    public void find(String subject, Executor home, Consumer<Found> done) {
      done.accept(new Found.Key(KEY));
    }

    @Override
    public void keep(SubjectKey key, String exchange, String field, String value) {}
  }
}
