package probity.reperform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.evidence.Decisions;
import probity.exchange.Bytes;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.BundleReading;

/// The cases that ties the re-performer in Go to this program: both must decide them as the file
/// says (`interop/reperform`, `go test`). `-Dgolden=rewrite` writes them anew; read the diff.
class CasesForOthersTest {
  private static final Path FILE = Path.of("../interop/reperform/testdata/cases.jsonl");
  private static final int BUNDLES = 100;

  @Test
  void this_program_decides_them_as_the_file_says() throws IOException {
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(FILE, String.join("\n", RandomCases.lines(0, BUNDLES)) + "\n");
    }
    int decisions = 0;
    for (String line : Files.readAllLines(FILE)) {
      Json.Obj one = Json.parseCanonicalObject(line).orThrow();
      var blob = Bytes.wrap(one.object("bundle").orElseThrow().canonicalBytes());
      var bundle = ((BundleReading.Loaded) Bundle.fromBlob(blob)).bundle();
      for (Json.Obj each : Json.objects(one.items("cases"))) {
        var facts = Facts.of(each.object("facts").orElseThrow()).orElseThrow();
        assertThat(Decisions.json(bundle.decide(facts)).canonical())
            .isEqualTo(each.object("decision").orElseThrow().canonical());
        decisions++;
      }
    }
    assertThat(decisions).isGreaterThanOrEqualTo(400);
  }

  @Test
  void they_have_every_verdict_every_obligation_and_rules_that_fail() throws IOException {
    var seen = new TreeSet<String>();
    for (String line : Files.readAllLines(FILE)) {
      for (Json.Obj each : Json.objects(Json.parseCanonicalObject(line).orThrow().items("cases"))) {
        Json.Obj decision = each.object("decision").orElseThrow();
        seen.add(decision.text("verdict").orElseThrow());
        if (decision.text("rule").orElseThrow().startsWith("probity/")) {
          seen.add(decision.text("rule").orElseThrow());
        }
        Json.objects(decision.items("obligations"))
            .forEach(obligation -> seen.add(obligation.text("kind").orElseThrow()));
        if (!decision.object("rules").orElseThrow().items("failed").isEmpty()) seen.add("failed");
      }
    }

    assertThat(seen)
        .contains(
            "permit",
            "refuse",
            "failed",
            "redact",
            "tokenize",
            "tag",
            "limit",
            "review",
            "queue",
            "notify",
            "notice",
            "probity/default",
            "probity/unknown-route",
            "probity/unreadable-body");
  }
}
