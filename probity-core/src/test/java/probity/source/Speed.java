package probity.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/// How long looking up takes against an index of many chunks that is mapped from a file.
final class Speed {
  private static final int PROMPT = 20_000;
  private static final int CHUNK = 1_000;
  private static final int CHUNKS_A_DOCUMENT = 20;
  private static final int WARM = 3_000;
  private static final int MEASURED = 5_000;

  private Speed() {}

  /// @param known texts that the index holds beside made-up ones
  static String measure(List<String> known, List<String> foreign, int chunks) {
    try {
      return measured(known, foreign, chunks);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String measured(List<String> known, List<String> foreign, int chunks)
      throws IOException {
    Path folder = Files.createTempDirectory("sources-speed");
    try {
      long begin = System.nanoTime();
      var index = index(known, chunks, folder);
      double seconds = (System.nanoTime() - begin) / 1e9;
      long[] times = times(index, known, foreign);
      Arrays.sort(times);
      return String.format(
          Locale.ROOT,
          """
          | chunks of 1,000 characters | fingerprints | bytes for looking up, a million chunks | on disk, a million chunks | made in | 20 kB prompt p50 | p99 |
          |---|---|---|---|---|---|---|
          | %,d | %,d | %,d MB | %,d MB | %.0f s | %.0f µs | %.0f µs |
          """,
          chunks,
          index.fingerprints(),
          (long) (index.bytes() * 1.0 / chunks),
          (long) ((index.bytes() + index.fingerprints() * Pairs.BYTES) * 1.0 / chunks),
          seconds,
          times[MEASURED / 2] / 1e3,
          times[MEASURED * 99 / 100] / 1e3);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  private static SourceIndex index(List<String> known, int chunks, Path folder) {
    var ingest = new Ingest(SourceIndex.empty(), mapped(folder));
    for (int i = 0; i < known.size(); i++) ingest.add(Words.document("known/" + i, known.get(i)));
    String all = String.join(" ", known);
    var words = new StringTokenizer(all);
    String[] vocabulary = new String[words.countTokens()];
    for (int i = 0; i < vocabulary.length; i++) vocabulary[i] = words.nextToken();
    var random = new Random(1);
    for (int i = 0; i < chunks / CHUNKS_A_DOCUMENT; i++) {
      var text = new StringBuilder();
      while (text.length() < CHUNK * CHUNKS_A_DOCUMENT) {
        text.append(vocabulary[random.nextInt(vocabulary.length)]).append(' ');
      }
      ingest.add(Words.document("made/" + i, text.toString()));
    }
    return ingest.finish();
  }

  private static Room mapped(Path folder) {
    return (part, bytes) -> {
      try (var channel =
          FileChannel.open(
              Files.createTempFile(folder, part.word(), ""),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    };
  }

  private static long[] times(SourceIndex index, List<String> known, List<String> foreign) {
    var random = new Random(2);
    var prompts = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      var text = new StringBuilder();
      while (text.length() < PROMPT) {
        var from = random.nextBoolean() ? known : foreign;
        String whole = from.get(random.nextInt(from.size()));
        text.append(whole, 0, Math.min(whole.length(), CHUNK)).append("\n\n");
      }
      prompts.add(text.substring(0, PROMPT));
    }
    long[] times = new long[MEASURED];
    for (int i = -WARM; i < MEASURED; i++) {
      String prompt = prompts.get(random.nextInt(prompts.size()));
      long begin = System.nanoTime();
      var attribution = Attribution.of(index, List.of(prompt));
      long taken = System.nanoTime() - begin;
      if (attribution.letters() == 0) throw new IllegalStateException("an empty prompt");
      if (i >= 0) times[i] = taken;
    }
    return times;
  }
}
