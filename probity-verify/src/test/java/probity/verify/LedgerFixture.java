package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.KeyType;
import probity.ledger.Ulid;

/// A small ledger that is right in everything: `records` with a bundle, and one traffic log with
/// two interleaved series.
final class LedgerFixture {
  static final String TRAFFIC = "traffic-standard-2026h2";
  static final byte[] BUNDLE =
      """
      {"files":[{"path":"bundle.yaml","text":"name: demo\\n"},{"path":"rules/a.yaml","text":""}]}\
      """
          .getBytes(StandardCharsets.UTF_8);

  final Path ledger;
  final LogFixture records;
  final LogFixture traffic;
  private Hash bundle = Hash.of(new byte[0]);
  private int exchanges;

  private LedgerFixture(Path ledger, TestKey.Maker maker, List<KeyType> types) {
    this.ledger = ledger;
    this.records = new LogFixture(ledger, "records", maker, types);
    this.traffic = new LogFixture(ledger, TRAFFIC, maker, types);
  }

  /// A published ledger whose traffic log has `exchanges` exchanges in each of its two series.
  static LedgerFixture published(Path ledger, int exchanges) {
    return published(unpublished(ledger), exchanges);
  }

  /// As a gateway wrote it before logs had a second key.
  static LedgerFixture ed25519Only(Path ledger, int exchanges) {
    var fixture = new LedgerFixture(ledger, TestKey::fresh, List.of(KeyType.ED25519));
    fixture.begin();
    return published(fixture, exchanges);
  }

  private static LedgerFixture published(LedgerFixture fixture, int exchanges) {
    for (int i = 0; i < exchanges; i++) {
      var one = fixture.intent("gateway-1");
      fixture.step("gateway-1", one, 0);
      var other = fixture.intent("gateway-2");
      fixture.outcome("gateway-1", one);
      fixture.outcome("gateway-2", other);
    }
    fixture.intent("gateway-1");
    fixture.heartbeat("gateway-2");
    fixture.publish();
    return fixture;
  }

  /// A ledger up to the point where exchanges begin.
  static LedgerFixture unpublished(Path ledger) {
    return unpublished(ledger, TestKey::fresh, List.of());
  }

  /// A ledger up to that point whose logs' policies name `witnesses` from the beginning.
  static LedgerFixture unpublished(Path ledger, TestKey.Maker maker, List<TestKey> witnesses) {
    var types = List.of(KeyType.ED25519, KeyType.ML_DSA_44);
    var fixture = new LedgerFixture(ledger, maker, types);
    fixture.records.witnesses = witnesses;
    fixture.traffic.witnesses = witnesses;
    fixture.begin();
    return fixture;
  }

  private void begin() {
    records.begin("registrar");
    records.append("registrar", "genesis", genesis(records, none()));
    for (TestKey key : traffic.keys) {
      records.append("registrar", "key", LogFixture.keyMembers("log", key));
    }
    records.addBlob(BUNDLE);
    bundle =
        records.append(
            "registrar",
            "bundle",
            Json.object()
                .put("name", "demo")
                .put("version", "1")
                .put("digest", Hash.of(BUNDLE).hex())
                .put("bytes", BUNDLE.length)
                .put("in_force", "2026-11-25T09:00:00.000Z")
                .put("replaces", "")
                .put("approvals", List.of())
                .put("change", "")
                .put("reassessment", "")
                .build());
    traffic.begin("gateway-1");
    traffic.append("gateway-1", "genesis", genesis(traffic, records.claim()));
    traffic.begin("gateway-2");
  }

  /// A further `bundle` entry, which traffic cites from now on.
  Hash bundle(Json.Obj members) {
    bundle = records.append("registrar", "bundle", members);
    return bundle;
  }

  /// Lets traffic cite an earlier `bundle` entry again.
  void cite(Hash earlier) {
    bundle = earlier;
  }

  /// The `bundle` entry that traffic cites.
  Hash cited() {
    return bundle;
  }

  /// Lets so much time go by in both logs.
  void pass(Duration time) {
    records.pass(time);
    traffic.pass(time);
  }

  void publish() {
    records.publish();
    traffic.publish();
  }

  /// Writes the trust file beside the ledger: the key of `records` alone.
  Path trust() {
    try {
      return Files.writeString(ledger.resolveSibling("trust"), records.policy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json.Obj none() {
    return Json.object().build();
  }

  static Json.Obj genesis(LogFixture log, Json.Obj records) {
    boolean traffic = log.origin().endsWith(TRAFFIC);
    return Json.object()
        .put("class", traffic ? "standard" : "records")
        .put("period", traffic ? "2026h2" : "")
        .put("policy", Hash.of(log.policy().getBytes(StandardCharsets.UTF_8)).hex())
        .put("hash", "sha-256")
        .put("previous", none())
        .put("records", records)
        .put("product", "fixture 1")
        .build();
  }

  record Exchange(String id, Hash intent) {}

  Exchange intent(String writer) {
    String id = Ulid.of(1_795_600_800_000L, 0, exchanges++).text();
    return new Exchange(id, traffic.append(writer, "intent", intentMembers(id)));
  }

  /// An intent by `caller` that uses grants.
  Exchange intent(String writer, String caller, List<String> grants) {
    String id = Ulid.of(1_795_600_800_000L, 0, exchanges++).text();
    var members = Json.object();
    for (var member : intentMembers(id).members()) {
      if (!member.name().equals("caller")) members.put(member.name(), member.value());
    }
    members.put("caller", caller).put("grants", grants);
    return new Exchange(id, traffic.append(writer, "intent", members.build()));
  }

  /// A `grant` entry about an exchange.
  Hash grant(Exchange of, String verdict, String until) {
    return records.append(
        "registrar",
        "grant",
        Json.object()
            .put("review", of.id())
            .put("intent", of.intent().hex())
            .put("request", "")
            .put("queue", "desk")
            .put("role", "reviewer")
            .put("verdict", verdict)
            .put("finding", "")
            .put("person", "r.reviewer")
            .put("competence", "course-7")
            .put("until", until)
            .put("approvals", List.of())
            .put("withheld", List.of())
            .build());
  }

  Json.Obj intentMembers(String id) {
    return decision(exchange(id))
        .put("provider", "mock")
        .put("model", "small")
        .put("region", "eu")
        .put("declared_tools", List.of())
        .put("declared_tools_omitted", 0)
        .put("sources", List.of())
        .put("coverage", none())
        .put("shadow", none())
        .put("notices", List.of())
        .put("retention", "standard")
        .build();
  }

  Hash step(String writer, Exchange exchange, int number) {
    return traffic.append(
        writer,
        "step",
        decision(exchange(exchange.id()))
            .put("intent", exchange.intent().hex())
            .put("number", number)
            .put("step", "tool-call")
            .put("tool", "search")
            .build());
  }

  Hash outcome(String writer, Exchange exchange) {
    return traffic.append(writer, "outcome", outcomeMembers(exchange));
  }

  Json.Obj outcomeMembers(Exchange exchange) {
    return exchange(exchange.id())
        .put("intent", exchange.intent().hex())
        .put("ending", "delivered")
        .put("detail", "")
        .put("status", 200)
        .put("upstream_status", 200)
        .put("attempts", 1)
        .put("received", "2026-11-25T09:00:00.000Z")
        .put("decided_at", "")
        .put("decisions", List.of())
        .put("first_byte", "")
        .put("completed", "")
        .put("usage", none())
        .put("findings", List.of())
        .put("findings_omitted", 0)
        .put("coverage", none())
        .put("tools_asked", 0)
        .put("tools_allowed", 0)
        .put("tools_refused", 0)
        .put("alterations", List.of())
        .put("facts", none())
        .put("withheld", List.of())
        .build();
  }

  Hash heartbeat(String writer) {
    return traffic.append(
        writer,
        "heartbeat",
        Json.object()
            .put("counts", traffic.counts())
            .put("open", traffic.open())
            .put("records", records.claim())
            .build());
  }

  /// An entry that nothing else refers to.
  Hash gap(String writer) {
    return traffic.append(
        writer,
        "gap",
        Json.object()
            .put("from", "")
            .put("until", "")
            .put("reason", "test")
            .put("refused", 0)
            .build());
  }

  Hash close(String writer) {
    return traffic.append(
        writer,
        "close",
        Json.object().put("records", records.claim()).put("open", traffic.open()).build());
  }

  /// An `anchor` entry of `log` at its present size; `token` stands for what an authority gives.
  Hash anchor(LogFixture log, byte[] token) {
    return anchor(log.claim(), log.note(), token);
  }

  Hash anchor(Json.Obj claim, byte[] note, byte[] token) {
    records.addBlob(note);
    records.addBlob(token);
    return records.append(
        "registrar",
        "anchor",
        Json.object()
            .put("checkpoint", claim)
            .put("note", Hash.of(note).hex())
            .put("note_bytes", note.length)
            .put("timestamp", Hash.of(token).hex())
            .put("timestamp_bytes", token.length)
            .put("tsa", "tsa-1")
            .build());
  }

  private Json.Builder exchange(String id) {
    var builder = Json.object().put("exchange", id).put("purpose", "test");
    for (String name :
        List.of(
            "caller",
            "subject",
            "conversation",
            "case",
            "system",
            "use",
            "assessment",
            "risk_class",
            "route",
            "trace")) {
      builder.put(name, "");
    }
    return builder
        .put("roles", List.of())
        .put(
            "bundle",
            Json.object()
                .put("name", "demo")
                .put("version", "1")
                .put("digest", Hash.of(BUNDLE).hex())
                .put("leaf", bundle.hex())
                .build())
        .put("engine", none());
  }

  private static Json.Builder decision(Json.Builder builder) {
    return builder
        .put("facts", Json.object().put("note", "naïve — 😀").build())
        .put("findings", List.of())
        .put("findings_omitted", 0)
        .put("rules", none())
        .put("verdict", "permit")
        .put("rule", "")
        .put("reason", "")
        .put("obligations", List.of())
        .put("withheld", List.of());
  }

  /// All files of the ledger, as paths below it.
  List<String> files() {
    try (var walk = Files.walk(ledger)) {
      var files = new ArrayList<String>();
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        files.add(ledger.relativize(file).toString());
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A folder with all that is in it, so that a test can put it back later.
  static void copy(Path from, Path to) {
    try (var walk = Files.walk(from)) {
      for (Path file : walk.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
