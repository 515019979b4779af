package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Caller;
import probity.gateway.AddressRange;
import probity.gateway.Proxies;
import probity.identity.SpiffeId;

/// The real gateway behind proxies, which are this machine or are not.
class ProxiesTest {
  private static final String CHAT = Running.question("hello", "");
  private static final String KEY = "Authorization: Bearer " + Running.SUPPORT.text();
  private static final String CRM = "spiffe://acme.example/crm";
  private static final String HERE = "127.0.0.0/8";
  private static final String ELSEWHERE = "10.0.0.0/8";

  @TempDir Path folder;
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private Running behind(String range) {
    var proxies =
        new Proxies(
            List.of(AddressRange.parse(range).orElseThrow()),
            Optional.of("x-forwarded-user"),
            Optional.of("x-forwarded-client-cert"));
    var certificates =
        Map.of(SpiffeId.parse(CRM).orElseThrow(), new Caller("crm", List.of("support"), List.of()));
    var plain =
        Running.config(
            folder.resolve("data"),
            provider.port(),
            Running.limits(Duration.ofSeconds(20)),
            Running.PATIENT);
    return Running.start(plain.with(new IdentityConfig(List.of(), certificates, proxies)));
  }

  private static Client.Reply ask(Running running, String... headers) throws IOException {
    var request = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\n");
    for (String header : headers) request.append(header).append("\r\n");
    return running.call(request + "Content-Length: " + CHAT.length() + "\r\n\r\n" + CHAT);
  }

  private static Optional<String> subject(Running running, String... headers) throws IOException {
    var reply = ask(running, headers);
    assertThat(reply.status()).isEqualTo(200);
    return running.entry("intent", reply.record()).text("subject");
  }

  @Test
  void the_person_that_a_trusted_proxy_names_comes_before_what_the_application_says()
      throws Exception {
    try (var running = behind(HERE)) {
      var declared = subject(running, KEY, "X-Probity-Person: ann");
      var named = subject(running, KEY, "X-Forwarded-User: ann");
      var both = subject(running, KEY, "X-Forwarded-User: ann", "X-Probity-Person: bob");

      assertThat(List.of(named, both)).containsOnly(declared);
    }
  }

  @Test
  void from_any_other_address_its_headers_count_for_nothing() throws Exception {
    try (var running = behind(ELSEWHERE)) {
      var nobody = subject(running, KEY);
      var named = subject(running, KEY, "X-Forwarded-User: ann");
      var certified = ask(running, "X-Forwarded-Client-Cert: URI=" + CRM);

      assertThat(named).isEqualTo(nobody);
      assertThat(certified.error("code")).isEqualTo("no-key");
      assertThat(provider.requests())
          .noneMatch(sent -> sent.toLowerCase(Locale.ROOT).contains("forwarded"));
    }
  }

  @Test
  void the_certificate_that_a_trusted_proxy_saw_makes_its_caller_known() throws Exception {
    try (var running = behind(HERE)) {
      var known = ask(running, "X-Forwarded-Client-Cert: Hash=00;Subject=\"CN=crm\";URI=" + CRM);
      var other = ask(running, "X-Forwarded-Client-Cert: URI=" + CRM + "2");
      var withKey = ask(running, KEY, "X-Forwarded-Client-Cert: URI=" + CRM);

      assertThat(known.status()).isEqualTo(200);
      assertThat(running.entry("intent", known.record()).text("caller")).contains("crm");
      assertThat(other.error("code")).isEqualTo("unknown-certificate");
      assertThat(withKey.error("code")).isEqualTo("credentials-differ");
      assertThat(provider.requests())
          .noneMatch(sent -> sent.toLowerCase(Locale.ROOT).contains("forwarded"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-User: ann\r\nX-Forwarded-User: bob",
        "X-Forwarded-User: ",
        "X-Forwarded-Client-Cert: nothing",
        "X-Forwarded-Client-Cert: URI=" + CRM + ",URI=" + CRM,
        "X-Forwarded-Client-Cert: URI=" + CRM + "\r\nX-Forwarded-Client-Cert: URI=" + CRM
      })
  void what_a_trusted_proxy_says_unclearly_is_refused(String headers) throws Exception {
    try (var running = behind(HERE)) {
      assertThat(ask(running, KEY, headers).error("code")).isEqualTo("malformed-proxy-header");
    }
  }
}
