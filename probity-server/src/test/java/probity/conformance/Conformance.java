package probity.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// `./probity conformance`: every format, every place, in one piece and streamed, at every split.
public final class Conformance {
  private static final String USAGE =
      """
      usage: ./probity conformance [--write] [--seed N] [--only FORMAT] [--in-process]

        --write        write docs/conformance.md; without it a run fails where the page says something else
        --seed N       draws the splits over sockets (default 1, as in the page)
        --only FORMAT  a folder of conformance/matrix; the page is not looked at
        --in-process   no gateway; the page is not looked at
      """;
  private static final long SEED = 1;

  /// Of so many the records of one gateway hold in memory.
  private static final int GATEWAY_BODIES = 10;

  private final Matrix matrix;
  private final Tally tally = new Tally();
  private final long started = System.nanoTime();
  private final Options options;

  private Conformance(Matrix matrix, Options options) {
    this.matrix = matrix;
    this.options = options;
  }

  /// What the command line asks for.
  private record Options(boolean write, long seed, String only, boolean sockets) {
    static Options of(String... arguments) {
      boolean write = false;
      boolean sockets = true;
      String only = "";
      long seed = SEED;
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--write" -> write = true;
          case "--seed" -> seed = Long.parseLong(arguments[++i]);
          case "--in-process" -> sockets = false;
          case "--only" -> only = arguments[++i];
          default -> throw new IllegalArgumentException();
        }
      }
      return new Options(write, seed, only, sockets);
    }

    /// Whether the run is the one that the page tells of.
    boolean published() {
      return only.isEmpty() && sockets && seed == SEED;
    }
  }

  public static void main(String... arguments) throws Exception {
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException misread) {
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    Logger.getLogger("").setLevel(Level.WARNING);
    Path home = Path.of(System.getProperty("probity.home", "..")).toAbsolutePath().normalize();
    var run = new Conformance(Matrix.read(home), options);
    run.formats();
    if (options.published()) run.page(home.resolve("docs/conformance.md"), options.write());
    System.exit(run.result());
  }

  private void formats() throws Exception {
    String only = options.only();
    var inspects = new InProcess(matrix.bundle(), new Rules());
    var formats =
        matrix.bodies().stream()
            .map(Body::format)
            .distinct()
            .filter(format -> only.isEmpty() || format.equals(only))
            .toList();
    if (formats.isEmpty()) throw new IllegalArgumentException("no format `" + only + "`");
    for (String format : formats) {
      var bodies = matrix.bodies().stream().filter(body -> body.format().equals(format)).toList();
      var decoder = new AtTheDecoder(inspects, tally, options.seed());
      decoder.run(bodies);
      decoder.complete();
      say(format, "in process");
      if (!options.sockets()) continue;
      sockets(bodies);
      say(format, "over sockets");
    }
  }

  private void sockets(List<Body> bodies) throws IOException, InterruptedException {
    for (int from = 0; from < bodies.size(); from += GATEWAY_BODIES) {
      gateway(bodies.subList(from, Math.min(bodies.size(), from + GATEWAY_BODIES)));
    }
  }

  private void gateway(List<Body> bodies) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("probity-conformance");
    try {
      Sockets.run(matrix, bodies, work, tally, options.seed());
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  private void say(String format, String where) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %-13s %,11d cases by now, %d delivered, %d faults, %d s%n",
        format,
        where,
        tally.cases(),
        tally.delivered(),
        tally.faults(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds());
  }

  private void page(Path page, boolean write) throws IOException {
    String table = Table.of(tally);
    if (write) Files.writeString(page, table);
    else if (!Files.exists(page) || !Files.readString(page).equals(table)) {
      tally.fault(
          "docs/conformance.md is not what this run saw; `./probity conformance --write` writes it",
          "");
    }
  }

  private int result() {
    tally.failures().forEach(System.out::println);
    boolean failed = tally.faults() > 0 || tally.delivered() > 0;
    System.out.printf(
        "%s%d faults%ndelivered: %d of %d%n",
        failed ? "FAILED: " : "", tally.faults(), tally.delivered(), tally.cases());
    return failed ? 1 : 0;
  }
}
