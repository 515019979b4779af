package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.answer;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.json;
import static probity.server.Running.get;
import static probity.server.Running.head;
import static probity.server.Running.post;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise P4: a word of traffic that nobody declared stands nowhere in the clear. Every place of a
/// request and of an answer gets a word of its own, and none of them is found on the disk or in a
/// log.
class PlantedSecretsTest {
  @TempDir private Path data;
  private final List<String> planted = new ArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Handler listening = new Listening();
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private FakeProvider provider;

  private final class Listening extends Handler {
    @Override
    public void publish(LogRecord event) {
      log.add(new SimpleFormatter().format(event));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    Logger.getLogger("").addHandler(listening);
    Logger.getLogger("").setLevel(Level.ALL);
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() throws IOException {
    System.setErr(standardError);
    Logger.getLogger("").setLevel(Level.INFO);
    Logger.getLogger("").removeHandler(listening);
    provider.close();
  }

  /// A word that stands in one place and nowhere else.
  private String plant(String where) {
    String word = "Zq" + where + "Planted" + planted.size() + "X";
    planted.add(word);
    return word;
  }

  private String[] headers() {
    return new String[] {
      "X-Probity-Person: " + plant("Person"),
      "X-Probity-Conversation: " + plant("Conversation"),
      "X-Probity-Case: " + plant("Case"),
      "Traceparent: 00-" + plant("Trace") + "-01",
      "User-Agent: " + plant("Agent"),
      "X-Stainless-Lang: " + plant("Stainless"),
      "Cookie: " + plant("Cookie"),
      plant("HeaderName") + ": " + plant("Header")
    };
  }

  private String request(String model, String more) {
    return ("{'model':'%s','user':'%s','%s':'%s','metadata':{'%s':['%s']},'messages':["
            + "{'role':'system','content':'%s','name':'%s'},"
            + "{'role':'user','content':[{'type':'text','text':'%s'},"
            + "{'type':'image_url','image_url':{'url':'https://%s/%s'}},"
            + "{'type':'%s','%s':'%s'}]},"
            + "{'role':'assistant','tool_calls':[{'id':'%s','type':'function',"
            + "'function':{'name':'%s','arguments':'%s'}}]},"
            + "{'role':'tool','tool_call_id':'%s','content':'%s'}],"
            + "'tools':[{'type':'function','function':{'name':'%s','description':'%s',"
            + "'parameters':{'properties':{'%s':{'enum':['%s']}}}}}]%s}")
        .formatted(
            model,
            plant("User"),
            plant("Member"),
            plant("Value"),
            plant("MetadataName"),
            plant("Metadata"),
            plant("System"),
            plant("SystemName"),
            plant("Text"),
            plant("ImageHost").toLowerCase(Locale.ROOT),
            plant("ImagePath"),
            plant("PartType"),
            plant("PartMember"),
            plant("PartValue"),
            plant("CallId"),
            plant("CalledTool"),
            plant("Arguments"),
            plant("ToolCallId"),
            plant("ToolResult"),
            plant("OfferedTool"),
            plant("ToolDescription"),
            plant("ParameterName"),
            plant("Parameter"),
            more)
        .replace('\'', '"');
  }

  private String unary() {
    return ("{'id':'%s','model':'%s','%s':'%s','choices':[{'index':0,'message':{'role':'%s',"
            + "'content':'%s','%s':'%s'},'finish_reason':'%s'}],'system_fingerprint':'%s'}")
        .formatted(
            plant("AnswerId"),
            plant("AnswerModel"),
            plant("AnswerMember"),
            plant("AnswerValue"),
            plant("AnswerRole"),
            plant("AnswerText"),
            plant("MessageMember"),
            plant("MessageValue"),
            plant("FinishReason"),
            plant("Fingerprint"))
        .replace('\'', '"');
  }

  private String event(String delta, String finish) {
    return chunk(
        ("event: " + plant("EventType") + "\nid: " + plant("EventId") + "\n: " + plant("Comment"))
            + "\ndata: {\"id\":\""
            + plant("ChunkId")
            + "\",\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]}\n\n");
  }

  private String answerHeader() {
    return "X-Request-Id: " + plant("RequestId") + "\r\n" + plant("Name") + ": " + plant("Field");
  }

  @Test
  void no_word_of_traffic_stands_on_the_disk_or_in_a_log() throws Exception {
    var statuses = new ArrayList<Integer>();
    try (var gateway = Running.start(data, provider)) {
      String chat = "/v1/chat/completions";
      provider.answer(json(200, unary(), answerHeader()));
      statuses.add(gateway.call(post(chat, request("demo-small", ""), headers())).status());
      provider.answer(json(200, FakeProvider.toolCalls(plant("AskedTool")), answerHeader()));
      statuses.add(gateway.call(post(chat, request("demo-small", ""), headers())).status());
      provider.answer(
          STREAM,
          event("{\"content\":\"" + plant("Delta") + " \"}", "null"),
          event(
              "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\""
                  + plant("StreamedTool")
                  + "\",\"arguments\":\""
                  + plant("StreamedArguments")
                  + "\"}}]}",
              "null"),
          event("{}", "\"" + plant("StreamedFinish") + "\"") + DONE + END);
      statuses.add(
          gateway.call(post(chat, request("demo-small", ",\"stream\":true"), headers())).status());
      provider.answer(json(400, "{\"error\":{\"message\":\"" + plant("Error") + "\"}}"));
      statuses.add(gateway.call(post(chat, request("demo-small", ""), headers())).status());
      provider.answer(answer(500, "text/" + plant("Type"), plant("ErrorPage")));
      statuses.add(gateway.call(post(chat, request("demo-small", ""), headers())).status());
      provider.answer(json(200, plant("NotJson")));
      statuses.add(gateway.call(post(chat, request("demo-small", ""), headers())).status());
      provider.answerAndHangUp(plant("NotHttp") + "\r\n\r\n");
      statuses.add(gateway.call(post(chat, request("demo-small", ""), headers())).status());
      statuses.add(gateway.call(post(chat, request(plant("Model"), ""), headers())).status());
      statuses.add(gateway.call(post(chat, plant("Body"), headers())).status());
      statuses.add(gateway.call(post(chat, "{\"" + plant("Twice") + "\":", headers())).status());
      statuses.add(
          gateway.call(post("/v1/" + plant("Path"), plant("UnknownBody"), headers())).status());
      statuses.add(
          gateway.call(get("/v1/models?" + plant("Query") + "=" + plant("QueryValue"))).status());
      statuses.add(gateway.call(head(plant("Method"), "/v1/models") + "\r\n").status());
      statuses.add(
          gateway
              .call(
                  get("/v1/models").replace(Running.SUPPORT.text(), "pk_x_" + plant("UnknownKey")))
              .status());
      statuses.add(gateway.call(plant("Garbage") + "\r\n\r\n").status());
    }

    assertThat(statuses)
        .containsExactly(200, 403, 200, 400, 500, 502, 502, 403, 400, 400, 404, 200, 404, 401, 400);
    assertThat(planted).hasSizeGreaterThan(250);
    for (Map.Entry<String, String> file : OnDisk.files(data).entrySet()) {
      assertNone(file.getKey(), file.getValue());
    }
    assertNone("the log", String.join("", log));
    assertNone("standard error", errors.toString(StandardCharsets.UTF_8));
  }

  /// Looks for each word as it is, and as base64 and hex would show it wherever it begins.
  private void assertNone(String where, String content) {
    assertThat(content).as(where).doesNotContain(Running.SUPPORT.text(), Running.CREDENTIAL);
    String small = content.toLowerCase(Locale.ROOT);
    for (String word : planted) {
      byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
      assertThat(small.contains(word.toLowerCase(Locale.ROOT))).as(word + " in " + where).isFalse();
      assertThat(small.contains(HexFormat.of().formatHex(bytes)))
          .as(word + " in hex in " + where)
          .isFalse();
      for (int shift = 0; shift < 3; shift++) {
        assertThat(content.contains(base64(bytes, shift)))
            .as(word + " in base64 in " + where)
            .isFalse();
      }
    }
  }

  /// What base64 makes of the middle of a word that begins `shift` bytes after a group of three.
  private static String base64(byte[] word, int shift) {
    byte[] shifted = new byte[(shift + word.length) / 3 * 3];
    System.arraycopy(word, 0, shifted, shift, shifted.length - shift);
    return Base64.getEncoder().encodeToString(shifted).substring(4);
  }

  @Test
  void the_search_finds_a_word_in_each_of_its_forms() {
    byte[] word = plant("Found").getBytes(StandardCharsets.US_ASCII);
    var forms =
        List.of(
            "x" + planted.getFirst(),
            HexFormat.of().formatHex(word),
            Base64.getEncoder()
                .encodeToString(
                    ("{\"a\":\"" + planted.getFirst() + "\"}")
                        .getBytes(StandardCharsets.US_ASCII)));

    for (String form : forms) {
      assertThatThrownBy(() -> assertNone("a test", form)).isInstanceOf(AssertionError.class);
    }
  }
}
