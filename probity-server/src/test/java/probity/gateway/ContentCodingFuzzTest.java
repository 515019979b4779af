package probity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Bytes;
import probity.fuzz.Fuzz;

class ContentCodingFuzzTest {
  private static final int MAX = 10_000;

  private static byte[] encoded(String coding, byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    switch (coding) {
      case "gzip" -> {
        try (var gzip = new GZIPOutputStream(out)) {
          gzip.write(plain);
        }
      }
      case "deflate" -> {
        try (var deflate = new DeflaterOutputStream(out)) {
          deflate.write(plain);
        }
      }
      default -> out.writeBytes(Zstd.compress(plain));
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void a_body_is_decoded_within_its_bound_or_refused(String coding) throws IOException {
    var corpus =
        List.of(
            encoded(coding, "{\"a\":\"b\"}".repeat(20).getBytes(StandardCharsets.UTF_8)),
            encoded(coding, new byte[200_000]),
            encoded(coding, new byte[0]));
    Fuzz.check(
        3000,
        corpus,
        (input, _) -> {
          var decoded = ContentCoding.decode(List.of(coding), Bytes.wrap(input), MAX);
          if (decoded instanceof ContentCoding.Decoded.Plain(var plain)) {
            assertThat(plain.length()).isLessThanOrEqualTo(MAX);
          }
        });
  }
}
