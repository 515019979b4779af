package probity.server.independence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LadderTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir Path dir;

  private Path data;
  private Path ledger;
  private Path socket;

  @BeforeEach
  void make() throws IOException {
    Files.writeString(dir.resolve("probity.yaml"), "");
    Files.writeString(dir.resolve("other.yaml"), "");
    data = folder(dir.resolve("data"));
    ledger = folder(dir.resolve("sealer"));
    for (String name : List.of("ledger", "segments", "heads", "keys")) folder(ledger.resolve(name));
    file(ledger.resolve("keys/records.key"), "rw-------");
    socket = folder(dir.resolve("run")).resolve("s");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
  }

  private static Path folder(Path path) throws IOException {
    return Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void file(Path path, String mode) throws IOException {
    Files.writeString(path, "x");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private Processes.Seen process(long pid, String user, String command) {
    return process(pid, user, command, "probity.yaml");
  }

  private Processes.Seen process(long pid, String user, String command, String config) {
    return new Processes.Seen(
        pid,
        user,
        Optional.of(dir),
        List.of("-cp", "x", "probity.server.Main", command, "--config", config));
  }

  private List<Rung> climb(boolean split, Processes.Seen... processes) {
    var where =
        new Ladder.Where(
            dir.resolve("probity.yaml"),
            data,
            ledger,
            split ? Optional.of(socket) : Optional.empty(),
            Optional.of("gate"),
            2,
            "acme.example/ai");
    return Ladder.climb(where, new Processes(List.of(processes)), NOW);
  }

  private static String answers(Rung rung) {
    var text = new StringBuilder();
    rung.lines()
        .forEach(l -> text.append(l.answer().word()).append(' ').append(l.claim()).append('\n'));
    return text.toString();
  }

  @Test
  void one_process_under_its_own_user_is_the_first_rung() {
    var ladder = climb(false, process(7, "gate", "serve"));

    assertThat(ladder.getFirst().isReached()).as(answers(ladder.getFirst())).isTrue();
    assertThat(Rung.reached(ladder)).isEqualTo(1);
    assertThat(ladder.get(1).lines().getFirst().evidence()).contains("`ledger.socket` is not set");
  }

  @Test
  void the_gateway_of_another_configuration_is_not_ours() {
    var ladder = climb(false, process(7, "gate", "serve", "other.yaml"));

    assertThat(ladder.getFirst().lines().getFirst().answer()).isEqualTo(Line.Answer.NOT_KNOWN);
  }

  @Test
  void a_gateway_that_is_not_seen_is_not_known_and_counts_for_nothing() {
    var ladder = climb(false);

    assertThat(ladder.getFirst().lines().getFirst().answer()).isEqualTo(Line.Answer.NOT_KNOWN);
    assertThat(Rung.reached(ladder)).isEqualTo(0);
  }

  @Test
  void another_program_of_the_gateways_user_takes_the_first_rung() {
    var shell = new Processes.Seen(8, "gate", Optional.empty(), List.of("bash"));

    assertThat(Rung.reached(climb(false, process(7, "gate", "serve"), shell))).isEqualTo(0);
    assertThat(Rung.reached(climb(false, process(7, "root", "serve")))).isEqualTo(0);
  }

  @Test
  void a_folder_that_others_can_read_takes_the_first_rung() throws IOException {
    Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(Rung.reached(climb(false, process(7, "gate", "serve")))).isEqualTo(0);
  }

  @Test
  void two_users_and_a_socket_are_the_second_rung() throws IOException {
    String owner = owner();
    var gateway = process(7, "gate", "serve");
    var sealer = process(9, owner, "sealer");

    var ladder = climb(true, gateway, sealer);
    assertThat(Rung.reached(ladder)).as(answers(ladder.get(1))).isEqualTo(2);

    assertThat(Rung.reached(climb(true, process(7, owner, "serve"), sealer))).isLessThan(2);
    Files.setPosixFilePermissions(
        ledger.resolve("keys/records.key"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Rung.reached(climb(true, gateway, sealer))).isEqualTo(1);
    Files.setPosixFilePermissions(
        ledger.resolve("keys/records.key"), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(Rung.reached(climb(true, gateway, sealer))).isEqualTo(1);
  }

  /// The user that owns the ledger's files, not root.
  private String owner() throws IOException {
    String mine = Files.getOwner(ledger).getName();
    if (!mine.equals("root")) return mine;
    var daemon =
        ledger.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
    try (var walk = Files.walk(ledger)) {
      for (Path path : walk.toList()) Files.setOwner(path, daemon);
    }
    assumeTrue(Files.getOwner(ledger).equals(daemon));
    return "daemon";
  }

  @Test
  void witnesses_of_the_same_operator_do_not_count() throws IOException {
    Path log = Files.createDirectory(ledger.resolve("ledger/records"));
    Files.writeString(log.resolve("checkpoint"), "acme.example/ai/records\n12\nx\n\n— a b\n");
    byte[] cosignature = new byte[76];
    ByteBuffer.wrap(cosignature).putLong(4, NOW.minusSeconds(60).getEpochSecond());
    Files.writeString(
        log.resolve("cosigned"),
        "acme.example/ai/records\n10\nx\n\n— w.example "
            + Base64.getEncoder().encodeToString(cosignature)
            + "\n");
    for (String witness : List.of("w.example/w", "acme.example/w", "w.acme.example/w")) {
      Files.writeString(
          log.resolve("policy"), "log x\nwitness one " + witness + "+00000000+AA\nquorum one\n");

      Rung rung = climb(false).get(4);

      assertThat(rung.isReached()).as(answers(rung)).isEqualTo(witness.startsWith("w.example"));
    }
    Files.writeString(log.resolve("policy"), "log x\nquorum none\n");
    assertThat(climb(false).get(4).isReached()).isFalse();
  }

  @Test
  void a_copy_counts_by_its_lock_and_age() throws IOException {
    folder(ledger.resolve("copies"));
    Path status = ledger.resolve("copies/vault.json");
    String form = "{\"place\":\"bucket\",\"protection\":\"%s\",\"succeeded\":\"%s\"}";
    String locked = "object lock proven: a deletion was refused";

    Files.writeString(status, form.formatted(locked, "2026-11-24T12:00:00.000Z"));
    assertThat(climb(false).get(2).isReached()).isTrue();
    assertThat(climb(false).get(5).isReached()).isFalse();
    Files.writeString(status, form.formatted(locked, "2026-10-24T12:00:00.000Z"));
    assertThat(climb(false).get(2).isReached()).isFalse();
    Files.writeString(status, form.formatted("no lock", "2026-11-24T12:00:00.000Z"));
    assertThat(climb(false).get(2).isReached()).isFalse();
    Files.writeString(status, "no json");
    assertThat(climb(false).get(2).isReached()).isFalse();
  }
}
