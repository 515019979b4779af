package probity.detect;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import probity.classify.ModelFailed;

/// A small network with one hidden layer, whose only output is a probability.
///
/// Its file is `PBN1`, the numbers of inputs and of hidden units, all weights as 16-bit floats, and
/// a CRC-32 of what came before.
final class Network {
  private static final int MAGIC = 0x50424e31;
  private static final int SIZE_MAX = 1 << 13;

  private final int inputs;
  private final int hidden;

  /// Weights of the first input to every hidden unit, of the second input, and so on; then the bias
  /// of every hidden unit.
  private final float[] first;

  /// A weight for each hidden unit, then the bias.
  private final float[] second;

  Network(int inputs, int hidden, float[] first, float[] second) {
    if (first.length != (inputs + 1) * hidden || second.length != hidden + 1) {
      throw new IllegalArgumentException("weights do not fit " + inputs + " inputs");
    }
    this.inputs = inputs;
    this.hidden = hidden;
    this.first = rounded(first);
    this.second = rounded(second);
  }

  private static float[] rounded(float[] weights) {
    float[] rounded = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = Float.float16ToFloat(Float.floatToFloat16(weights[i]));
    }
    return rounded;
  }

  int inputs() {
    return inputs;
  }

  float probability(float[] input) {
    if (input.length != inputs) {
      throw new IllegalArgumentException(input.length + " inputs, expected " + inputs);
    }
    float[] sums = new float[hidden];
    System.arraycopy(first, inputs * hidden, sums, 0, hidden);
    for (int i = 0; i < inputs; i++) {
      float value = input[i];
      if (value == 0) continue;
      int row = i * hidden;
      for (int j = 0; j < hidden; j++) sums[j] += value * first[row + j];
    }
    float sum = second[hidden];
    for (int j = 0; j < hidden; j++) sum += Math.max(0, sums[j]) * second[j];
    return (float) (1 / (1 + StrictMath.exp(-sum)));
  }

  void write(OutputStream out) throws IOException {
    var checked = new CheckedOutputStream(out, new CRC32());
    var data = new DataOutputStream(checked);
    data.writeInt(MAGIC);
    data.writeShort(inputs);
    data.writeShort(hidden);
    for (float weight : first) data.writeShort(Float.floatToFloat16(weight));
    for (float weight : second) data.writeShort(Float.floatToFloat16(weight));
    data.writeInt((int) checked.getChecksum().getValue());
    data.flush();
  }

  /// Reads weights for a known number of inputs, or throws [ModelFailed].
  static Network read(InputStream in, int inputs) throws IOException {
    var checked = new CheckedInputStream(new ByteArrayInputStream(in.readAllBytes()), new CRC32());
    var data = new DataInputStream(checked);
    int left = checked.available();
    if (left < 8 || data.readInt() != MAGIC) throw new ModelFailed("this is no file of weights");
    int found = data.readUnsignedShort();
    int hidden = data.readUnsignedShort();
    if (found != inputs) {
      throw new ModelFailed("weights for " + found + " inputs, expected " + inputs);
    }
    if (inputs > SIZE_MAX || hidden > SIZE_MAX) throw new ModelFailed("too many weights");
    int weights = (inputs + 1) * hidden + hidden + 1;
    if (left != 8 + 2 * weights + 4) {
      throw new ModelFailed(left + " bytes of weights, expected " + (8 + 2 * weights + 4));
    }
    float[] first = floats(data, (inputs + 1) * hidden);
    float[] second = floats(data, hidden + 1);
    int expected = (int) checked.getChecksum().getValue();
    if (data.readInt() != expected) throw new ModelFailed("the checksum of the weights is wrong");
    return new Network(inputs, hidden, first, second);
  }

  private static float[] floats(DataInputStream data, int count) throws IOException {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = Float.float16ToFloat(data.readShort());
      if (!Float.isFinite(floats[i])) throw new ModelFailed("a weight is no number");
    }
    return floats;
  }
}
