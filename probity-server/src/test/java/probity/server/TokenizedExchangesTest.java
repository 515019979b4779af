package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.json;
import static probity.server.Running.post;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import probity.ledger.Json;

/// What leaves as a token, and comes back as what it was, with a model that says what it was told.
class TokenizedExchangesTest {
  private static final List<String> PLANTED =
      List.of(
          "ada.lovelace@example.com",
          "4111 1111 1111 1111",
          "DE89370400440532013000",
          "536-22-8714");

  private static final String SAID =
      "Mail ada.lovelace@example.com, charge 4111 1111 1111 1111, pay DE89370400440532013000; again"
          + " ada.lovelace@example.com. Mine is 536-22-8714!";

  /// What the client gets back: a number that was masked stays masked, as does what is not its own.
  private static final String BACK =
      SAID.replace("536-22-8714", "[redacted:personal.ssn]") + " Or [redacted:personal.email]?";

  private static final Pattern TOLD = Pattern.compile("SAY<([^>]*)>");

  @TempDir private Path data;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Handler listening = new Listening();
  private FakeProvider provider;
  private Running gateway;

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

  /// A format of requests and answers.
  enum Spoken {
    CHAT("/v1/chat/completions", "'messages':[{'role':'user','content':'SAY<%s>'}]", "content") {
      @Override
      String whole(String text) {
        return FakeProvider.completion(text);
      }

      @Override
      String piece(String text) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
      }

      @Override
      String streamed(String text) {
        return pieces(text)
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: [DONE]\n\n";
      }
    },
    RESPONSES("/v1/responses", "'input':'SAY<%s>'", "delta") {
      private String output(String text) {
        return "[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\""
            + text
            + "\"}]}]";
      }

      @Override
      String whole(String text) {
        return "{\"output\":" + output(text) + "}";
      }

      @Override
      String piece(String text) {
        return event("response.output_text.delta", "'output_index':0,'delta':'" + text + "'");
      }

      @Override
      String streamed(String text) {
        return event("response.created", "'response':{'id':'resp_1','output':[]}")
            + pieces(text)
            + event("response.output_text.done", "'output_index':0,'text':'" + text + "'")
            + event("response.completed", "'response':{'output':" + output(text) + "}");
      }
    },
    MESSAGES(
        "/v1/messages", "'max_tokens':9,'messages':[{'role':'user','content':'SAY<%s>'}]", "text") {
      @Override
      String whole(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
      }

      @Override
      String piece(String text) {
        return event(
            "content_block_delta", "'index':0,'delta':{'type':'text_delta','text':'" + text + "'}");
      }

      @Override
      String streamed(String text) {
        return event("message_start", "'message':{'id':'m','role':'assistant','content':[]}")
            + event("content_block_start", "'index':0,'content_block':{'type':'text','text':''}")
            + pieces(text)
            + event("content_block_stop", "'index':0")
            + event("message_delta", "'delta':{'stop_reason':'end_turn'}")
            + event("message_stop", "'x':1");
      }
    };

    private final String path;
    private final String members;
    private final Pattern text;

    Spoken(String path, String members, String text) {
      this.path = path;
      this.members = members;
      this.text = Pattern.compile("\"" + text + "\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    }

    abstract String whole(String text);

    abstract String streamed(String text);

    abstract String piece(String text);

    String pieces(String text) {
      var out = new StringBuilder();
      for (int i = 0; i < text.length(); i += 5) {
        out.append(piece(text.substring(i, Math.min(text.length(), i + 5))));
      }
      return out.toString();
    }

    static String event(String type, String members) {
      String data = "{'type':'" + type + "'," + members + "}";
      return "event: " + type + "\ndata: " + data.replace('\'', '"') + "\n\n";
    }

    String question(String said, boolean stream, String... headers) {
      String body =
          "{'model':'demo-small'," + members.formatted(said) + (stream ? ",'stream':true}" : "}");
      return post(path, body.replace('\'', '"'), headers);
    }

    /// What a client puts together.
    String joined(Client.Reply reply) {
      var out = new StringBuilder();
      var pieces = text.matcher(reply.body());
      while (pieces.find()) out.append(pieces.group(1));
      return out.toString();
    }
  }

  @BeforeEach
  void start() throws IOException {
    Logger.getLogger("").addHandler(listening);
    Logger.getLogger("").setLevel(Level.ALL);
    provider = FakeProvider.start();
    gateway =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/tokens")));
  }

  /// Whatever the test did: nothing of it reached the provider, the disk or the log.
  @AfterEach
  void stop() throws IOException {
    gateway.close();
    provider.close();
    Logger.getLogger("").setLevel(Level.INFO);
    Logger.getLogger("").removeHandler(listening);
    assertThat(provider.requests()).isNotEmpty();
    var places = new TreeMap<>(OnDisk.files(data));
    places.put("the log", String.join("", log));
    places.put("the provider", String.join("", provider.requests()));
    for (String planted : PLANTED) {
      places.forEach((where, content) ->
          assertThat(content.contains(planted)).as(planted + " in " + where).isFalse());
    }
  }

  /// Answers the next request with what is made of what it says.
  private CompletableFuture<String> echo(UnaryOperator<String> answer) {
    return provider.answer(talk -> {
      var told = TOLD.matcher(talk.request());
      assertThat(told.find()).as(talk.request()).isTrue();
      talk.send(answer.apply(told.group(1) + " Or bob@example.org?"));
      return told.group(1);
    });
  }

  /// Each byte in a chunk of its own.
  private static String bytewise(String stream) {
    var out = new StringBuilder(STREAM);
    for (int i = 0; i < stream.length(); i++) out.append(chunk(stream.substring(i, i + 1)));
    return out.append(END).toString();
  }

  @ParameterizedTest
  @EnumSource
  void what_left_as_tokens_is_itself_in_a_whole_answer(Spoken format) throws Exception {
    var told = echo(text -> json(200, format.whole(text)));

    var reply = gateway.call(format.question(SAID, false));

    assertThat(told.get())
        .matches(
            "Mail [b-z]{10}@localhost, charge \\d{4} \\d{4} \\d{4} \\d{4}, pay DE\\d{20}; again"
                + " [b-z]{10}@localhost. Mine is \\[redacted:personal.ssn]!");
    assertThat(reply.body()).isEqualTo(format.whole(BACK));
    assertRecorded(reply, 1);
  }

  @ParameterizedTest
  @EnumSource
  void what_left_as_tokens_is_itself_in_a_streamed_answer(Spoken format) throws Exception {
    var told = echo(text -> bytewise(format.streamed(text)));

    var reply = gateway.call(format.question(SAID, true));

    assertThat(told.get()).contains("@localhost");
    assertThat(reply.whole()).isTrue();
    assertThat(format.joined(reply)).isEqualTo(BACK);
    // Answers of the Responses API say every text three times.
    int times = format == Spoken.RESPONSES ? 3 : 1;
    assertThat(reply.body().split(Pattern.quote("Or [redacted:personal.email]?"), -1))
        .hasSizeGreaterThanOrEqualTo(times);
    assertThat(reply.body()).doesNotContain("localhost");
    assertRecorded(reply, times);
  }

  private void assertRecorded(Client.Reply reply, int times) {
    var intent = gateway.entry("intent", reply.record());
    assertThat(intent.items("obligations"))
        .containsExactly(
            obligation("redact", "numbers-of-people-do-not-leave", "personal.ssn"),
            obligation(
                "tokenize",
                "people-leave-as-tokens",
                "payment.card",
                "payment.iban",
                "personal.email",
                "personal.ssn"));
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains("altered");
    assertThat(outcome.items("alterations"))
        .containsExactly(
            altered("personal.email", times),
            altered("restored/payment.card", times),
            altered("restored/payment.iban", times),
            altered("restored/personal.email", 2 * times));
  }

  private static Json obligation(String kind, String rule, String... labels) {
    return Json.object().put("kind", kind).put("labels", List.of(labels)).put("rule", rule).build();
  }

  private static Json altered(String label, int count) {
    return Json.object().put("count", count).put("label", label).build();
  }

  @Test
  void arguments_of_a_tool_hold_what_the_tokens_stand_for() throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      String arguments = "{\\\"to\\\":\\\"%s\\\",\\\"why\\\":\\\"{\\\\\\\"a\\\\\\\":1}\\\"}";
      String call = "\"function\":{\"name\":\"send_mail\",\"arguments\":\"" + arguments + "\"}}]}";
      String whole =
          "{\"choices\":[{\"index\":0,\"message\":{\"tool_calls\":[{\"id\":\"t\"," + call + "}]}";
      String streamed =
          "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
              + call
              + "}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}"
              + "\n\ndata: [DONE]\n\n";
      var _ =
          echo(text ->
              stream
                  ? bytewise(streamed.formatted(mail(text)))
                  : json(200, whole.formatted(mail(text))));

      var reply = gateway.call(Spoken.CHAT.question(SAID, stream));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains(call.formatted("ada.lovelace@example.com"));
      assertThat(gateway.entry("step", reply.record()).text("verdict")).contains("permit");
    }
  }

  private static String mail(String told) {
    return told.substring("Mail ".length(), told.indexOf(','));
  }

  @Test
  void a_canary_sees_that_its_text_leaves_as_a_token() throws Exception {
    var _ = echo(text -> json(200, Spoken.CHAT.whole(text)));
    var _ = gateway.call(Spoken.CHAT.question(SAID, false));

    Running.await(() ->
        gateway.canaries().status().stream().noneMatch(one -> one.result().equals("waiting")));

    assertThat(gateway.canaries().status())
        .extracting(one -> one.canary().id(), one -> one.result())
        .containsExactly(tuple("mail-leaves-as-a-token", "met"));
  }

  @Test
  void a_token_is_the_same_for_one_person_in_one_conversation() throws Exception {
    String ada = "X-Probity-Person: ada";
    String one = "X-Probity-Conversation: one";
    String two = "X-Probity-Conversation: two";
    var tokens = new ArrayList<String>();
    for (String[] headers :
        new String[][] {
          {ada, one}, {ada, one}, {ada, two}, {ada}, {ada}, {"X-Probity-Person: bob", one}, {}
        }) {
      var told = echo(text -> json(200, Spoken.CHAT.whole(text)));
      assertThat(gateway.call(Spoken.CHAT.question(SAID, false, headers)).status()).isEqualTo(200);
      tokens.add(mail(told.get()));
    }

    assertThat(tokens.get(1)).isEqualTo(tokens.get(0));
    assertThat(tokens.get(4)).isEqualTo(tokens.get(3));
    tokens.remove(4);
    tokens.remove(1);
    assertThat(tokens).doesNotHaveDuplicates();
  }

  @Test
  void a_request_is_refused_where_signed_text_would_have_to_get_a_token() throws Exception {
    var _ = echo(text -> json(200, Spoken.MESSAGES.whole(text)));
    assertThat(gateway.call(Spoken.MESSAGES.question(SAID, false)).status()).isEqualTo(200);
    String thought =
        "{'role':'assistant','content':[{'type':'thinking',"
            + "'thinking':'ask ada.lovelace@example.com','signature':'abc'}]}";
    String body =
        "{'model':'demo-small','max_tokens':9,'messages':[{'role':'user','content':'hi'},"
            + thought
            + ",{'role':'user','content':'and?'}]}";

    var reply = gateway.call(post("/v1/messages", body.replace('\'', '"')));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("unmaskable");
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void an_answer_that_would_grow_beyond_the_bound_is_not_passed_on() throws Exception {
    String said = "a".repeat(60) + "@" + "b".repeat(60) + "." + "c".repeat(60) + ".example.com";
    for (boolean stream : new boolean[] {false, true}) {
      var _ =
          echo(text -> {
            String many = (text.substring(0, text.indexOf(" Or")) + " ").repeat(500);
            return stream
                ? bytewise(Spoken.CHAT.streamed(many))
                : json(200, Spoken.CHAT.whole(many));
          });

      var reply = gateway.call(Spoken.CHAT.question(said, stream));

      assertThat(reply.status()).isEqualTo(stream ? 200 : 502);
      assertThat(reply.body()).contains("too-large");
      assertThat(Spoken.CHAT.joined(reply).replace(said, "")).isBlank();
      var outcome = gateway.entry("outcome", reply.record());
      assertThat(outcome.text("ending")).contains("cut");
      assertThat(outcome.text("detail")).contains("too-large");
    }
  }

  @Test
  void many_texts_get_their_tokens_beside_the_event_loop() throws Exception {
    var said = new StringBuilder();
    for (int i = 0; said.length() < 19_000; i++) said.append(i).append("@a.de ");
    var _ = echo(text -> json(200, Spoken.CHAT.whole(text)));

    // As many as fit into a body of these tests are on the pool, and come back.
    var reply = gateway.call(Spoken.CHAT.question(said.toString(), false));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains(said + " Or");
    assertThat(gateway.entry("outcome", reply.record()).text("ending"))
        .isEqualTo(Optional.of("altered"));
  }
}
