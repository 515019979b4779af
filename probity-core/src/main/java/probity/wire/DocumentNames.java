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
  private final Map<String, Call> calls = new HashMap<>();

  /// Ids of calls that have a result. Each once: a body can repeat a short id far more often than
  /// the texts of its call, and all of them are looked up.
  private final Set<String> answered = new LinkedHashSet<>();

  /// With which texts a tool was called, or with which arguments that are not read yet.
  private record Call(List<String> texts, String arguments) {
    static final Call NONE = new Call(List.of(), "");
  }

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
    calls.putIfAbsent(id, new Call(names(texts), ""));
  }

  /// A call whose arguments are JSON in a text. They are not read here: where no document is known,
  /// nobody needs them.
  public void call(String id, String arguments) {
    if (id.isEmpty()) return;
    calls.putIfAbsent(id, new Call(List.of(), arguments));
  }

  /// A result of a tool.
  ///
  /// @param bytes of its text
  public void result(String id, int bytes) {
    if (bytes >= RESULT_BYTES_MIN) answered.add(id);
  }

  public Documents documents() {
    var asked = new ArrayList<List<String>>();
    var arguments = new ArrayList<String>();
    for (String id : answered) {
      var call = calls.getOrDefault(id, Call.NONE);
      if (!call.texts.isEmpty()) asked.add(call.texts);
      if (!call.arguments.isEmpty()) arguments.add(call.arguments);
    }
    boolean none = blocks.isEmpty() && asked.isEmpty() && arguments.isEmpty();
    return none ? Documents.NONE : new Documents(blocks, asked, arguments);
  }

  private static List<String> names(List<String> texts) {
    return texts.stream().filter(DocumentNames::isName).distinct().limit(TEXTS_MAX).toList();
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= NAME_MAX;
  }

  /// The texts in arguments that are JSON: the strings of an object that may be names, but for
  /// those deeper in it. Others than an object have none.
  public static List<String> texts(String arguments) {
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
    return names(texts);
  }
}
