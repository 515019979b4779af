package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.CLOCK;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.Proxies;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The real gateway with tokens of a real issuer.
class IssuerTest {
  private static final String CHAT = Running.question("hello", "");

  @SuppressWarnings("TimeInStaticInitializer") // the clock of the tests stands still
  private static final Instant NOW = CLOCK.instant();

  @TempDir Path folder;
  private FakeProvider provider;
  private TestIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    provider = FakeProvider.start();
    issuer = new TestIssuer();
  }

  @AfterEach
  void stop() throws Exception {
    provider.close();
    issuer.close();
  }

  private Running running() throws Exception {
    var plain =
        Running.config(
            folder.resolve("data"),
            provider.port(),
            Running.limits(Duration.ofSeconds(20)),
            Running.PATIENT);
    return Running.start(
        plain.with(new IdentityConfig(List.of(issuer.config(folder)), Map.of(), Proxies.NONE)));
  }

  private static Client.Reply ask(Running running, String... headers) throws IOException {
    var request = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\n");
    for (String header : headers) request.append(header).append("\r\n");
    return running.call(request + "Content-Length: " + CHAT.length() + "\r\n\r\n" + CHAT);
  }

  private static Client.Reply withToken(Running running, String token) throws IOException {
    return ask(running, "Authorization: Bearer " + token);
  }

  private static List<Json.Obj> turnedAway(Running running) {
    return running.traffic("turned-away");
  }

  @Test
  void a_token_makes_its_caller_known_with_the_roles_that_are_mapped() throws Exception {
    try (var running = running()) {
      var staff = withToken(running, issuer.token(NOW, "ann", "Staff", "Owner"));
      var guest = withToken(running, issuer.token(NOW, "bob", "Owner"));

      assertThat(staff.status()).isEqualTo(200);
      assertThat(guest.status()).isEqualTo(403);
      var intent = running.entry("intent", staff.record());
      assertThat(intent.text("caller")).contains("web");
      assertThat(intent.items("roles")).containsExactly(new Json.Str("support"));
      assertThat(running.entry("intent", guest.record()).items("roles")).isEmpty();
    }
    assertThat(OnDisk.lines(folder.resolve("data"), "Owner")).isEmpty();
  }

  @Test
  void the_person_of_a_token_is_on_record_as_pseudonym_and_no_application_can_say_otherwise()
      throws Exception {
    String person = "person-zebra";
    try (var running = running()) {
      String token = issuer.token(NOW, person, "Staff");
      var first = withToken(running, token);
      var contradicted =
          ask(running, "Authorization: Bearer " + token, "X-Probity-Person: somebody-else");
      var declared =
          ask(
              running,
              "Authorization: Bearer " + Running.SUPPORT.text(),
              "X-Probity-Person: " + person);

      var subject = running.entry("intent", first.record()).text("subject");
      assertThat(subject.orElse("")).hasSize(32);
      assertThat(running.entry("intent", contradicted.record()).text("subject")).isEqualTo(subject);
      assertThat(running.entry("intent", declared.record()).text("subject")).isEqualTo(subject);
    }
    assertThat(OnDisk.lines(folder.resolve("data"), person)).isEmpty();
  }

  @Test
  void a_token_whose_key_is_new_waits_for_one_fetch_and_strangers_cause_no_more() throws Exception {
    try (var running = running()) {
      assertThat(withToken(running, issuer.token(NOW, "ann", "Staff")).status()).isEqualTo(200);
      int before = issuer.asked();

      issuer.rotate("second");
      for (int i = 0; i < 5; i++) {
        // The clock of the test stands, so no minute passes after the first fetch.
        var reply = withToken(running, issuer.token(NOW, "ann", "Staff"));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.error("code")).isEqualTo("unknown-key-id");
      }

      assertThat(issuer.asked()).isEqualTo(before);
      Running.await(() -> turnedAway(running).size() == 5);
    }
  }

  @Test
  void an_issuer_that_cannot_be_asked_stops_tokens_and_not_keys() throws Exception {
    issuer.answersWith(500);
    try (var running = running()) {
      var token = withToken(running, issuer.token(NOW, "ann", "Staff"));
      var key = running.call(Running.chat("hello", ""));

      assertThat(token.status()).isEqualTo(401);
      assertThat(token.error("code")).isEqualTo("stale-keys");
      assertThat(key.status()).isEqualTo(200);
    }
  }

  @Test
  void a_token_reaches_no_provider_in_whatever_header_or_query_it_stands() throws Exception {
    String token = issuer.token(NOW, "ann", "Staff");
    try (var running = running()) {
      var passed =
          ask(
              running,
              "Authorization: Bearer " + token,
              "User-Agent: " + token,
              "X-Api-Key: " + token);
      var query = running.call(Running.post("/v1/chat/completions?access_token=" + token, CHAT));

      assertThat(passed.status()).isEqualTo(200);
      assertThat(query.error("code")).isEqualTo("key-in-query");
      assertThat(provider.requests()).hasSize(1).noneMatch(sent -> sent.contains("eyJ"));
    }
    String header = token.substring(0, token.indexOf('.'));
    assertThat(OnDisk.lines(folder.resolve("data"), header)).isEmpty();
  }

  @Test
  void the_log_says_whose_tokens_are_taken_and_until_when() throws Exception {
    try (var running = running()) {
      assertThat(enrolled(running))
          .containsExactly(
              "active issuer " + TestIssuer.NAME + " " + issuer.origin() + "/keys",
              "active caller web "
                  + "jwt:"
                  + Hash.of((TestIssuer.NAME + "\nsupport-web").getBytes(StandardCharsets.UTF_8))
                      .hex());
    }
    try (var without = Running.start(folder.resolve("data"), provider)) {
      assertThat(enrolled(without)).hasSize(4);
      assertThat(enrolled(without).subList(2, 4)).allMatch(text -> text.startsWith("revoked"));
    }
  }

  private static List<String> enrolled(Running running) {
    return Running.bodies(running.entries("records"), "key").stream()
        .map(key ->
            String.join(
                " ",
                key.text("status").orElse(""),
                key.text("role").orElse(""),
                key.text("name").orElse(""),
                key.text("key").orElse("")))
        .filter(text -> text.contains(" jwt:") || text.contains(" issuer "))
        .toList();
  }

  @Test
  void a_key_in_the_header_of_another_sdk_is_as_good() throws Exception {
    try (var running = running()) {
      var one = ask(running, "X-Api-Key: " + Running.SUPPORT.text());
      var twice =
          ask(
              running,
              "X-Api-Key: " + Running.SUPPORT.text(),
              "X-Api-Key: " + Running.SUPPORT.text());
      var differing =
          ask(
              running,
              "X-Api-Key: " + Running.SUPPORT.text(),
              "Authorization: Bearer " + Running.INTERN.text());

      assertThat(one.status()).isEqualTo(200);
      assertThat(twice.error("code")).isEqualTo("ambiguous-request");
      assertThat(differing.error("code")).isEqualTo("credentials-differ");
      assertThat(provider.requests()).noneMatch(sent -> sent.contains("pk_"));
    }
  }

  @Test
  void a_token_that_is_over_is_turned_away_and_counted_by_its_reason() throws Exception {
    try (var running = running()) {
      var reply = withToken(running, issuer.token(NOW.minusSeconds(3600), "ann", "Staff"));

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.error("code")).isEqualTo("token-expired");
      Running.await(() -> !turnedAway(running).isEmpty());
      assertThat(turnedAway(running).getFirst().object("reasons"))
          .isEqualTo(Optional.of(Json.object().put("token-expired", 1).build()));
    }
  }
}
