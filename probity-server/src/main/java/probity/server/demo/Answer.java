package probity.server.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import probity.ledger.Json;

/// What the demo's model says: an echo, so that a redaction can be seen; a tool call where a tool
/// `lookup_order` is on offer and an order is asked about; or a private key, asked for by name.
///
/// @param text what is said; empty for a tool call
/// @param arguments of the call of `lookup_order`; empty where there is none
record Answer(String text, String arguments) {
  private static final String ID = "chatcmpl-demo";
  private static final Pattern WORD_WITH_SPACE = Pattern.compile("\\S+\\s*|\\s+");
  private static final Pattern ORDER_NUMBER = Pattern.compile("\\d{3,9}");

  /// Not a key: 48 bytes of nothing in the form of one, in two parts for the sake of scanners.
  private static final String PRIVATE_KEY =
      "-----BEGIN "
          + "PRIVATE KEY-----\n"
          + "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
          + "-----END PRIVATE KEY-----";

  static Answer to(Map<?, ?> request) {
    Map<?, ?> last = last(request);
    String text = text(last);
    String asked = text.toLowerCase(Locale.ROOT);
    if ("tool".equals(last.get("role"))) {
      return new Answer("The order system says: " + text, "");
    }
    if (asked.contains("deployment key")) {
      return new Answer(
          "Of course. The deployment key of the build server is\n"
              + PRIVATE_KEY
              + "\nKeep it safe.",
          "");
    }
    if (asked.contains("order") && offersLookup(request)) {
      var number = ORDER_NUMBER.matcher(asked);
      return new Answer("", "{\"order\":\"" + (number.find() ? number.group() : "4711") + "\"}");
    }
    return new Answer("You said: " + text, "");
  }

  private static Map<?, ?> last(Map<?, ?> request) {
    return request.get("messages") instanceof List<?> messages
            && !messages.isEmpty()
            && messages.getLast() instanceof Map<?, ?> message
        ? message
        : Map.of();
  }

  /// Content is a string or a list of parts, of which those of type `text` count.
  private static String text(Map<?, ?> message) {
    if (message.get("content") instanceof String text) return text;
    if (!(message.get("content") instanceof List<?> parts)) return "";
    return parts.stream()
        .flatMap(part ->
            part instanceof Map<?, ?> map && map.get("text") instanceof String text
                ? Stream.of(text)
                : Stream.empty())
        .reduce("", String::concat);
  }

  private static boolean offersLookup(Map<?, ?> request) {
    return request.get("tools") instanceof List<?> tools
        && tools.stream()
            .anyMatch(tool ->
                tool instanceof Map<?, ?> map
                    && map.get("function") instanceof Map<?, ?> function
                    && "lookup_order".equals(function.get("name")));
  }

  /// The unary answer.
  Json completion() {
    var message = Json.object().put("role", "assistant");
    if (arguments.isEmpty()) {
      message.put("content", text);
    } else {
      message
          .put("content", new Json.Null())
          .put("tool_calls", list(call(arguments).put("id", "call_demo").build()));
    }
    Json choice =
        Json.object()
            .put("index", 0)
            .put("message", message.build())
            .put("finish_reason", finish())
            .build();
    return head("chat.completion").put("choices", list(choice)).put("usage", usage()).build();
  }

  /// The streamed answer, word by word; arguments of a tool call come in two fragments.
  List<Json> chunks(boolean usage) {
    var chunks = new ArrayList<Json>();
    chunks.add(chunk(Json.object().put("role", "assistant").put("content", "").build(), ""));
    if (arguments.isEmpty()) {
      WORD_WITH_SPACE
          .matcher(text)
          .results()
          .forEach(
              word -> chunks.add(chunk(Json.object().put("content", word.group()).build(), "")));
    } else {
      int half = arguments.length() / 2;
      Json first =
          call(arguments.substring(0, half)).put("id", "call_demo").put("index", 0).build();
      Json rest =
          Json.object()
              .put("index", 0)
              .put("function", Json.object().put("arguments", arguments.substring(half)).build())
              .build();
      chunks.add(chunk(Json.object().put("tool_calls", list(first)).build(), ""));
      chunks.add(chunk(Json.object().put("tool_calls", list(rest)).build(), ""));
    }
    chunks.add(chunk(Json.object().build(), finish()));
    if (usage) {
      chunks.add(
          head("chat.completion.chunk")
              .put("choices", new Json.Arr(List.of()))
              .put("usage", usage())
              .build());
    }
    return List.copyOf(chunks);
  }

  private static Json chunk(Json delta, String finish) {
    Json choice =
        Json.object()
            .put("index", 0)
            .put("delta", delta)
            .put("finish_reason", finish.isEmpty() ? new Json.Null() : Json.of(finish))
            .build();
    return head("chat.completion.chunk").put("choices", list(choice)).build();
  }

  private static Json.Builder call(String arguments) {
    return Json.object()
        .put("type", "function")
        .put(
            "function",
            Json.object().put("name", "lookup_order").put("arguments", arguments).build());
  }

  private static Json.Builder head(String object) {
    return Json.object()
        .put("id", ID)
        .put("object", object)
        .put("created", 1_764_000_000)
        .put("model", DemoProvider.MODEL);
  }

  private static Json list(Json item) {
    return new Json.Arr(List.of(item));
  }

  private String finish() {
    return arguments.isEmpty() ? "stop" : "tool_calls";
  }

  private static Json usage() {
    return Json.object()
        .put("prompt_tokens", 12)
        .put("completion_tokens", 12)
        .put("total_tokens", 24)
        .build();
  }
}
