package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Bytes;
import probity.gateway.upstream.Origin;
import probity.timestamp.TimestampClient;
import probity.timestamp.Timestamps;

class ConfiguredTimestampsTest {
  @TempDir Path dir;

  private List<Timestamps.Authority> authorities(Optional<Path> trust, List<String> privateHosts) {
    var plain = Running.config(dir, 1, Running.limits(Duration.ofSeconds(5)), Running.PATIENT);
    var authority =
        new LedgerConfig.TimestampAuthority(
            "outside", new Origin(false, "127.0.0.1", 1), "/", Duration.ofMinutes(5), trust);
    var config =
        new Config(
                plain.listen(),
                plain.data(),
                plain.origin(),
                plain.purpose(),
                plain.bundle(),
                plain.upstreams(),
                privateHosts,
                plain.callers(),
                plain.limits(),
                plain.timeouts(),
                plain.masterKey(),
                plain.sealEvery())
            .with(plain.ledger().with(List.of(authority)));
    return ConfiguredTimestamps.of(config, new SecureRandom());
  }

  @Test
  void an_authority_is_asked_by_the_rules_of_egress() {
    var forbidden = authorities(Optional.empty(), List.of());
    var named = authorities(Optional.empty(), List.of("127.0.0.1"));

    assertThat(forbidden.getFirst().every()).isEqualTo(Duration.ofMinutes(5));
    assertThat(ask(forbidden)).contains("has the private address 127.0.0.1");
    assertThat(ask(named)).isEqualTo("the connection failed (ConnectException)");
  }

  private static String ask(List<Timestamps.Authority> authorities) {
    return switch (authorities.getFirst().client().ask(Bytes.utf8("note"))) {
      case TimestampClient.Answer.Refused(var detail) -> detail;
      case TimestampClient.Answer.Stamped(_, _) -> throw new AssertionError("nobody listens");
    };
  }

  @Test
  void a_file_that_names_nobody_to_trust_refuses_the_start() throws Exception {
    var file = Files.writeString(dir.resolve("not.pem"), "hello\n");

    assertThatThrownBy(() -> authorities(Optional.of(file), List.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("`trust` of timestamp authority `outside`: ");
  }
}
