package probity.server;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.gateway.upstream.Origin;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.ProofFile;
import probity.store.file.FileLedger;
import probity.store.file.Settings;
import probity.witness.RunningWitness;
import probity.witness.client.Witnesses;

/// The figures of the ledger alone, on one folder and in one run: `LedgerFigures DIR`. Entries have
/// the length of real ones; a witness runs in the same process, behind a real socket.
final class LedgerFigures {
  private static final String LOG = "traffic-standard-" + period();
  private static final int ALONE = 400;
  private static final int TOGETHER = 60_000;
  private static final int WAITING_MAX = 64;
  private static final Duration PACED = Duration.ofSeconds(40);

  private final Path dir;

  private LedgerFigures(Path dir) {
    this.dir = dir;
  }

  private static String period() {
    var today = java.time.LocalDate.now(Clock.systemUTC());
    return today.getYear() + (today.getMonthValue() <= 6 ? "h1" : "h2");
  }

  public static void main(String[] words) throws Exception {
    new LedgerFigures(Path.of(words[0])).run();
  }

  private void run() throws Exception {
    Files.createDirectories(dir);
    double[] syncs = fdatasyncs();
    try (var witness = RunningWitness.start(dir.resolve("witness"), Clock.systemUTC())) {
      var at = Origin.of(URI.create(witness.url())).orElseThrow();
      var outside = new Witnesses.Named("outside", witness.keys().getFirst(), at, "");
      var witnesses = new Witnesses(1, Witnesses.EVERY, List.of(outside));
      var config =
          Running.config(dir.resolve("data"), 1, Running.limits(PACED), Running.PATIENT)
              .with(LedgerConfig.sealed(LedgerConfig.SEAL_EVERY).with(witnesses));
      var settings = Settings.of(config.origin(), "gateway", "bench").withPolicy(witnesses::policy);
      var clock = Clock.systemUTC();
      try (var ledger = FileLedger.open(config.data(), settings, clock, new SecureRandom());
          var _ = Vouching.start(config, ledger, clock, new SecureRandom())) {
        alone(ledger, syncs);
        together(ledger);
        probity.witness.Witness.trust(
            dir.resolve("witness"), Files.readString(config.data().resolve("trust")));
        paced(ledger, config.data().resolve("ledger").resolve(LOG));
        proof(config.data().resolve("ledger").resolve(LOG));
      }
    }
  }

  private static Draft draft(long number) {
    var body = Json.object();
    for (int i = 0; i < 24; i++)
      body.put("member_" + i, "value of some length " + i + " " + number);
    return new Draft(LOG, "note", body.build());
  }

  private double[] fdatasyncs() throws IOException {
    var times = new double[ALONE];
    var bytes = ByteBuffer.allocate(2048);
    try (var file =
        FileChannel.open(
            dir.resolve("sync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(4 << 20), 0);
      file.force(true);
      for (int i = 0; i < ALONE; i++) {
        long from = System.nanoTime();
        file.write(bytes.clear(), i * 2048L);
        file.force(false);
        times[i] = (System.nanoTime() - from) / 1e6;
      }
    }
    return sorted(times);
  }

  private static double[] sorted(double[] times) {
    Arrays.sort(times);
    return times;
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  private static void say(String what, Object... figures) {
    System.out.printf(Locale.ROOT, what + "%n", figures);
  }

  /// One entry after the other: what a lone exchange waits for.
  private static void alone(FileLedger ledger, double[] syncs) throws InterruptedException {
    var times = new double[ALONE];
    for (int i = -50; i < ALONE; i++) {
      var done = new Semaphore(0);
      long from = System.nanoTime();
      ledger.append(draft(i + 50), Runnable::run, _ -> done.release());
      done.acquire();
      if (i >= 0) times[i] = (System.nanoTime() - from) / 1e6;
    }
    sorted(times);
    say(
        "durable acknowledgement, alone: p50 %.2f ms, p99 %.2f ms; fdatasync of 2 kB: p50 %.2f ms,"
            + " p99 %.2f ms; ratio p50 %.1f, p99 %.1f",
        at(times, 0.5),
        at(times, 0.99),
        at(syncs, 0.5),
        at(syncs, 0.99),
        at(times, 0.5) / at(syncs, 0.5),
        at(times, 0.99) / at(syncs, 0.99));
  }

  private static void together(FileLedger ledger) throws InterruptedException {
    var places = new Semaphore(WAITING_MAX);
    var times = new ConcurrentLinkedQueue<Double>();
    var refused = new AtomicLong();
    long begun = System.nanoTime();
    for (int i = 0; i < TOGETHER; i++) {
      places.acquire();
      long from = System.nanoTime();
      ledger.append(
          draft(i),
          Runnable::run,
          end -> {
            if (end instanceof Appended.Unwritable) refused.incrementAndGet();
            times.add((System.nanoTime() - from) / 1e6);
            places.release();
          });
    }
    places.acquire(WAITING_MAX);
    double seconds = (System.nanoTime() - begun) / 1e9;
    var all = sorted(times.stream().mapToDouble(Double::doubleValue).toArray());
    say(
        "64 waiting: %.0f signed entries a second, acknowledged p50 %.2f ms, p99 %.2f ms; %d refused",
        TOGETHER / seconds, at(all, 0.5), at(all, 0.99), refused.get());
    // Hashing alone, of as many entries of that length.
    byte[] entry = new byte[1500];
    begun = System.nanoTime();
    for (int i = 0; i < TOGETHER; i++) Hash.leaf(entry);
    double hashing = (System.nanoTime() - begun) / 1e9;
    say("leaf hashes alone: %.0f a second; ratio %.3f", TOGETHER / hashing, hashing / seconds);
  }

  /// A hundred entries a second, each followed to the checkpoints that cover it.
  private static void paced(FileLedger ledger, Path log) throws Exception {
    var durable = new ArrayList<Long>();
    long published = Objects.requireNonNull(ledger.status().logs().get(LOG)).durable();
    long base = published;
    var toCheckpoint = new ArrayList<Double>();
    var toWitnessed = new ArrayList<Double>();
    long sealed = published;
    long cosigned = published;
    long until = System.nanoTime() + PACED.toNanos();
    for (long i = 0; System.nanoTime() < until || sealed - base < durable.size(); i++) {
      if (System.nanoTime() < until) {
        var done = new Semaphore(0);
        ledger.append(draft(i), Runnable::run, _ -> done.release());
        done.acquire();
        durable.add(System.nanoTime());
      }
      long now = System.nanoTime();
      for (long size = ledger.published(LOG).map(Checkpoint::size).orElse(0L);
          sealed < Math.min(size, base + durable.size());
          sealed++) {
        toCheckpoint.add((now - durable.get((int) (sealed - base))) / 1e6);
      }
      for (long size = cosigned(log);
          cosigned < Math.min(size, base + durable.size());
          cosigned++) {
        toWitnessed.add((now - durable.get((int) (cosigned - base))) / 1e6);
      }
      Thread.sleep(10);
    }
    say("to a signed checkpoint: %s", spread(toCheckpoint));
    say("to a cosigned checkpoint: %s", spread(toWitnessed));
  }

  private static String spread(List<Double> times) {
    var all = sorted(times.stream().mapToDouble(Double::doubleValue).toArray());
    return all.length == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "p50 %.0f ms, p99 %.0f ms, of %d entries",
            at(all, 0.5),
            at(all, 0.99),
            all.length);
  }

  private static long cosigned(Path log) throws IOException {
    Path file = log.resolve("cosigned");
    if (!Files.exists(file)) return 0;
    return Note.parse(Files.readAllBytes(file)).then(Checkpoint::parse).orThrow().size();
  }

  /// The size of a proof for a tree of eighty million entries, with the real notes.
  private static void proof(Path log) throws IOException {
    Path cosigned = log.resolve("cosigned");
    Path file = Files.exists(cosigned) ? cosigned : log.resolve("checkpoint");
    var note = Note.parse(Files.readAllBytes(file)).orThrow();
    var path = new ArrayList<Hash>();
    for (int i = 0; i < 27; i++) path.add(Hash.of(new byte[] {(byte) i}));
    var proof = new ProofFile(Optional.empty(), 79_999_999, path, note);
    int whole = proof.text().length();
    int large =
        note.lines().stream()
            .mapToInt(line -> line.signature().length())
            .filter(length -> length > 1000)
            .sum();
    say(
        "proof at 80 million entries: %d bytes, %d without ML-DSA-44 signatures",
        whole, whole - large);
  }
}
