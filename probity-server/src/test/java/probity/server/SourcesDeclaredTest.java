package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.KnownSources.fact;
import static probity.server.KnownSources.methods;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// Documents that headers of a request declare and markers in its texts tell, at the running
/// gateway.
class SourcesDeclaredTest {
  private static final String PAYROLL = KnownSources.text(2);

  @TempDir private static Path folder;
  private static KnownSources known;

  @BeforeAll
  static void start() throws IOException {
    known = KnownSources.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    known.close();
  }

  @Test
  void a_declared_document_that_fingerprints_confirm_is_on_the_record() throws Exception {
    var header = chat(PAYROLL, "Probity-Sources: hr/payroll.md");
    var baggage = chat(PAYROLL, "baggage: a=b,probity.sources=hr/payroll.md");

    for (Json.Obj intent : new Json.Obj[] {header, baggage}) {
      assertThat(methods(intent))
          .containsExactly("fingerprint hr/payroll.md", "declared hr/payroll.md");
      assertThat(fact(intent, "sources_unconfirmed")).isZero();
    }
  }

  @Test
  void a_declared_document_that_a_block_names_is_confirmed_too() throws Exception {
    var intent =
        known.intent(
            "/v1/messages",
            "{'model':'claude-x','max_tokens':9,'messages':[{'role':'user','content':["
                + "{'type':'document','source':{'type':'url','url':'@payroll.md'}}]}]}",
            "Probity-Sources: \"" + KnownSources.URI + "payroll.md\"");

    assertThat(methods(intent))
        .containsExactly("structural hr/payroll.md", "declared hr/payroll.md");
  }

  @Test
  void what_nothing_confirms_is_counted_and_not_recorded() throws Exception {
    var other = chat(PAYROLL, "Probity-Sources: hr/leave-2026.md");
    var unknown = chat(PAYROLL, "Probity-Sources: nobody/knows");
    var malformed = chat(PAYROLL, "Probity-Sources: ;;;");

    for (Json.Obj intent : new Json.Obj[] {other, unknown, malformed}) {
      assertThat(methods(intent)).containsExactly("fingerprint hr/payroll.md");
      assertThat(fact(intent, "sources_unconfirmed")).isEqualTo(1);
      assertThat(intent.canonical()).doesNotContain("nobody/knows", ";;;");
    }
  }

  @Test
  void a_rule_bounds_what_is_declared_and_not_confirmed() throws Exception {
    var reply =
        known.call(
            "/v1/chat/completions", body(PAYROLL), "Probity-Sources: hr/leave-2026.md, x, y");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("declared-is-there");
  }

  @Test
  void in_a_body_that_is_not_read_nothing_is_confirmed() throws Exception {
    var intent =
        known.intent("/v1/chat/completions", "{'model':", "Probity-Sources: hr/payroll.md");

    assertThat(fact(intent, "sources_unconfirmed")).isEqualTo(1);
  }

  @Test
  void a_marker_in_a_text_tells_a_known_document_and_confirms_nothing() throws Exception {
    String marked = "[src hr/payroll.md#14] Paid on Mondays. [src nobody/knows#1]";

    var intent = chat(marked, "Probity-Sources: hr/payroll.md");

    assertThat(methods(intent)).containsExactly("marker hr/payroll.md");
    assertThat(fact(intent, "sources_unconfirmed")).isEqualTo(1);
    assertThat(fact(intent, "unattributed")).isEqualTo(100);
    assertThat(intent.canonical()).doesNotContain("nobody");
  }

  @Test
  void a_marker_alone_is_found_by_its_document() throws Exception {
    var reply = known.call("/v1/chat/completions", body("[src hr/leave-2026.md] Two days."));

    Running.await(() ->
        Commands.run("sources", "show", "hr/leave-2026.md", "--data", known.data().toString())
            .out()
            .contains(reply.record()));
    var record = Commands.run("show", reply.record(), "--data", known.data().toString());
    assertThat(record.out()).contains("hr/leave-2026.md, version 1, by marker, score 100");
  }

  @Test
  void neither_header_goes_to_the_provider() throws Exception {
    int before = known.provider.requests().size();

    chat(PAYROLL, "Probity-Sources: hr/payroll.md", "baggage: probity.sources=hr/payroll.md");

    Running.await(() -> known.provider.requests().size() > before);
    assertThat(known.provider.requests().getLast().toLowerCase(Locale.ROOT))
        .contains("demo-small")
        .doesNotContain("probity", "baggage");
  }

  private static Json.Obj chat(String text, String... headers) throws Exception {
    return known.intent("/v1/chat/completions", body(text), headers);
  }

  private static String body(String text) {
    return "{'model':'demo-small','messages':[{'role':'user','content':'" + text + "'}]}";
  }
}
