package probity.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt.Documents;

/// Collects what a body says of the documents that stand in it: names of blocks, and of results of
/// tools the texts with which the tool was called. Calls and results find each other by their id,
/// in whatever order they stand.
public final class DocumentNames {
  /// A longer text names no document.
  public static final int NAME_MAX = 500;

  /// Of one call.
  private static final int TEXTS_MAX = 16;

  private static final int ARGUMENTS_MAX = 64 * 1024;

  /// A shorter result of a tool, such as a confirmation, is no document.
  private static final int RESULT_BYTES_MIN = 24;

  private final List<List<String>> blocks = new ArrayList<>();
  private final Map<String, List<String>> calls = new HashMap<>();

  /// Ids of calls that have a result. Each once: a body can repeat a short id far more often than
  /// the texts of its call, and all of them are looked up.
  private final Set<String> answered = new LinkedHashSet<>();

  /// A block that is a document, or links to one. Names that are empty or too long do not count.
  ///
  /// @param names the most exact first
  public void block(List<String> names) {
    var kept = names.stream().filter(DocumentNames::isName).distinct().toList();
    if (!kept.isEmpty()) blocks.add(kept);
  }

  /// A call of a tool. Of several with one id the first counts.
  ///
  /// @param texts with which it is called
  public void call(String id, List<String> texts) {
    if (id.isEmpty()) return;
    calls.putIfAbsent(
        id, texts.stream().filter(DocumentNames::isName).distinct().limit(TEXTS_MAX).toList());
  }

  /// A call whose arguments are JSON in a text; others than an object name nothing.
  public void call(String id, String arguments) {
    call(id, texts(arguments));
  }

  /// A result of a tool.
  ///
  /// @param bytes of its text
  public void result(String id, int bytes) {
    if (bytes >= RESULT_BYTES_MIN) answered.add(id);
  }

  public Documents documents() {
    var asked = new ArrayList<List<String>>();
    for (String id : answered) {
      var texts = calls.getOrDefault(id, List.of());
      if (!texts.isEmpty()) asked.add(texts);
    }
    return blocks.isEmpty() && asked.isEmpty() ? Documents.NONE : new Documents(blocks, asked);
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= NAME_MAX;
  }

  /// The strings of an object, but for those deeper in it.
  private static List<String> texts(String arguments) {
    if (arguments.length() > ARGUMENTS_MAX || !arguments.stripLeading().startsWith("{")) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    var in = new PlaceReader(Bytes.utf8(arguments), Set.of());
    try {
      in.body((_, pointer) -> texts.add(in.word(Kind.OTHER, pointer)));
    } catch (JsonFault fault) {
      return List.of();
    }
    return texts;
  }
}
