package probity.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.fuzz.Fuzz;
import probity.ledger.Checked;
import probity.ledger.Hash;

class AddCheckpointFuzzTest {
  private static final Hash HASH = Hash.of(new byte[] {1});

  /// What a witness reads has one spelling.
  @Test
  void a_request_is_read_or_its_fault_is_told() {
    String hash = Base64.getEncoder().encodeToString(new byte[32]);
    String note =
        "probity.example/e2e\n12\n"
            + hash
            + "\n\n\u2014 probity.example/e2e "
            + Base64.getEncoder().encodeToString(new byte[68])
            + "\n";
    byte[] valid =
        AddCheckpoint.body(3, List.of(HASH, HASH), note.getBytes(StandardCharsets.UTF_8));
    Fuzz.check(
        10_000,
        List.of(valid),
        (input, _) -> {
          if (AddCheckpoint.parse(Bytes.wrap(input)) instanceof Checked.Invalid<?>(var fault, _)) {
            assertThat(fault).isNotNull();
          }
        });
  }
}
