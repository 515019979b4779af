package probity.detect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import probity.classify.ModelFailed;

/// Cuts a text into the pieces of words that the model knows, each with its place in the text.
///
/// The rules are those of BERT without case: control characters vanish, accents are dropped, every
/// mark of punctuation and every ideograph is a word of its own, and a word is cut from its front
/// into the longest pieces of the vocabulary. Only a word of more than [#WORD_MAX] characters is
/// read otherwise: as several, where BERT would not look at it.
final class WordPieces {
  private static final int WORD_MAX = 100;
  private static final Pattern MEMBER = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)+)\":\\s*(\\d+)");
  private static final Pattern WORD_PIECE = Pattern.compile("\"type\":\\s*\"WordPiece\"");
  private static final Pattern LOWER_CASE = Pattern.compile("\"lowercase\":\\s*true");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private final Map<String, Integer> vocabulary;
  private final int opening;
  private final int closing;
  private final int unknown;

  private WordPieces(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
    opening = special("[CLS]");
    closing = special("[SEP]");
    unknown = special("[UNK]");
  }

  private int special(String piece) {
    Integer id = vocabulary.get(piece);
    if (id == null) throw new ModelFailed("the tokenizer's vocabulary has no `" + piece + "`");
    return id;
  }

  /// The ids of pieces as a model takes them, between what opens and what closes.
  long[] ids(List<Piece> pieces) {
    long[] ids = new long[pieces.size() + 2];
    ids[0] = opening;
    for (int i = 0; i < pieces.size(); i++) ids[i + 1] = pieces.get(i).id();
    ids[ids.length - 1] = closing;
    return ids;
  }

  /// A piece of the text.
  ///
  /// @param word number of the word that it belongs to
  record Piece(int id, int start, int end, int word) {}

  /// Reads the vocabulary out of a tokenizer's description in JSON, as `tokenizer.json` of the
  /// tokenizers library.
  ///
  /// @throws ModelFailed if it cuts otherwise than BERT without case does
  static WordPieces read(InputStream in) throws IOException {
    String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (!WORD_PIECE.matcher(json).find() || !LOWER_CASE.matcher(json).find()) {
      throw new ModelFailed(
          "the tokenizer is none of BERT without case (`\"type\": \"WordPiece\"`,"
              + " `\"lowercase\": true`)");
    }
    int from = json.indexOf("\"vocab\"");
    if (from < 0) throw new ModelFailed("the tokenizer has no vocabulary");
    var vocabulary = new HashMap<String, Integer>(1 << 16);
    Matcher member = MEMBER.matcher(json);
    member.region(json.indexOf('{', from), json.length());
    while (member.find()) {
      vocabulary.put(unescape(member.group(1)), Integer.valueOf(member.group(2)));
    }
    return new WordPieces(vocabulary);
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) return text;
    return ESCAPE
        .matcher(text)
        .replaceAll(found -> {
          String escape = found.group(1);
          char plain =
              escape.length() == 5
                  ? (char) Integer.parseInt(escape.substring(1), 16)
                  : escape.charAt(0);
          return Matcher.quoteReplacement(String.valueOf(plain));
        });
  }

  /// The pieces between two offsets, until the word with which there are at least `max`.
  List<Piece> cut(String text, int from, int to, int max) {
    var cutting = new Cutting();
    int at = from;
    while (at < to && cutting.pieces.size() < max) {
      int character = text.codePointAt(at);
      int end = at + Character.charCount(character);
      if (isSpace(character)) {
        cutting.endWord();
      } else if (standsAlone(character)) {
        cutting.endWord();
        cutting.add(character, at, end);
        cutting.endWord();
      } else if (!vanishes(character)) {
        cutting.add(character, at, end);
      }
      at = end;
    }
    cutting.endWord();
    return cutting.pieces;
  }

  private static boolean isSpace(int character) {
    return character == ' '
        || character == '\t'
        || character == '\n'
        || character == '\r'
        || Character.isWhitespace(character)
        || Character.getType(character) == Character.SPACE_SEPARATOR;
  }

  private static boolean vanishes(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> character == 0xFFFD;
    };
  }

  private static boolean standsAlone(int character) {
    if (character < 128) {
      return character > ' ' && character < 127 && !Character.isLetterOrDigit(character);
    }
    return switch (Character.getType(character)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> isIdeograph(character);
    };
  }

  private static boolean isIdeograph(int character) {
    return (character >= 0x4E00 && character <= 0x9FFF)
        || (character >= 0x3400 && character <= 0x4DBF)
        || (character >= 0x20000 && character <= 0x2CEAF)
        || (character >= 0xF900 && character <= 0xFAFF)
        || (character >= 0x2F800 && character <= 0x2FA1F);
  }

  private final class Cutting {
    final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private final List<int[]> places = new ArrayList<>();
    private int words;

    /// Adds what is left of a character without case and accents, and notes where it came from.
    void add(int character, int start, int end) {
      if (word.length() >= WORD_MAX) endWord();
      if (character < 128) {
        word.append((char) Character.toLowerCase(character));
        places.add(new int[] {start, end});
        return;
      }
      Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
          .codePoints()
          .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
          .map(Character::toLowerCase)
          .forEach(part -> {
            word.appendCodePoint(part);
            for (int i = 0; i < Character.charCount(part); i++) {
              places.add(new int[] {start, end});
            }
          });
    }

    void endWord() {
      if (word.isEmpty()) return;
      if (!cutIntoKnown()) {
        pieces.add(new Piece(unknown, places.getFirst()[0], places.getLast()[1], words));
      }
      words++;
      word.setLength(0);
      places.clear();
    }

    private boolean cutIntoKnown() {
      int before = pieces.size();
      int at = 0;
      while (at < word.length()) {
        int end = word.length();
        Integer id = null;
        while (end > at) {
          String part = word.substring(at, end);
          id = vocabulary.get(at == 0 ? part : "##" + part);
          if (id != null) break;
          end--;
        }
        if (id == null) {
          pieces.subList(before, pieces.size()).clear();
          return false;
        }
        pieces.add(new Piece(id, places.get(at)[0], places.get(end - 1)[1], words));
        at = end;
      }
      return true;
    }
  }
}
