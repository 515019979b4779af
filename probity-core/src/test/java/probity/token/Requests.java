package probity.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Answer;
import probity.wire.JsonBody;
import probity.wire.Splice;
import probity.wire.Texts;

/// Texts as requests hold them, with findings, and what becomes of them.
public final class Requests {
  private Requests() {}

  /// The key of a subject.
  static SubjectKey key(int subject) {
    byte[] key = new byte[SubjectKey.BYTES];
    Arrays.fill(key, (byte) subject);
    return new SubjectKey(key);
  }

  static Naming naming(SubjectKey key, String conversation) {
    return (label, value, attempt) -> key.token(conversation, label, value, attempt);
  }

  public static Naming naming() {
    return naming(key(1), "");
  }

  /// A body that is a list of texts.
  public static Texts body(String... texts) {
    var body = new StringBuilder("[");
    for (String text : texts) {
      body.append(body.length() == 1 ? "\"" : ",\"").append(JsonText.escaped(text, 1)).append('"');
    }
    return read(Bytes.wrap(body.append(']').toString().getBytes(StandardCharsets.UTF_8)));
  }

  /// A body of which every text but the first was signed by its provider.
  static Texts signedFromSecond(String... texts) {
    var request = body(texts);
    var places = new ArrayList<Place>();
    for (Place place : request.places()) {
      boolean signed = !places.isEmpty();
      places.add(new Place(place.kind(), place.pointer(), place.start(), place.end(), signed));
    }
    return Texts.json(request.body(), places);
  }

  static Texts read(Bytes body) {
    return ((Answer.Read) JsonBody.read(body, Set.of())).texts();
  }

  /// A finding of `text` where it stands first in a place.
  public static Finding finding(Texts texts, int place, String label, String text) {
    int at = texts.text(place).indexOf(text);
    if (at < 0) throw new IllegalArgumentException("`" + text + "` is not there");
    return finding(place, label, at, at + text.length());
  }

  static Finding finding(int place, String label, int start, int end) {
    return new Finding(label, place, start, end, label + "@1", 90);
  }

  public static Tokenized tokenized(Texts texts, Finding... findings) {
    return tokenized(texts, naming(), List.of(findings));
  }

  static Tokenized tokenized(Texts texts, Naming naming, List<Finding> findings) {
    return Tokenizing.of(texts, List.of(), findings, naming, _ -> false).orElseThrow();
  }

  /// The texts of a body.
  public static List<String> texts(Bytes body) {
    var texts = read(body);
    var all = new ArrayList<String>();
    for (int i = 0; i < texts.places().size(); i++) all.add(texts.text(i));
    return all;
  }

  /// The texts of a body with the tokens in it restored.
  static List<String> restored(Tokens tokens, Bytes body) {
    var texts = read(body);
    return texts(restored(tokens, texts, Integer.MAX_VALUE).orElseThrow());
  }

  /// A body with the tokens in it restored.
  static Optional<Bytes> restored(Tokens tokens, Texts texts, int bytesMax) {
    return Tokens.restore(texts, tokens.find(texts, _ -> true), List.of(), bytesMax)
        .map(restored -> Splice.edit(texts.body(), restored.edits()));
  }

  static List<String> restored(Tokens tokens, String... texts) {
    return restored(tokens, body(texts).body());
  }
}
