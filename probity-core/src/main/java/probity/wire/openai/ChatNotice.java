package probity.wire.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.Answer;
import probity.wire.Edit;

/// Puts a text of disclosure behind what a model wrote, in answers of Chat Completions. An answer
/// that holds no text for people, such as a tool call, gets none.
final class ChatNotice {
  private static final Pattern CONTENT =
      Pattern.compile("/choices/(\\d{1,4})/message/content(?:/\\d{1,4}/text)?");
  private static final String BREAK = "\n\n";

  private ChatNotice() {}

  /// The edits that put `text` behind the content of each choice of a whole answer.
  static List<Edit> edits(Answer.Read read, String text) {
    var ends = new TreeMap<Integer, Integer>();
    for (var place : read.places()) {
      var form = CONTENT.matcher(place.pointer());
      if (form.matches() && place.end() > place.start()) {
        ends.put(Integer.parseInt(form.group(1)), place.end());
      }
    }
    var edits = new ArrayList<Edit>();
    for (int end : ends.values()) edits.add(new Edit(end, end, inString(BREAK + text)));
    return edits;
  }

  /// An event that adds `text` to the content of choices of a stream.
  ///
  /// @param record the exchange's id
  /// @param created in seconds since 1970
  static Bytes event(
      String text, SortedSet<Integer> choices, String record, String model, long created) {
    var deltas =
        choices.stream()
            .map(choice ->
                (Json)
                    Json.object()
                        .put("index", choice)
                        .put("delta", Json.object().put("content", BREAK + text).build())
                        .put("finish_reason", new Json.Null())
                        .build())
            .toList();
    return Bytes.utf8(
        "data: "
            + Json.object()
                .put("id", record)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model)
                .put("choices", new Json.Arr(deltas))
                .build()
                .canonical()
            + "\n\n");
  }

  /// A text as it stands between the quotes of a JSON string.
  private static Bytes inString(String text) {
    String quoted = new Json.Str(text).canonical();
    return Bytes.utf8(quoted.substring(1, quoted.length() - 1));
  }
}
