package probity.detect;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.classify.ModelFailed;

/// The sentence model all-MiniLM-L6-v2 in its quantised form, which gives each piece of a word a
/// vector that depends on the words around it.
///
/// Beside the last layer it can show those before it, where a vector says more of the word itself.
/// Threads may ask at the same time; each is served on its own.
final class MiniLm implements AutoCloseable {
  /// Numbers in a vector.
  static final int WIDTH = 384;

  /// Pieces of words that are read at once, without the two that open and close.
  static final int WINDOW = 200;

  /// The last layer, where a vector says more of the sentence.
  static final int LAST = 5;

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private final WordPieces wordPieces;
  private final OrtSession session;
  private final Set<String> outputs;

  private MiniLm(WordPieces wordPieces, OrtSession session, Set<String> outputs) {
    this.wordPieces = wordPieces;
    this.session = session;
    this.outputs = outputs;
  }

  /// Loads the model from the class path.
  ///
  /// @param layers those whose vectors are wanted, 0 to [#LAST]
  static MiniLm open(int... layers) {
    var outputs = new LinkedHashSet<String>();
    for (int layer : layers) outputs.add(output(layer));
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      var model = new ByteArrayOutputStream();
      try (InputStream in = resource(MODEL)) {
        in.transferTo(model);
      }
      for (int layer : layers) {
        if (layer != LAST) model.writeBytes(asGraphOutput(output(layer)));
      }
      WordPieces wordPieces;
      try (InputStream in = resource(TOKENIZER)) {
        wordPieces = WordPieces.read(in);
      }
      var session = OrtEnvironment.getEnvironment().createSession(model.toByteArray(), options);
      return new MiniLm(wordPieces, session, outputs);
    } catch (OrtException | IOException | LinkageError failed) {
      throw new ModelFailed("the model MiniLM does not load: " + failed.getMessage(), failed);
    }
  }

  private static String output(int layer) {
    return layer == LAST
        ? "last_hidden_state"
        : "/encoder/layer." + layer + "/output/LayerNorm/Add_1_output_0";
  }

  /// A piece of an ONNX file that names one more output of the graph. In the encoding of protocol
  /// buffers a message that comes in two parts is the sum of both, so this is appended to the file:
  /// field 7 of the model is its graph, field 12 of that its outputs, field 1 of those their names.
  private static byte[] asGraphOutput(String name) {
    return field(7, field(12, field(1, name.getBytes(StandardCharsets.UTF_8))));
  }

  private static byte[] field(int number, byte[] content) {
    if (content.length > 127) throw new IllegalStateException("a length of more than one byte");
    byte[] field = new byte[content.length + 2];
    field[0] = (byte) (number << 3 | 2);
    field[1] = (byte) content.length;
    System.arraycopy(content, 0, field, 2, content.length);
    return field;
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = MiniLm.class.getResourceAsStream(name);
    if (in == null) throw new FileNotFoundException("`" + name + "` is not on the class path");
    return in;
  }

  /// The pieces of words from an offset on, until the word with which there are `max`.
  List<WordPieces.Piece> cut(String text, int from, int max) {
    return wordPieces.cut(text, from, text.length(), max);
  }

  /// The pieces of words between two offsets, until the word with which there are `max`.
  List<WordPieces.Piece> cut(String text, int from, int to, int max) {
    return wordPieces.cut(text, from, to, max);
  }

  /// The vectors of the pieces, layer after layer in the order in which they were asked for.
  ///
  /// @return for each layer one vector after the other, [#WIDTH] numbers each
  float[][] vectors(List<WordPieces.Piece> pieces) {
    long[] ids = wordPieces.ids(pieces);
    int length = ids.length;
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    long[] shape = {1, length};
    var environment = OrtEnvironment.getEnvironment();
    try (var input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        var types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[length]), shape);
        var result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types),
                outputs)) {
      float[][] layers = new float[outputs.size()][];
      for (int i = 0; i < layers.length; i++) {
        float[] all = ((OnnxTensor) result.get(i)).getFloatBuffer().array();
        layers[i] = Arrays.copyOfRange(all, WIDTH, all.length - WIDTH);
      }
      return layers;
    } catch (OrtException failed) {
      throw new ModelFailed("the model MiniLM broke: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new ModelFailed("the model MiniLM does not close: " + failed.getMessage(), failed);
    }
  }
}
