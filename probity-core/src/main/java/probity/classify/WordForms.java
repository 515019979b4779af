package probity.classify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.classify.PatternSyntax.Part;

/// The usual spellings of a word or phrase as one pattern: each letter composed (NFC), decomposed
/// (NFD), and as a [Skeleton] reads it; where case does not matter, in each case with full folding,
/// so that `Straße` is `STRASSE` and a sigma at the end of a word is one.
///
/// Letters vary one by one and meet again after each, so that a word needs few states more than it
/// has letters.
final class WordForms {
  /// By what a letter is in capitals and then small again, all that come to the same.
  private static final Map<Integer, Set<Integer>> CASES = cases();

  private final boolean anyCase;

  /// Whether marks may be left out, as a skeleton leaves them out: not where nothing would be left.
  private final boolean skeleton;

  private WordForms(boolean anyCase, boolean skeleton) {
    this.anyCase = anyCase;
    this.skeleton = skeleton;
  }

  /// In any case; a space matches what `space` matches.
  static Part anyCase(String words, Part space) {
    return of(words, space, true);
  }

  /// As it is spelled; a space matches what `space` matches.
  static Part exactly(String words, Part space) {
    return of(words, space, false);
  }

  private static Part of(String words, Part space, boolean anyCase) {
    String composed = Normalizer.normalize(words, Normalizer.Form.NFC);
    int[] letters = composed.codePoints().toArray();
    var forms = new WordForms(anyCase, !looks(composed).isBlank());
    var parts = new ArrayList<Part>();
    for (int i = 0; i < letters.length; i++) {
      if (letters[i] == ' ') {
        parts.add(space);
      } else if (anyCase && i + 1 < letters.length && s(letters[i]) && s(letters[i + 1])) {
        parts.add(forms.sharp());
        i++;
      } else {
        parts.add(anyCase && sharp(letters[i]) ? forms.sharp() : forms.letter(letters[i]));
      }
    }
    return new Part.Sequence(parts);
  }

  private static boolean s(int letter) {
    return letter == 's' || letter == 'S';
  }

  private static boolean sharp(int letter) {
    return letter == 'ß' || letter == 'ẞ';
  }

  /// A sharp s, or what it is in capitals.
  private Part sharp() {
    var twice = new Part.Sequence(List.of(letter('s'), letter('s')));
    return new Part.Either(List.of(twice, letter('ß')));
  }

  private Part letter(int letter) {
    var spellings = new TreeSet<String>();
    for (String each : anyCase ? inEachCase(letter) : Set.of(Character.toString(letter))) {
      spellings.add(each);
      spellings.add(Normalizer.normalize(each, Normalizer.Form.NFD));
      if (skeleton) spellings.add(looks(each));
    }
    return either(spellings);
  }

  private static Set<String> inEachCase(int letter) {
    var all = new TreeSet<String>();
    String alone = Character.toString(letter);
    String capital = alone.toUpperCase(Locale.ROOT);
    all.addAll(List.of(alone, capital, alone.toLowerCase(Locale.ROOT)));
    all.add(capital.toLowerCase(Locale.ROOT));
    for (int same : CASES.getOrDefault(folded(letter), Set.of())) {
      all.add(Character.toString(same));
    }
    return all;
  }

  /// Spellings that differ in their first unit alone are one way.
  private static Part either(Set<String> spellings) {
    var byRest = new TreeMap<String, BitSet>();
    for (String each : spellings) {
      if (each.isEmpty()) continue;
      byRest.computeIfAbsent(each.substring(1), _ -> new BitSet()).set(each.charAt(0));
    }
    var ways = new ArrayList<Part>();
    byRest.forEach((rest, first) -> ways.add(sequence(first, rest)));
    Part any = ways.size() == 1 ? ways.getFirst() : new Part.Either(ways);
    return spellings.contains("") ? new Part.Repeat(any, 0, 1) : any;
  }

  private static Part sequence(BitSet first, String rest) {
    var parts = new ArrayList<Part>();
    parts.add(new Part.One(first));
    for (int i = 0; i < rest.length(); i++) {
      var one = new BitSet();
      one.set(rest.charAt(i));
      parts.add(new Part.One(one));
    }
    return new Part.Sequence(parts);
  }

  /// What a skeleton makes of a text without escapes.
  private static String looks(String text) {
    var looks = new StringBuilder();
    text.codePoints().forEach(c -> Confusables.fold(c, 0, 0, (unit, _, _) -> looks.append(unit)));
    return looks.toString();
  }

  private static int folded(int letter) {
    return Character.toLowerCase(Character.toUpperCase(letter));
  }

  /// Without the letters of Turkish, which are no `i` elsewhere.
  private static Map<Integer, Set<Integer>> cases() {
    var cases = new HashMap<Integer, Set<Integer>>();
    for (int c = 0; c < 0x20000; c++) {
      int folded = folded(c);
      boolean turkish = c == 'İ' || c == 'ı';
      if (folded == c || turkish) continue;
      cases.computeIfAbsent(folded, _ -> new TreeSet<>(Set.of(folded))).add(c);
    }
    return Map.copyOf(cases);
  }
}
