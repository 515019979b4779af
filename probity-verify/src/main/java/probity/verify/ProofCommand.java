package probity.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.ProofFile;
import probity.ledger.TrustPolicy;

/// `probity-verify proof FILE --entry FILE --trust FILE`: whether one entry stands in a log,
/// offline and without the ledger.
final class ProofCommand {
  private static final int PROOF_BYTES_MAX = 1 << 20;

  private ProofCommand() {}

  /// Returns the exit status; empty where the words are not those of the command.
  static Optional<Integer> run(List<String> words, PrintStream out, PrintStream err) {
    if (words.size() != 5
        || !words.get(1).equals("--entry")
        || !words.get(3).equals("--trust")
        || words.get(0).startsWith("-")) {
      return Optional.empty();
    }
    byte[] entry = read(Path.of(words.get(2)), Entry.BYTES_MAX + 1);
    byte[] proof = read(Path.of(words.get(0)), PROOF_BYTES_MAX);
    return switch (Main.trustPolicy(Path.of(words.get(4)))) {
      case Checked.Invalid<TrustPolicy>(var fault, var detail) -> {
        err.println("cannot use the trust file: " + Finding.printable(fault + ": " + detail));
        yield Optional.of(Main.USAGE);
      }
      case Checked.Valid<TrustPolicy>(var policy) -> {
        var proven =
            ProofFile.parse(proof)
                .then(file ->
                    file.verify(Hash.leaf(entry), policy)
                        .then(some -> Checked.valid(words(file, some, entry))));
        yield Optional.of(print(proven, out));
      }
    };
  }

  private static int print(Checked<List<String>> proven, PrintStream out) {
    return switch (proven) {
      case Checked.Valid<List<String>>(var lines) -> {
        lines.forEach(line -> out.println(Finding.printable(line)));
        yield Main.VERIFIED;
      }
      case Checked.Invalid<List<String>>(var fault, var detail) -> {
        out.println(Finding.printable(fault + ": " + detail));
        out.println("NOT VERIFIED: 1 finding");
        yield Main.FINDINGS;
      }
    };
  }

  private static List<String> words(ProofFile file, ProofFile.Proven proven, byte[] bytes) {
    var checkpoint = proven.checkpoint();
    return List.of(
        "not checked: the signature of the entry, whose key stands in another entry of its log",
        "not checked: that the entry is well-formed beyond this: " + kind(bytes),
        "verified: entry "
            + file.index()
            + " of "
            + checkpoint.size()
            + " in `"
            + checkpoint.origin()
            + "`; included; witnessed by "
            + proven.cosigners().size());
  }

  private static String kind(byte[] bytes) {
    return switch (Entry.parse(bytes)) {
      case Checked.Valid<Entry>(var entry) -> "kind " + entry.kind() + ", " + entry.time();
      case Checked.Invalid<Entry>(_, var detail) -> detail;
    };
  }

  private static byte[] read(Path file, int bytesMax) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(bytesMax);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
