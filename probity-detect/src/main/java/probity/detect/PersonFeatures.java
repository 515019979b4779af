package probity.detect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// What the head for names of persons sees of a word: vectors of it and of its neighbours, how it
/// is written, and what lists of names say.
final class PersonFeatures {
  /// The layer of MiniLM whose vectors it takes for the word and both neighbours.
  static final int EARLY = 2;

  /// The layer whose vector it takes for the word alone.
  static final int LATE = 4;

  private static final int REACH = 2;
  private static final int SHAPE = 18;
  static final int INPUTS = 4 * MiniLm.WIDTH + (2 * REACH + 1) * SHAPE;

  private static final Set<String> TITLES =
      Set.of(
          "mr",
          "mrs",
          "ms",
          "miss",
          "dr",
          "prof",
          "sir",
          "herr",
          "frau",
          "mme",
          "mlle",
          "monsieur",
          "madame",
          "m",
          "doctor",
          "professor",
          "judge",
          "president",
          "captain",
          "officer",
          "mister");

  private final Names names;

  PersonFeatures(Names names) {
    this.names = names;
  }

  /// Fills `input` for one word.
  void fill(String text, Words words, int word, float[] input) {
    int at = 0;
    for (int other = word - 1; other <= word + 1; other++) {
      vector(words, words.early(), other, input, at);
      at += MiniLm.WIDTH;
    }
    vector(words, words.late(), word, input, at);
    at += MiniLm.WIDTH;
    for (int other = word - REACH; other <= word + REACH; other++) {
      shape(text, words, other, input, at);
      at += SHAPE;
    }
  }

  private static void vector(Words words, float[] vectors, int word, float[] input, int at) {
    if (word >= 0 && word < words.list().size()) {
      System.arraycopy(vectors, word * MiniLm.WIDTH, input, at, MiniLm.WIDTH);
    } else {
      Arrays.fill(input, at, at + MiniLm.WIDTH, 0);
    }
  }

  private void shape(String text, Words words, int word, float[] input, int at) {
    Arrays.fill(input, at, at + SHAPE, 0);
    if (word < 0 || word >= words.list().size()) {
      input[at] = 1;
      return;
    }
    int start = words.list().get(word).start();
    int end = words.list().get(word).end();
    String form = text.substring(start, end);
    int first = form.codePointAt(0);
    int upper = 0;
    int letters = 0;
    boolean digit = false;
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      if (Character.isUpperCase(c)) upper++;
      if (Character.isLetter(c)) letters++;
      if (Character.isDigit(c)) digit = true;
    }
    int kind = names.kind(form);
    input[at + 1] = Character.isUpperCase(first) ? 1 : 0;
    input[at + 2] = letters > 1 && upper == letters ? 1 : 0;
    input[at + 3] = upper > 1 && upper < letters ? 1 : 0;
    input[at + 4] = letters > 0 && upper == 0 ? 1 : 0;
    input[at + 5] = digit ? 1 : 0;
    input[at + 6] = letters == 0 && !digit ? 1 : 0;
    input[at + 7] = letters == 1 && form.length() == 1 ? 1 : 0;
    input[at + 8] = Math.min(form.length(), 12) / 12f;
    input[at + 9] = (kind & Names.FIRST) != 0 ? 1 : 0;
    input[at + 10] = (kind & Names.LAST) != 0 ? 1 : 0;
    input[at + 11] = TITLES.contains(form.toLowerCase(Locale.ROOT)) ? 1 : 0;
    char before = start == 0 ? '\n' : text.charAt(start - 1);
    char after = end == text.length() ? '\n' : text.charAt(end);
    input[at + 12] = before == '@' || before == '#' ? 1 : 0;
    input[at + 13] = before == '\n' ? 1 : 0;
    input[at + 14] = after == '\n' ? 1 : 0;
    input[at + 15] = before == ' ' ? 1 : 0;
    input[at + 16] = after == '.' || after == '@' ? 1 : 0;
    input[at + 17] = form.equals(".") || form.equals("!") || form.equals("?") ? 1 : 0;
  }
}
