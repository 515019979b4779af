package probity.aims.register;

import java.util.Map;

/// What somebody said about a revision: a comment, that it is proposed, or the decision on it.
///
/// @param revision the one that it is about
/// @param by id of the person; empty where that person was erased
/// @param deputyFor id of the person in whose place it was decided; empty for nobody, and where
///   that person was erased
/// @param mandate leaf hash, in hex, of the revision of the delegation by which it was; else empty
/// @param texts `comment` of a comment; of a decision `sentence`, `reason` and, where a passkey
///   signed it, `assertion`
/// @param leaf leaf hash, in hex, of the entry that proves it
public record Remark(
    Change change,
    int revision,
    String by,
    String deputyFor,
    String mandate,
    String role,
    String authentication,
    String authenticated,
    String time,
    String leaf,
    Map<String, String> texts) {
  public static final String COMMENT = "comment";
  public static final String SENTENCE = "sentence";
  public static final String REASON = "reason";
  public static final String ASSERTION = "assertion";

  public Remark {
    texts = Map.copyOf(texts);
  }

  public String text(String name) {
    return texts.getOrDefault(name, "");
  }
}
