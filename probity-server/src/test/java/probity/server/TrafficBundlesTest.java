package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the console shows of bundles that follow each other.
class TrafficBundlesTest {
  private static final String NO_INTERNS =
      """

      - id: no-interns
        requirement: R-1
        controls: ["42001:A.9.3"]
        owner: lead
        risk: R-1
        on: request
        when: >-
          'intern' in roles
        then: refuse
        reason: interns do not ask
        tests:
          - {name: it does, given: {roles: [intern]}, expect: refuse}
          - {name: it does not, given: {}, expect: none}
      """;

  @TempDir private Path folder;
  private final TestClock clock = new TestClock();
  private final Signing signing = new Signing(clock);

  @Test
  void a_turn_names_both_bundles_and_leads_to_what_changed_between_them() throws Exception {
    var first = Signing.bundle("1.0.0");
    var second = Signing.bundle("1.1.0", NO_INTERNS);
    try (var provider = FakeProvider.start();
        var gateway =
            Running.start(
                Signing.config(
                    Running.config(
                        folder.resolve("data"),
                        provider.port(),
                        Running.limits(Duration.ofSeconds(20)),
                        Running.PATIENT),
                    Signing.write(folder.resolve("first.json"), signing.both(first))),
                clock);
        var visitor = TrafficVisitor.of(gateway)) {
      var taken = Signing.submit(gateway, signing.both(second, first));
      assertThat(taken.status()).as(taken.body().utf8()).isEqualTo(200);

      String bundles = visitor.get("/bundles");
      var changed =
          Pattern.compile("href=\"(/bundles/[0-9a-f]{64}/since/[0-9a-f]{64})\"").matcher(bundles);

      assertThat(bundles).contains(first.name() + " 1.0.0", first.name() + " 1.1.0", "its records");
      assertThat(changed.find()).isTrue();
      String difference = visitor.get(changed.group(1));
      assertThat(difference)
          .contains(first.name() + " 1.0.0", first.name() + " 1.1.0", "no-interns")
          .contains("Can no longer do what they could", "It permits no more than before.");
    }
  }
}
