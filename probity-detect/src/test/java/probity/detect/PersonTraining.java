package probity.detect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import probity.classify.Model;

/// Trains the weights of [PersonModel]. `docs/models/minilm-person.md` has the command.
final class PersonTraining {
  private static final int SENTENCES = 10_000;
  private static final NetworkTraining.Settings SETTINGS =
      new NetworkTraining.Settings(3, 32, 4, 0.001f, 0.1f, 0.01f, 1);

  private final MiniLm miniLm;
  private final PersonFeatures features;
  private final Names names;

  private PersonTraining(MiniLm miniLm, Names names) {
    this.miniLm = miniLm;
    this.names = names;
    this.features = new PersonFeatures(names);
  }

  /// @param args the folder of the corpora, the file that `values.mjs` wrote, the folder of the
  ///   weights
  public static void main(String[] args) throws IOException {
    Path entities = Path.of(args[0]).resolve("emerging-entities-17");
    var values = Values.read(Path.of(args[1]));
    Path out = Path.of(args[2]);
    byte[] list = names(values);
    Files.write(out.resolve("person-names.gz"), list);
    try (var miniLm = MiniLm.open(PersonFeatures.EARLY, PersonFeatures.LATE, MiniLm.LAST)) {
      var training = new PersonTraining(miniLm, Names.read(new ByteArrayInputStream(list)));
      var made = new ArrayList<Labelled>();
      var sentences =
          new PersonSentences(values, RandomGeneratorFactory.of("L64X128MixRandom").create(7));
      for (int i = 0; i < SENTENCES; i++) made.add(sentences.next());
      var train = Corpora.emergingEntities(entities.resolve("wnut17train.conll"));
      var development = Corpora.emergingEntities(entities.resolve("emerging.dev.conll"));
      var examples = training.examples(train);
      examples.addAll(training.examples(made));
      Network held = NetworkTraining.train(PersonFeatures.INPUTS, SETTINGS, examples);
      for (float threshold : new float[] {0.25f, 0.3f, 0.35f, 0.4f, 0.5f}) {
        System.out.println(
            "WNUT-17 dev, held out, from "
                + threshold
                + " on: "
                + training.measure(held, threshold, development));
      }
      Path presidio = Path.of(args[0]).resolve("presidio-research/generated_large.json");
      System.out.println(
          "generated_large, development set: "
              + training.measure(held, PersonModel.THRESHOLD, Corpora.presidio(presidio)));
      examples.addAll(training.examples(development));
      Network last = NetworkTraining.train(PersonFeatures.INPUTS, SETTINGS, examples);
      System.out.println(
          "generated_large, with the final weights: "
              + training.measure(last, PersonModel.THRESHOLD, Corpora.presidio(presidio)));
      try (OutputStream weights = Files.newOutputStream(out.resolve("person.weights"))) {
        last.write(weights);
      }
    }
  }

  /// The list of names that the model ships with: every word of a name with its kind.
  private static byte[] names(Values values) throws IOException {
    var kinds = new TreeMap<String, Integer>();
    for (String name : values.of("first")) add(kinds, name, Names.FIRST);
    for (String name : values.of("last")) add(kinds, name, Names.LAST);
    var bytes = new ByteArrayOutputStream();
    try (var writer = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      for (var entry : kinds.entrySet()) {
        writer.write(entry.getValue() + entry.getKey() + "\n");
      }
    }
    return bytes.toByteArray();
  }

  private static void add(Map<String, Integer> kinds, String name, int kind) {
    for (String word : name.toLowerCase(Locale.ROOT).split("[ '’.-]", -1)) {
      if (word.length() > 2) kinds.merge(word, kind, (one, other) -> one | other);
    }
  }

  private List<NetworkTraining.Example> examples(List<Labelled> texts) {
    var examples = new ArrayList<NetworkTraining.Example>();
    for (var text : texts) {
      var pieces = miniLm.cut(text.text(), 0, MiniLm.WINDOW);
      if (pieces.isEmpty()) continue;
      float[][] layers = miniLm.vectors(pieces);
      var words = Words.of(pieces, layers[0], layers[1]);
      for (int i = 0; i < words.list().size(); i++) {
        var word = words.list().get(i);
        float[] input = new float[PersonFeatures.INPUTS];
        features.fill(text.text(), words, i, input);
        examples.add(new NetworkTraining.Example(input, text.names(word.start(), word.end())));
      }
    }
    return examples;
  }

  private Spread measure(Network network, float threshold, List<Labelled> texts) {
    var model = new PersonModel(() -> miniLm, names, network, threshold);
    var sum = Spread.NONE;
    for (var text : texts) {
      var found =
          model.read(text.text(), Model.Origin.USER, 10).found().stream()
              .map(scored -> new Labelled.Span(scored.start(), scored.end()))
              .toList();
      sum = sum.with(text.names(), found);
    }
    return sum;
  }
}
