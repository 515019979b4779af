package probity.wire.mapped;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.wire.Bodies.lines;
import static probity.wire.mapped.ExampleFormats.GEMINI;
import static probity.wire.mapped.ExampleFormats.OLLAMA;
import static probity.wire.mapped.ExampleFormats.format;
import static probity.wire.mapped.ExampleFormats.read;
import static probity.wire.mapped.ExampleFormats.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.policy.Bundle;
import probity.wire.Answer;
import probity.wire.Refused;
import probity.wire.Seeds;

/// What the mappings of Ollama and Gemini read.
class MappedFormatTest {
  private static final String CHAT = "/api/chat";
  private static final String GENERATE = "/api/generate";
  private static final String UNARY = "/v1beta/models/gemini-2.5-flash:generateContent";
  private static final String STREAM = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";

  private static final String CHAT_BODY =
      """
      {"model":"qwen3","messages":[
        {"content":"be brief","role":"system"},
        {"role":"user","content":"hi","images":["aGk="]},
        {"role":"assistant","content":"","thinking":"hm","tool_calls":[
          {"function":{"name":"get_weather","arguments":{"city":"Bonn","more":["a"]}}}]},
        {"role":"tool","tool_name":"get_weather","content":"warm"},
        {"role":"odd","content":"odd one","surprise":"boo"}],
       "tools":[{"type":"function","function":{"name":"get_weather","description":"tells",
         "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}},{"type":"x"}],
       "options":{"num_predict":7,"stop":["END"]},"future":{"x":"y"}}
      """;

  private static final String GEMINI_BODY =
      """
      {"contents":[
        {"role":"user","parts":[{"text":"hi"},
          {"inlineData":{"mimeType":"image/png","data":"aGk="}},
          {"inline_data":{"mime_type":"application/pdf","data":"aGk="}},
          {"fileData":{"fileUri":"https://x/f"}}]},
        {"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"c2ln"},
          {"functionCall":{"name":"get_weather","args":{"city":"Bonn"}}},{"novel":{"a":"b"}}]},
        {"role":"user","parts":[
          {"functionResponse":{"name":"get_weather","response":{"is":"warm"}}}]}],
       "system_instruction":{"parts":{"text":"be brief"}},
       "tools":[{"functionDeclarations":[{"name":"get_weather","description":"tells"}]},
         {"google_search":{}}],
       "generation_config":{"max_output_tokens":9},"cachedContent":"cachedContents/1"}
      """;

  @Test
  void every_string_of_a_chat_has_its_place() {
    var prompt = read(OLLAMA, CHAT, CHAT_BODY);

    assertThat(lines(prompt.body(), prompt.places()))
        .containsExactly(
            "OTHER /model qwen3",
            "SYSTEM /messages/0/content be brief",
            "OTHER /messages/0/role system",
            "OTHER /messages/1/role user",
            "USER /messages/1/content hi",
            "OTHER /messages/2/role assistant",
            "ASSISTANT /messages/2/content ",
            "ASSISTANT /messages/2/thinking hm",
            "OTHER /messages/2/tool_calls/0/function/name get_weather",
            "OTHER /messages/2/tool_calls/0/function/arguments/* city",
            "TOOL_ARGUMENTS /messages/2/tool_calls/0/function/arguments/* Bonn",
            "OTHER /messages/2/tool_calls/0/function/arguments/* more",
            "TOOL_ARGUMENTS /messages/2/tool_calls/0/function/arguments/*/0 a",
            "OTHER /messages/3/role tool",
            "OTHER /messages/3/tool_name get_weather",
            "TOOL_RESULT /messages/3/content warm",
            "OTHER /messages/4/role odd",
            "OTHER /messages/4/content odd one",
            "OTHER /messages/4/* surprise",
            "OTHER /messages/4/* boo",
            "OTHER /tools/0/* type",
            "TOOL_DESCRIPTION /tools/0/* function",
            "TOOL_DESCRIPTION /tools/0/function/name get_weather",
            "OTHER /tools/0/function/* description",
            "TOOL_DESCRIPTION /tools/0/function/* tells",
            "OTHER /tools/0/function/* parameters",
            "OTHER /tools/0/function/*/* type",
            "TOOL_DESCRIPTION /tools/0/function/*/* object",
            "OTHER /tools/0/function/*/* properties",
            "OTHER /tools/0/function/*/*/* city",
            "OTHER /tools/0/function/*/*/*/* type",
            "TOOL_DESCRIPTION /tools/0/function/*/*/*/* string",
            "OTHER /tools/1/* type",
            "TOOL_DESCRIPTION /tools/1/* x",
            "OTHER /options/* stop",
            "OTHER /options/*/0 END",
            "OTHER /* future",
            "OTHER /*/* x",
            "OTHER /*/* y");
    assertThat(prompt.model()).isEqualTo("qwen3");
    assertThat(prompt.stream()).isTrue();
    assertThat(prompt.messages()).isEqualTo(5);
    assertThat(prompt.maxTokens()).isEqualTo(7);
    assertThat(prompt.tools()).containsExactly("get_weather", "");
    assertThat(prompt.coverage().notRead()).isEqualTo(Map.of("image", 1, "unknown-part", 1));
  }

  @Test
  void a_request_to_gemini_says_what_it_asks_for_in_either_spelling() {
    var prompt = read(GEMINI, STREAM, GEMINI_BODY);

    assertThat(lines(prompt.body(), prompt.places()))
        .contains(
            "USER /contents/0/parts/0/text hi",
            "OTHER /contents/0/parts/2/inlineData/mimeType application/pdf",
            "OTHER /contents/0/parts/3/fileData/* https://x/f",
            "ASSISTANT /contents/1/parts/0/text hm",
            "TOOL_ARGUMENTS /contents/1/parts/1/functionCall/args/* Bonn",
            "OTHER /contents/1/parts/2/*/* b",
            "TOOL_RESULT /contents/2/parts/0/functionResponse/response/* warm",
            "SYSTEM /systemInstruction/parts/text be brief",
            "TOOL_DESCRIPTION /tools/0/functionDeclarations/0/* tells",
            "OTHER /cachedContent cachedContents/1")
        .noneMatch(line -> line.contains("aGk=") || line.contains("c2ln"));
    assertThat(prompt.model()).isEqualTo("gemini-2.5-flash");
    assertThat(prompt.stream()).isTrue();
    assertThat(read(GEMINI, UNARY, GEMINI_BODY).stream()).isFalse();
    assertThat(prompt.messages()).isEqualTo(3);
    assertThat(prompt.maxTokens()).isEqualTo(9);
    assertThat(prompt.tools()).containsExactly("get_weather", "googleSearch");
    assertThat(prompt.coverage().notRead())
        .isEqualTo(
            Map.of(
                "image", 1,
                "file", 1,
                "encrypted", 1,
                "stored-reference", 2,
                "provider-tool", 1,
                "unknown-part", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/chat | {\"messages\":[]} | wrong-shape",
        "/api/chat | {\"model\":\"m\"} | wrong-shape",
        "/api/chat | {\"model\":1,\"messages\":[]} | wrong-shape",
        "/api/chat | {\"model\":\"m\",\"messages\":[],\"stream\":\"no\"} | wrong-shape",
        "/api/chat | {\"model\":\"m\",\"messages\":[{\"role\":1}]} | wrong-shape",
        "/api/chat | {\"model\":\"m\",\"messages\":[],\"options\":{\"num_predict\":\"1\"}} | wrong-shape",
        "/api/chat | {\"model\":\"m\",\"messages\":[],\"Model\":\"other\"} | duplicate-key",
        "/api/chat | {\"model\":\"m\",\"messages\":[],\"me\u017f\u017fages\":[]} | duplicate-key",
        "/api/chat | {\"model\":\"m\",\"messages\":[]} x | not-json",
        "/api/chat | [] | wrong-shape",
        "/v1beta/models/m:generateContent | {} | wrong-shape",
        "/v1beta/models/m:generateContent | {\"contents\":null} | wrong-shape",
        "/v1beta/models/m:generateContent | {\"contents\":[],\"cachedContent\":\"\",\"cached_content\":\"\"} | duplicate-key"
      })
  void what_cannot_be_read_is_refused(String path, String body, String fault) {
    Bundle bundle = path.startsWith("/api") ? OLLAMA : GEMINI;

    assertThat(request(bundle, path, body))
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class, prompt -> assertThat(prompt.fault().word()).isEqualTo(fault));
  }

  @ParameterizedTest
  @CsvSource({"',\"stream\":false', false", "',\"STREAM\":true', true", "',\"stream\":null', true"})
  void a_chat_is_streamed_unless_it_says_otherwise(String member, boolean streams) {
    assertThat(read(OLLAMA, CHAT, "{\"model\":\"m\",\"messages\":[]" + member + "}").stream())
        .isEqualTo(streams);
  }

  @Test
  void a_prompt_and_its_tokens_are_read() {
    var prompt =
        read(
            OLLAMA,
            GENERATE,
            "{\"model\":\"m\",\"prompt\":\"hi\",\"system\":\"s\",\"context\":[1,2],\"options\":{\"num_predict\":-1}}");

    assertThat(lines(prompt.body(), prompt.places()))
        .containsExactly("OTHER /model m", "USER /prompt hi", "SYSTEM /system s");
    assertThat(prompt.coverage().notRead()).isEqualTo(Map.of("tokens", 1));
    assertThat(prompt.maxTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1beta/models/a%2Fb:generateContent",
        "/v1beta/models/a/b:generateContent",
        "/v1beta/models/..:generateContent",
        "/v1beta/models/a..b:generateContent",
        "/v1beta/models/:generateContent",
        "/v1beta/models/a:b:generateContent",
        "/v1beta/models/a:generateContent/",
        "/v1beta/models/a:GenerateContent",
        "/V1beta/models/a:generateContent"
      })
  void a_path_that_another_could_read_in_another_way_is_no_route(String path) {
    assertThat(GEMINI.route(path)).isEmpty();
  }

  @Test
  void an_answer_says_what_it_holds() {
    var answer =
        answer(
            GEMINI,
            UNARY,
            """
            {"candidates":[{"index":1,"finishReason":"STOP","content":{"parts":[
              {"text":"Hm","thought":true,"thoughtSignature":"c2ln"},{"text":"Hi"},
              {"functionCall":{"name":"get_weather","args":{"city":"Bonn"}}},
              {"functionCall":{"name":"other"}}]},"logprobsResult":{"chosen":[{"token":"Hi"}]}}],
             "usageMetadata":{"promptTokenCount":2,"candidatesTokenCount":3,
               "thoughtsTokenCount":4,"totalTokenCount":9}}
            """);

    assertThat(answer.toolCalls())
        .extracting(Answer.ToolCall::choice, Answer.ToolCall::index, Answer.ToolCall::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 0, "get_weather"),
            org.assertj.core.groups.Tuple.tuple(1, 1, "other"));
    assertThat(answer.toolCalls().getFirst().places().stream().map(answer.texts()::text).toList())
        .contains("Bonn");
    assertThat(answer.usage()).isEqualTo(new Answer.Usage(2, 7, 9));
    assertThat(answer.finishReasons()).containsExactly("STOP");
    assertThat(answer.coverage().notRead()).isEqualTo(Map.of("encrypted", 1, "logprobs", 1));
    assertThat(answer.logprobs()).hasSize(1);
  }

  private static Answer.Read answer(Bundle bundle, String path, String body) {
    var asked = request(bundle, path, "{}");
    return (Answer.Read) format(bundle, path).answer(asked, Bytes.utf8(body));
  }

  @Test
  void an_answer_in_lines_counts_its_tokens() {
    var answer =
        answer(
            OLLAMA,
            CHAT,
            "{\"message\":{\"content\":\"hi\",\"thinking\":\"hm\"},\"done\":true,\"prompt_eval_count\":2,\"eval_count\":3}");

    assertThat(answer.usage()).isEqualTo(new Answer.Usage(2, 3, 5));
    assertThat(lines(answer.body(), answer.places()))
        .contains("ASSISTANT /message/content hi", "ASSISTANT /message/thinking hm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"message\":null}", "{\"error\":\"x\"}", ""})
  void an_answer_without_what_it_must_have_is_unreadable(String body) {
    assertThat(format(OLLAMA, CHAT).answer(request(OLLAMA, CHAT, "{}"), Bytes.utf8(body)))
        .isInstanceOf(Answer.Unreadable.class);
  }

  @Test
  void errors_look_as_the_mapping_says() {
    var refused = new Refused(403, "say \"please\" $1 {code}", "probity_refusal", "a-rule");

    assertThat(format(OLLAMA, CHAT).errors(request(OLLAMA, CHAT, "{}")).body(refused).utf8())
        .isEqualTo("{\"error\":\"say \\\"please\\\" $1 {code}\"}");
    assertThat(format(GEMINI, UNARY).errors(request(GEMINI, UNARY, "{}")).body(refused).utf8())
        .contains("\"code\":403", "\"reason\":\"a-rule\"");
  }

  @Test
  void a_secret_is_in_a_place_wherever_a_string_stands() {
    for (String[] one : new String[][] {{CHAT, CHAT_BODY}, {STREAM, GEMINI_BODY}}) {
      Bundle bundle = one[0].equals(CHAT) ? OLLAMA : GEMINI;
      for (String word : strings(one[1])) {
        // Bytes that are no text, or that must go on as they came: counted instead.
        if (List.of("aGk=", "c2ln").contains(word)) continue;
        String planted = one[1].replace("\"" + word + "\"", "\"" + word + " SECRET\"");
        var prompt = request(bundle, one[0], planted);
        if (!(prompt instanceof Prompt.Read read)) {
          assertThat(word).isIn("model", "messages", "contents");
          continue;
        }
        assertThat(lines(read.body(), read.places()))
            .as(word)
            .anyMatch(line -> line.endsWith(word + " SECRET"));
      }
    }
  }

  private static List<String> strings(String body) {
    return java.util.regex.Pattern.compile("\"([^\",\\[\\]{}:\n]+)\"")
        .matcher(body)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  @Test
  void whatever_comes_is_read_or_refused_and_never_throws() {
    Seeds.check(
        3000,
        random -> {
          boolean chat = random.nextBoolean();
          byte[] bytes = Bytes.utf8(chat ? CHAT_BODY : GEMINI_BODY).array().clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] =
                random.nextBoolean()
                    ? bytes[random.nextInt(bytes.length)]
                    : (byte) random.nextInt(256);
          }
          if (random.nextInt(4) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          var format = chat ? format(OLLAMA, CHAT) : format(GEMINI, STREAM);
          var head =
              new probity.wire.RequestHead("POST", chat ? CHAT : STREAM, _ -> Optional.empty());
          var prompt = format.request(head, Bytes.wrap(bytes));
          format.answer(prompt, Bytes.wrap(bytes));
          var ends = new ArrayList<Integer>();
          if (prompt instanceof Prompt.Read read) {
            read.places()
                .forEach(place -> {
                  assertThat(place.end()).isGreaterThanOrEqualTo(place.start());
                  ends.add(place.end());
                });
          }
          assertThat(ends).isSorted();
        });
  }
}
