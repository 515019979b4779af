package probity.detect;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.classify.Model;
import probity.classify.ModelFailed;

/// A classifier of texts in a file of the ONNX format, as fine-tuned models of the BERT family
/// without case are exported: it takes `input_ids`, perhaps `attention_mask` and `token_type_ids`,
/// and its first output is one number for each class.
///
/// A piece is a window of the text; a finding covers the window. Threads may ask at the same time.
public final class OnnxClassifier implements Model, AutoCloseable {
  private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

  private final Description description;
  private final WordPieces wordPieces;
  private final OrtSession session;
  private final String output;

  /// What a file is.
  ///
  /// @param id name and version, as findings bear it
  /// @param outputs the classes, in the order of the numbers
  /// @param labels some of the classes, with our labels for them
  /// @param exclusive whether a text is of one class alone (softmax), else each number stands for
  ///   itself (logistic)
  /// @param tokens pieces of words in a window, without the two that open and close it
  /// @param longest of one window; the model is stopped then
  public record Description(
      String id,
      List<String> outputs,
      SortedMap<String, String> labels,
      boolean exclusive,
      int tokens,
      Duration longest) {
    public Description {
      outputs = List.copyOf(outputs);
      labels = new TreeMap<>(labels);
    }
  }

  private OnnxClassifier(
      Description description, WordPieces wordPieces, OrtSession session, String output) {
    this.description = description;
    this.wordPieces = wordPieces;
    this.session = session;
    this.output = output;
  }

  /// Loads it, and asks it about one word.
  ///
  /// @param tokenizer its `tokenizer.json`
  /// @throws ModelFailed if one of the files is missing or damaged, or it is another kind of model
  public static OnnxClassifier open(Description description, Path model, Path tokenizer) {
    WordPieces wordPieces;
    try (InputStream in = Files.newInputStream(tokenizer)) {
      wordPieces = WordPieces.read(in);
    } catch (IOException failed) {
      throw new ModelFailed("the tokenizer `" + tokenizer + "` cannot be read", failed);
    }
    OrtSession session;
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
    } catch (OrtException | LinkageError failed) {
      throw new ModelFailed("the model `" + model + "` does not load", failed);
    }
    var classifier =
        new OnnxClassifier(
            description, wordPieces, session, session.getOutputNames().iterator().next());
    try {
      classifier.check();
      return classifier;
    } catch (ModelFailed other) {
      classifier.close();
      throw new ModelFailed("the model `" + model + "` cannot be used: " + other.getMessage());
    }
  }

  private void check() {
    var unknown = new TreeSet<>(session.getInputNames());
    unknown.removeAll(INPUTS);
    if (!unknown.isEmpty() || !session.getInputNames().contains("input_ids")) {
      throw new ModelFailed(
          "its inputs are "
              + session.getInputNames()
              + ", `input_ids` was expected, and `attention_mask` and `token_type_ids` at most");
    }
    scores(wordPieces.cut("word", 0, 4, 1));
  }

  @Override
  public String id() {
    return description.id();
  }

  @Override
  public SortedSet<String> labels() {
    return new TreeSet<>(description.labels().values());
  }

  @Override
  public Reading read(String text, Origin origin, int pieces) {
    var found = new ArrayList<Scored>();
    int from = 0;
    int windows = 0;
    for (; from < text.length() && windows < pieces; windows++) {
      var cut = wordPieces.cut(text, from, text.length(), description.tokens());
      // A word that does not fit whole is left for the next window, unless it is all of this one.
      boolean last = cut.size() < description.tokens();
      var window = last ? cut : fitting(cut);
      int end = last ? text.length() : window.getLast().end();
      if (!window.isEmpty()) {
        add(scores(window), window.getFirst().start(), window.getLast().end(), found);
      }
      from = end;
    }
    return new Reading(found, from, windows);
  }

  /// The words that fit into a window; of a word that is longer than a window, what does.
  private List<WordPieces.Piece> fitting(List<WordPieces.Piece> cut) {
    int whole = cut.size();
    while (whole > description.tokens()) {
      int word = cut.get(whole - 1).word();
      while (whole > 0 && cut.get(whole - 1).word() == word) whole--;
    }
    return cut.subList(0, whole > 0 ? whole : description.tokens());
  }

  private void add(float[] scores, int start, int end, List<Scored> found) {
    for (int i = 0; i < scores.length; i++) {
      String label = description.labels().get(description.outputs().get(i));
      if (label != null) found.add(new Scored(label, start, end, Math.round(scores[i] * 100)));
    }
  }

  /// From 0 to 1, one for each class.
  private float[] scores(List<WordPieces.Piece> pieces) {
    long[] ids = wordPieces.ids(pieces);
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    var environment = OrtEnvironment.getEnvironment();
    long[] shape = {1, ids.length};
    try (var options = new OrtSession.RunOptions();
        var input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        var types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape)) {
      var inputs = new HashMap<String, OnnxTensorLike>();
      inputs.put("input_ids", input);
      inputs.put("attention_mask", mask);
      inputs.put("token_type_ids", types);
      inputs.keySet().retainAll(session.getInputNames());
      return probabilities(run(inputs, options));
    } catch (OrtException failed) {
      throw new ModelFailed("it broke: " + failed.getMessage(), failed);
    }
  }

  /// Stops it when its time is over.
  private float[] run(Map<String, OnnxTensorLike> inputs, OrtSession.RunOptions options)
      throws OrtException {
    var watch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(description.longest());
                options.setTerminate(true);
              } catch (InterruptedException | OrtException | IllegalStateException over) {
                // It ended before.
              }
            });
    try (var result = session.run(inputs, Set.of(output), options)) {
      if (!(result.get(0) instanceof OnnxTensor tensor)
          || !Arrays.equals(
              tensor.getInfo().getShape(), new long[] {1, description.outputs().size()})
          || tensor.getFloatBuffer() == null) {
        throw new ModelFailed(
            "its first output is not one decimal number for each of "
                + description.outputs().size()
                + " classes");
      }
      var numbers = tensor.getFloatBuffer();
      float[] copy = new float[numbers.remaining()];
      numbers.get(copy);
      return copy;
    } finally {
      watch.interrupt();
      join(watch);
    }
  }

  /// The options must not be closed while the watch may still use them.
  private static void join(Thread watch) {
    boolean interrupted = false;
    while (true) {
      try {
        watch.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  private float[] probabilities(float[] numbers) {
    float[] scores = new float[numbers.length];
    float most = Float.NEGATIVE_INFINITY;
    for (float number : numbers) {
      if (!Float.isFinite(number)) throw new ModelFailed("it gave what is no number");
      most = Math.max(most, number);
    }
    double sum = 0;
    for (float number : numbers) sum += Math.exp(number - most);
    for (int i = 0; i < numbers.length; i++) {
      scores[i] =
          (float)
              (description.exclusive()
                  ? Math.exp(numbers[i] - most) / sum
                  : 1 / (1 + Math.exp(-numbers[i])));
    }
    return scores;
  }

  /// No reading may be under way.
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new ModelFailed("a model does not close: " + failed.getMessage(), failed);
    }
  }
}
