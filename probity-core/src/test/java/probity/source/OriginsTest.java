package probity.source;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.source.Words.document;
import static probity.source.Words.index;

import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.ledger.Json;
import probity.wire.RequestHead;
import probity.wire.openai.OpenAiChat;

class OriginsTest {
  private static final RequestHead HEAD = new RequestHead("POST", "/", _ -> Optional.empty());

  private final Words words = new Words(23);
  private final String payroll = words.text(300).strip();

  @Test
  void what_users_tools_and_the_system_say_is_traced() {
    var index = index(document("hr/payroll", payroll));

    var origins = origins(index, prompt("user", payroll));

    assertThat(origins.uses())
        .containsExactly(new Use("hr/payroll", 1, Use.Method.FINGERPRINT, 100));
    assertThat(origins.ids()).containsExactly("hr/payroll");
    assertThat(origins.unattributed()).isBetween(0, 3);
    assertThat(origins.index()).isEqualTo(index.version().hex());
    assertThat(origins(index, prompt("system", payroll)).ids()).containsExactly("hr/payroll");
    assertThat(origins(index, prompt("tool", payroll)).ids()).containsExactly("hr/payroll");
  }

  @Test
  void what_the_model_said_itself_is_not() {
    var origins = origins(index(document("hr/payroll", payroll)), prompt("assistant", payroll));

    assertThat(origins.uses()).isEmpty();
  }

  @Test
  void without_documents_all_is_unattributed() {
    assertThat(origins(SourceIndex.empty(), prompt("user", payroll))).isEqualTo(Origins.NONE);
    assertThat(Origins.NONE.unattributed()).isEqualTo(100);
  }

  @Test
  void more_documents_than_an_entry_holds_are_counted() {
    var documents = new ArrayList<Document>();
    var all = new StringBuilder();
    for (int i = 0; i < 70; i++) {
      String text = words.text(40);
      documents.add(document("d/" + i, text));
      all.append(text);
    }

    var origins =
        origins(index(documents.toArray(Document[]::new)), prompt("user", all.toString()));

    assertThat(origins.uses()).hasSize(64);
    assertThat(origins.omitted()).isEqualTo(6);
  }

  @Test
  void markers_do_not_crowd_out_what_fingerprints_show() {
    var documents = new ArrayList<Document>();
    var text = new StringBuilder(payroll.substring(0, payroll.length() / 2));
    documents.add(document("hr/payroll", payroll));
    for (int i = 0; i < 70; i++) {
      documents.add(document("d/" + i, words.text(40)));
      text.append(" [src d/").append(i).append("] ").append(words.text(2));
    }

    var origins =
        origins(index(documents.toArray(Document[]::new)), prompt("user", text.toString()));

    assertThat(origins.ids()).hasSize(64).startsWith("hr/payroll");
    assertThat(origins.omitted()).isEqualTo(7);
    assertThat(origins.unlisted()).isEqualTo(7);
  }

  @Test
  void a_document_that_several_methods_show_takes_one_place_among_the_ids() {
    var documents = new ArrayList<Document>();
    var text = new StringBuilder();
    documents.add(document("hr/payroll", payroll));
    for (int i = 0; i < 63; i++) {
      String part = words.text(40);
      documents.add(document("d/" + i, part));
      text.append(" [src d/").append(i).append("] ").append(part);
    }
    text.append(" [src hr/payroll]");

    var origins =
        origins(index(documents.toArray(Document[]::new)), prompt("user", text.toString()));

    assertThat(origins.uses()).hasSize(64);
    assertThat(origins.omitted()).isEqualTo(63);
    assertThat(origins.ids()).hasSize(64).endsWith("hr/payroll");
    assertThat(origins.unlisted()).isZero();
  }

  @Test
  void markers_that_no_document_has_do_not_hide_one_that_a_document_has() {
    var text = new StringBuilder();
    for (int i = 0; i < 3000; i++) text.append("[src junk/").append(i).append(']');
    text.append("[src hr/payroll#1]");

    var origins = origins(index(document("hr/payroll", payroll)), prompt("user", text.toString()));

    assertThat(origins.ids()).containsExactly("hr/payroll");
  }

  private static Origins origins(SourceIndex index, Prompt.Read prompt) {
    return Origins.of(index, prompt, Declared.NONE);
  }

  private static Prompt.Read prompt(String role, String content) {
    String text = Json.of(content).canonical();
    String more = role.equals("tool") ? "\"tool_call_id\":\"c\"," : "";
    return (Prompt.Read)
        new OpenAiChat()
            .request(
                HEAD,
                Bytes.utf8(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\""
                        + role
                        + "\","
                        + more
                        + "\"content\":"
                        + text
                        + "}]}"));
  }
}
