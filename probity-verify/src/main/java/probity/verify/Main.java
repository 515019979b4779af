package probity.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.TrustPolicy;

/// The command `java -jar probity-verify.jar`.
public final class Main {
  static final int VERIFIED = 0;
  static final int FINDINGS = 1;
  static final int USAGE = 2;
  private static final int TRUST_BYTES_MAX = 1 << 20;
  private static final long PROGRESS_EVERY_NANOS = 3_000_000_000L;

  private Main() {}

  public static void main(String[] words) {
    int status = run(List.of(words), System.out, System.err);
    System.out.flush();
    System.exit(status);
  }

  /// Runs the command and returns its exit status; nothing but `out` and `err` is written.
  public static int run(List<String> words, PrintStream out, PrintStream err) {
    return run(words, Options.DEFAULT, out, err);
  }

  /// As [#run(List, PrintStream, PrintStream)], with what takes more than the JDK: the checker of
  /// timestamps and the re-performer of `base`. The words decide on the rest, and on whether it
  /// re-performs.
  public static int run(List<String> words, Options base, PrintStream out, PrintStream err) {
    try {
      var rest = words.isEmpty() ? words : words.subList(1, words.size());
      return switch (words.isEmpty() ? "" : words.getFirst()) {
        case "proof" -> ProofCommand.run(rest, out, err).orElseGet(() -> usage("proof", err));
        case "trust" -> TrustCommand.run(rest, out, err).orElseGet(() -> usage("trust", err));
        default -> verify(words, base, out, err);
      };
    } catch (UncheckedIOException e) {
      err.println("cannot read: " + Finding.printable(reason(e)));
      return USAGE;
    } catch (UnreadableException e) {
      err.println("cannot read: " + Finding.printable(String.valueOf(e.getMessage())));
      return USAGE;
    }
  }

  private static int usage(String command, PrintStream err) {
    err.println("cannot run: `" + command + "` takes other words than these");
    err.print(Arguments.USAGE);
    return USAGE;
  }

  private static int verify(List<String> words, Options base, PrintStream out, PrintStream err) {
    return switch (Arguments.read(words)) {
      case Arguments.Read.Good(var arguments)
          when arguments.reperform() && base.reperformer().isEmpty() -> {
        err.println(
            "cannot run: `--reperform` decides by the product's rules, which this jar lacks; the"
                + " product's own `./probity verify --reperform` does, and `interop/reperform`"
                + " without its code");
        yield USAGE;
      }
      case Arguments.Read.Good(var arguments) -> run(arguments, base, out, err);
      case Arguments.Read.Help() -> {
        out.print(Arguments.USAGE);
        yield VERIFIED;
      }
      case Arguments.Read.Bad(var message) -> {
        err.println("cannot run: " + Finding.printable(message));
        err.print(Arguments.USAGE);
        yield USAGE;
      }
    };
  }

  private static int run(Arguments arguments, Options base, PrintStream out, PrintStream err) {
    Trust trust;
    switch (arguments.trust().isPresent() ? trust(arguments.trust().get()) : folderOnly()) {
      case Checked.Valid<Trust>(var value) -> trust = value;
      case Checked.Invalid<Trust>(var fault, var detail) -> {
        err.println("cannot use the trust file: " + Finding.printable(fault + ": " + detail));
        return USAGE;
      }
    }
    var options =
        base.expecting(arguments.expected())
            .requiring(arguments.required())
            .withReceipts(arguments.receipts())
            .fast(arguments.fast())
            .reperforming(base.reperformer().filter(_ -> arguments.reperform()))
            .progress(arguments.quiet() ? Progress.NONE : progress(err));
    var report = new Verifier(trust, options).verify(arguments.folder());
    report.lines(arguments.entries()).forEach(out::println);
    return report.verified() ? VERIFIED : FINDINGS;
  }

  private static String reason(UncheckedIOException e) {
    return switch (e.getCause()) {
      case NoSuchFileException missing -> "`" + missing.getFile() + "` is not there";
      case NotDirectoryException file -> "`" + file.getFile() + "` is not a folder";
      case AccessDeniedException denied -> "`" + denied.getFile() + "` may not be read";
      case null, default -> String.valueOf(e.getMessage());
    };
  }

  private static Checked<Trust> folderOnly() {
    return Checked.valid(new Trust.Folder());
  }

  private static Checked<Trust> trust(Path file) {
    return trustPolicy(file).then(policy -> Checked.valid(new Trust.Keys(policy)));
  }

  static Checked<TrustPolicy> trustPolicy(Path file) {
    try (var in = Files.newInputStream(file)) {
      return TrustPolicy.parse(new String(in.readNBytes(TRUST_BYTES_MAX), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Checked.invalid(Fault.MISSING, "`" + file + "` cannot be read");
    }
  }

  /// A line every few seconds, so that nobody takes long work for a halt.
  private static Progress progress(PrintStream err) {
    return new Progress() {
      private String log = "";
      private long begun = System.nanoTime();
      private long last = begun;

      @Override
      public void at(String name, long done, long of) {
        long now = System.nanoTime();
        if (!log.equals(name)) {
          log = name;
          begun = last;
        }
        if (now - last < PROGRESS_EVERY_NANOS) return;
        last = now;
        long each = Math.max(1, (now - begun) / done);
        err.println(
            Finding.printable(name)
                + ": "
                + done
                + " of "
                + of
                + " entries, "
                + 1_000_000_000L / each
                + " a second, about "
                + (of - done) * each / 1_000_000_000L
                + " s left");
      }
    };
  }
}
