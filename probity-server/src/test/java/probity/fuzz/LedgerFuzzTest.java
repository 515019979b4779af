package probity.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.ProofFile;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.GrantStatement;
import probity.ledger.statement.PersonStatement;
import probity.ledger.statement.ReadStatement;
import probity.reconcile.UsageExport;

/// What the verifier reads.
class LedgerFuzzTest {
  private static final String HASH = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String SIGNATURE =
      "\u2014 probity.example/e2e " + Base64.getEncoder().encodeToString(new byte[68]) + "\n";
  private static final String CHECKPOINT =
      "probity.example/e2e\n12\n" + HASH + "\n\n" + SIGNATURE + SIGNATURE;
  private static final String VKEY =
      "probity.example/e2e+00000000+" + Base64.getEncoder().encodeToString(new byte[33]);
  private static final String ENTRY =
      "{\"at\":[1,-2,{\"b\":\"\\u0001h\u00e9\"}],\"kind\":\"intent\",\"log\":\"traffic\",\"prev\":\"\","
          + "\"seq\":1,\"series\":\"a\",\"time\":\"2026-11-25T09:00:00.000Z\",\"v\":1}";

  /// A reader of bytes.
  record Reader(String name, Function<byte[], Checked<?>> read) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Reader text(String name, Function<String, Checked<?>> read) {
    return new Reader(name, bytes -> read.apply(new String(bytes, StandardCharsets.UTF_8)));
  }

  static Stream<Reader> readers() {
    return Stream.of(
        new Reader("note", Note::parse),
        new Reader("checkpoint", bytes -> Note.parse(bytes).then(Checkpoint::parse)),
        new Reader("entry", Entry::parse),
        new Reader("entry bundle", bytes -> EntryBundle.decode(bytes, 3)),
        new Reader("proof", ProofFile::parse),
        text("trust policy", TrustPolicy::parse),
        text("verifier key", VerifierKey::parse),
        text("size", Checkpoint::size),
        text("statement of a bundle", BundleStatement::parse),
        text("statement of a person", PersonStatement::parse),
        text("statement of a grant", GrantStatement::parse),
        text("statement of a reading", ReadStatement::parse),
        text("usage of a provider", UsageExport::parse));
  }

  private static final List<byte[]> CORPUS =
      Fuzz.texts(
          CHECKPOINT,
          ENTRY + "\n\n" + SIGNATURE,
          "\0\u0003abc\0\u0001x\0\0",
          "c2sp.org/tlog-proof@v1\nindex 3\n" + HASH + "\n" + HASH + "\n\n" + CHECKPOINT,
          "log " + VKEY + "\nwitness w1 " + VKEY + "\ngroup g 1 w1\nquorum g\n",
          VKEY,
          "9007199254740991",
          "probity/bundle/v1\nlog probity.example/records\nbundle demo 1.0.0\ndigest "
              + "ab".repeat(32)
              + "\nkind normal\nin-force -\nreplaces -\nchange -\nreassessment -\n",
          "{\"object\":\"page\",\"data\":[{\"object\":\"bucket\",\"start_time\":1,\"end_time\":2,"
              + "\"results\":[{\"input_tokens\":1,\"output_tokens\":2,\"model\":\"m\"}]}],"
              + "\"has_more\":false}");

  @ParameterizedTest
  @MethodSource("readers")
  void bytes_are_read_or_their_fault_is_told(Reader reader) {
    Fuzz.check(
        10_000,
        CORPUS,
        (input, _) -> {
          if (reader.read().apply(input) instanceof Checked.Invalid<?>(var fault, var detail)) {
            assertThat(fault).isNotNull();
            assertThat(detail.length()).isLessThan(400);
          }
        });
  }

  /// No two texts stand for one value.
  @Test
  void what_is_read_as_canonical_json_is_written_as_the_same_bytes() {
    Fuzz.check(
        20_000,
        Fuzz.texts(ENTRY, "[1,\"a\",null,true,{}]", "{\"\u00e9\":\"\\\"\\\\\"}"),
        (input, _) -> {
          String text = new String(input, StandardCharsets.UTF_8);
          if (Json.parseCanonical(text) instanceof Checked.Valid<Json>(var json)) {
            assertThat(new String(json.canonicalBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
          }
        });
  }
}
