package probity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.classify.ModelFailed;

class NetworkTest {
  private static final NetworkTraining.Settings SETTINGS =
      new NetworkTraining.Settings(2, 16, 500, 0.01f, 0f, 0f, 5);

  private static Network trained() {
    var examples = new ArrayList<NetworkTraining.Example>();
    for (int i = 0; i < 64; i++) {
      boolean one = i % 2 == 0;
      boolean other = i % 4 < 2;
      float[] input = {one ? 1 : 0, other ? 1 : 0};
      examples.add(new NetworkTraining.Example(input, one != other));
    }
    return NetworkTraining.train(2, SETTINGS, List.copyOf(examples));
  }

  private static byte[] bytes(Network network) throws IOException {
    var out = new ByteArrayOutputStream();
    network.write(out);
    return out.toByteArray();
  }

  @Test
  void training_learns_what_no_line_can_part() {
    Network network = trained();

    assertThat(network.probability(new float[] {1, 0})).isGreaterThan(0.8f);
    assertThat(network.probability(new float[] {1, 1})).isLessThan(0.2f);
  }

  @Test
  void the_same_examples_and_seed_give_the_same_weights() throws IOException {
    assertThat(bytes(trained())).isEqualTo(bytes(trained()));
  }

  @Test
  void what_was_written_reads_back_and_answers_the_same() throws IOException {
    Network network = trained();

    Network read = Network.read(new ByteArrayInputStream(bytes(network)), 2);

    float[] input = {0.3f, 0.8f};
    assertThat(read.probability(input)).isEqualTo(network.probability(input));
  }

  @Test
  void rubbish_is_refused() throws IOException {
    byte[] good = bytes(trained());
    byte[] flipped = good.clone();
    flipped[20] ^= 1;

    assertRefused(new byte[0], "no file of weights");
    assertRefused("these are no weights".getBytes(StandardCharsets.UTF_8), "no file of weights");
    assertRefused(Arrays.copyOf(good, good.length - 1), "bytes of weights, expected");
    assertRefused(Arrays.copyOf(good, good.length + 1), "bytes of weights, expected");
    assertRefused(flipped, "checksum");
    assertThatThrownBy(() -> Network.read(new ByteArrayInputStream(good), 3))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("weights for 2 inputs, expected 3");
  }

  private static void assertRefused(byte[] weights, String why) {
    assertThatThrownBy(() -> Network.read(new ByteArrayInputStream(weights), 2))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining(why);
  }
}
