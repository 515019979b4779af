package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads what an event adds to a block, or to the message as a whole. Its type may stand last.
final class BlockDelta {
  /// The member that holds the text, by the type.
  private static final Map<String, String> TEXT =
      Map.of(
          "text_delta", "text",
          "thinking_delta", "thinking",
          "input_json_delta", "partial_json");

  private static final Set<String> OTHERS =
      Set.of("signature_delta", "citations_delta", "compaction_delta");

  private static final Set<String> SIGNED = Set.of("thinking_delta", "compaction_delta");
  private static final String SIGNATURE = "signature_delta";

  private final PlaceReader in;

  /// Places of members that are strings.
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  private final List<Integer> quoted = new ArrayList<>();
  private String type = "";

  BlockDelta(PlaceReader in) {
    this.in = in;
  }

  void read(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("a `delta` is not an object");
    in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
    Integer signature = texts.get("signature");
    if (type.equals(SIGNATURE) && signature != null) {
      if (in.places.get(signature).end() > in.places.get(signature).start()) {
        in.countNotRead("encrypted");
      }
      in.empty(signature);
      texts.remove("signature");
    }
    if (SIGNED.contains(type)) texts.values().forEach(in::fix);
    in.settle(quoted, Kind.ASSISTANT);
    in.settle(List.copyOf(texts.values()), partialJson() ? Kind.TOOL_ARGUMENTS : Kind.ASSISTANT);
  }

  private void member(String member, String pointer) {
    if (member.equals("type")) {
      type = in.word(Kind.OTHER, pointer);
    } else if (Quoted.isEncrypted(member)) {
      Quoted.encrypted(in, pointer);
    } else if (in.json.isString()) {
      texts.put(member, in.string(Kind.OTHER, pointer));
    } else if (TEXT.containsValue(member)) {
      throw PlaceReader.wrongShape("the `" + member + "` of a delta is not a string");
    } else {
      Quoted.read(in, pointer, quoted);
    }
  }

  /// Whether it is of a type that the format knows.
  boolean isKnown() {
    return TEXT.containsKey(type) || OTHERS.contains(type);
  }

  boolean partialJson() {
    return type.equals("input_json_delta");
  }

  /// Whether it adds to text and says nothing else.
  boolean onlyText() {
    return TEXT.containsKey(type) && texts.size() == 1 && quoted.isEmpty();
  }

  /// Places of members that are strings, by the member: their texts go on in further events.
  Map<String, Integer> texts() {
    return texts;
  }

  /// Whether the model has come to its end.
  boolean stops() {
    return texts.containsKey("stop_reason");
  }
}
