package probity.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What somebody can read from bytes that were delivered: the bytes as they are, without the
/// escapes of JSON, and every text put together over the units of a stream.
///
/// It shares no code with what reads formats in the product, and knows none of them: texts belong
/// together where they stand at the same place of their units and the numbers and types around them
/// are the same; or, in a second and coarser reading, where they have the same name.
final class Seen {
  private static final Set<String> TELL_APART =
      Set.of(
          "index",
          "output_index",
          "content_index",
          "summary_index",
          "command_index",
          "type",
          "thought",
          "role");
  private static final Set<String> REPEATS = Set.of("logprobs", "logprobsResult");

  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<String, StringBuilder> byName = new LinkedHashMap<>();
  private final String raw;

  private Seen(String raw) {
    this.raw = raw;
  }

  /// @param type of the content
  static Seen of(String raw, String type) {
    var seen = new Seen(raw);
    for (String unit : units(raw, type)) Json.read(unit).ifPresent(node -> seen.walk(node, "", ""));
    return seen;
  }

  private static List<String> units(String raw, String type) {
    return switch (type) {
      case "text/event-stream" -> events(raw);
      case "application/x-ndjson" -> raw.lines().toList();
      default -> List.of(raw);
    };
  }

  /// The data of each event, after the WHATWG's standard.
  private static List<String> events(String raw) {
    var events = new ArrayList<String>();
    var data = new StringBuilder();
    for (String line : raw.split("\r\n|\n|\r", -1)) {
      if (line.startsWith("data:")) data.append(line.substring(5).stripLeading()).append('\n');
      if (!line.isEmpty() || data.isEmpty()) continue;
      events.add(data.toString());
      data.setLength(0);
    }
    // A stream that was broken off ends anywhere, and its last event can be read all the same.
    if (!data.isEmpty()) events.add(data.toString());
    return events;
  }

  private void walk(JsonNode node, String at, String name) {
    if (node.isObject()) {
      var key = new StringBuilder(at);
      for (String member : TELL_APART.stream().sorted().toList()) {
        var value = node.get(member);
        if (value != null && value.isValueNode())
          key.append(' ').append(member).append('=').append(value);
      }
      for (var member : node.properties()) {
        if (REPEATS.contains(member.getKey()) && member.getValue().isNull()) continue;
        texts
            .computeIfAbsent("names", _ -> new StringBuilder())
            .append(member.getKey())
            .append(' ');
        walk(member.getValue(), key + "/" + member.getKey(), member.getKey());
      }
    } else if (node.isArray()) {
      // A stream that is one list: its items are the units.
      for (int i = 0; i < node.size(); i++)
        walk(node.get(i), at.isEmpty() ? "" : at + "/" + i, name);
    } else if (node.isString()) {
      texts.computeIfAbsent(at, _ -> new StringBuilder()).append(node.stringValue());
      byName.computeIfAbsent(name, _ -> new StringBuilder()).append(node.stringValue());
    }
  }

  /// Whether more of a secret can be read than may be.
  boolean tells(Secret secret, Spelling spelling) {
    var runs = secret.runs();
    var readings = new ArrayList<String>();
    readings.add(raw);
    texts.values().forEach(text -> readings.add(text.toString()));
    byName.values().forEach(text -> readings.add(text.toString()));
    for (String reading : readings) {
      String once = unescaped(reading);
      for (String each : List.of(reading, once, unescaped(once))) {
        String plain = spelling.undo(each);
        if (runs.stream().anyMatch(run -> plain.contains(run))) return true;
      }
    }
    return false;
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) return text;
    var out = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '\\' || at + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char kind = text.charAt(++at);
      if (kind == 'u' && at + 4 < text.length() && hex(text.substring(at + 1, at + 5))) {
        out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
        at += 4;
      } else {
        out.append(kind == 'n' ? '\n' : kind);
      }
    }
    return out.toString();
  }

  private static boolean hex(String digits) {
    return digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /// Whether the same texts stand at the same places, but for log probabilities, which a mask takes
  /// away.
  boolean sameAs(Seen other) {
    return withoutRepeats().equals(other.withoutRepeats());
  }

  /// Whether each text that stands there, too, goes on like the one here: what was cut is no longer
  /// than what stood before the secret. Texts that stand nowhere there are left alone, such as the
  /// error that ends a stream.
  boolean beginsLike(Seen other) {
    var whole = other.withoutRepeats();
    return withoutRepeats().entrySet().stream()
        .allMatch(
            text -> whole.getOrDefault(text.getKey(), text.getValue()).startsWith(text.getValue()));
  }

  private Map<String, String> withoutRepeats() {
    var kept = new LinkedHashMap<String, String>();
    texts.forEach((at, text) -> {
      boolean repeats = REPEATS.stream().anyMatch(name -> at.contains("/" + name));
      if (!repeats && !at.equals("names")) kept.put(at, text.toString());
    });
    return kept;
  }
}
