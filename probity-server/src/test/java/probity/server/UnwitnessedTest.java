package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.upstream.Origin;
import probity.ledger.Checkpoint;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;
import probity.verify.Options;
import probity.verify.Patience;
import probity.verify.Trust;
import probity.verify.Verifier;
import probity.witness.RunningWitness;
import probity.witness.Witness;
import probity.witness.client.Witnesses;

/// A bundle may demand that outside witnesses have seen what was recorded.
class UnwitnessedTest {
  private static final Duration EVERY = Duration.ofMillis(50);

  @TempDir private Path dir;

  private Path bundle() throws IOException {
    Path copy = dir.resolve("bundle");
    try (var files = Files.walk(Running.BUNDLE)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path to = copy.resolve(Running.BUNDLE.relativize(file).toString());
        if (Files.isDirectory(file)) Files.createDirectories(to);
        else Files.copy(file, to);
      }
    }
    Path main = copy.resolve("bundle.yaml");
    Files.writeString(main, Files.readString(main) + "\nledger: {unwitnessed: 1s}\n");
    return copy;
  }

  private Config config(int providerPort, Witnesses witnesses) throws IOException {
    return Running.config(
            dir.resolve("data"),
            providerPort,
            Running.limits(Duration.ofSeconds(20)),
            Running.PATIENT)
        .with(bundle())
        .with(LedgerConfig.sealed(LedgerConfig.SEAL_EVERY).with(witnesses));
  }

  @Test
  void calls_are_refused_while_witnesses_are_missing_and_pass_once_they_are_back()
      throws Exception {
    try (var provider = FakeProvider.start();
        var witness = RunningWitness.start(dir.resolve("witness"))) {
      var key = witness.keys().getFirst();
      var at = Origin.of(URI.create(witness.url())).orElseThrow();
      var witnesses = new Witnesses(1, EVERY, List.of(new Witnesses.Named("outside", key, at, "")));
      var config = config(provider.port(), witnesses);
      try (var server = Running.start(config)) {
        assertThat(server.call(Running.chat("Hello", "")).status()).isEqualTo(200);
        // The witness does not know the log yet, so what was recorded waits.
        String refused = awaited(server, 503);
        assertThat(refused).contains("unwitnessed", "outside witnesses");
        int before = provider.requests().size();

        assertThat(server.call(Running.chat("Hello", "")).status()).isEqualTo(503);
        assertThat(provider.requests()).hasSize(before);

        Witness.trust(
            dir.resolve("witness"), Files.readString(dir.resolve("data").resolve("trust")));
        awaited(server, 200);
        Running.await(() -> !server.traffic("gap").isEmpty());
        var gap = server.traffic("gap").getFirst();
        assertThat(gap.text("reason")).isEqualTo(Optional.of("unwitnessed"));
        assertThat(gap.number("refused").orElse(0L)).isGreaterThanOrEqualTo(2);

        Path folder = dir.resolve("data").resolve("ledger").resolve(Running.TRAFFIC);
        var note = Note.parse(Files.readAllBytes(folder.resolve("cosigned"))).orThrow();
        var log =
            TrustPolicy.parse(Files.readString(dir.resolve("data").resolve("trust"))).orThrow();
        var checkpoint = Checkpoint.parse(note).orThrow();
        assertThat(note.check(log.log(checkpoint.origin()), List.of(key)).orThrow()).hasSize(1);
      }
      // Closing has held the folder to the verifier; it counts the witness too.
      String trusted = Files.readString(dir.resolve("data").resolve("trust"));
      var report =
          new Verifier(
                  new Trust.Keys(TrustPolicy.parse(trusted).orThrow()),
                  Options.DEFAULT.patience(Patience.NONE))
              .verify(dir.resolve("data").resolve("ledger"));
      assertThat(String.join("\n", report.lines())).contains("witnessed 1 of 1");
    }
  }

  private static String awaited(Running server, int status) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      var reply = server.call(Running.chat("Hello", ""));
      if (reply.status() == status) return reply.body();
      if (System.nanoTime() > deadline) throw new AssertionError("never " + status);
      Thread.sleep(20);
    }
  }

  @Test
  void a_bound_without_a_witness_refuses_the_start() throws Exception {
    try (var provider = FakeProvider.start()) {
      var config = config(provider.port(), Witnesses.NONE);

      assertThatThrownBy(() -> Running.start(config))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("add `ledger.witnesses`");
    }
  }
}
