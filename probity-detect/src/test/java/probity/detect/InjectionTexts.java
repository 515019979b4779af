package probity.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Makes the texts that [InjectionModel] is trained with: attacks and benign texts of a family, and
/// documents with something planted.
final class InjectionTexts {
  /// @param family where it came from, so that whole families can be kept out of training
  /// @param attacks the parts that are attacks
  record Text(String text, String family, List<Labelled.Span> attacks) {
    Text {
      attacks = List.copyOf(attacks);
    }

    boolean attack() {
      return !attacks.isEmpty();
    }

    /// Whether more than half of a part belongs to an attack.
    boolean attacks(int start, int end) {
      int common = 0;
      for (var attack : attacks) {
        common += Math.max(0, Math.min(end, attack.end()) - Math.max(start, attack.start()));
      }
      return 2 * common > end - start;
    }
  }

  /// Stands in a plant where its task goes.
  private static final String PLACE = "TASK";

  private final Grammar grammar;
  private final RandomGenerator random;

  InjectionTexts(Grammar grammar, RandomGenerator random) {
    this.grammar = grammar;
    this.random = random;
  }

  List<String> families(String prefix) {
    return grammar.families(prefix);
  }

  /// An attack by a person, sometimes with harmless text around it.
  Text attack(String family) {
    String attack = inSomeCase(grammar.make(family));
    String before = random.nextInt(5) == 0 ? grammar.make("benign.plain") + between() : "";
    String after = random.nextInt(5) == 0 ? between() + grammar.make("benign.plain") : "";
    return new Text(
        before + attack + after,
        family,
        List.of(new Labelled.Span(before.length(), before.length() + attack.length())));
  }

  Text benign(String family) {
    String text = inSomeCase(grammar.make(family));
    for (int i = random.nextInt(6); i > 3; i--) text += between() + grammar.make("benign.plain");
    return new Text(text, family, List.of());
  }

  private String between() {
    return random.nextInt(4) == 0 ? "\n" : " ";
  }

  private String inSomeCase(String text) {
    return random.nextInt(6) == 0 ? text.toLowerCase(Locale.ROOT) : text;
  }

  String document(String family) {
    return grammar.make(family);
  }

  /// A document with a task planted between two of its sentences.
  Text planted(String document, String taskFamily) {
    String plant = grammar.make("plant").replace(PLACE, grammar.make(taskFamily));
    if (random.nextInt(3) == 0) plant += " " + grammar.make(taskFamily);
    var parts = Sentences.of(document);
    var places = new ArrayList<Integer>();
    places.add(0);
    parts.forEach(part -> places.add(part.end()));
    int at = random.nextInt(3) == 0 ? places.getLast() : places.get(random.nextInt(places.size()));
    String glue = random.nextInt(2) == 0 ? "\n" : " ";
    String before = at == 0 ? "" : glue;
    String after = at == 0 ? glue : glue.strip().isEmpty() && random.nextInt(2) == 0 ? "\n" : " ";
    int start = at + before.length();
    return new Text(
        document.substring(0, at) + before + plant + after + document.substring(at).stripLeading(),
        taskFamily,
        List.of(new Labelled.Span(start, start + plant.length())));
  }
}
