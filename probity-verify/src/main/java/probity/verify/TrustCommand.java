package probity.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// `probity-verify trust export DIR [--out FILE]`: a trust file made from a ledger, with the
/// fingerprints that two people compare by another way before anybody relies on it.
///
/// Only reads policies and checkpoints; that they are good, `verify` says.
final class TrustCommand {
  private TrustCommand() {}

  /// Returns the exit status; empty where the words are not those of the command.
  static Optional<Integer> run(List<String> words, PrintStream out, PrintStream err) {
    boolean toFile = words.size() == 4 && words.get(2).equals("--out");
    if ((words.size() != 2 && !toFile)
        || !words.get(0).equals("export")
        || words.get(1).startsWith("-")) {
      return Optional.empty();
    }
    var findings = new Findings();
    var logs = logs(Path.of(words.get(1)), findings);
    var records = logs.stream().filter(log -> log.policy().isRecords()).findFirst();
    if (findings.count() > 0 || logs.isEmpty()) {
      findings.kept().forEach(finding -> err.println(finding));
      err.println("cannot make a trust file of this folder");
      return Optional.of(Main.FINDINGS);
    }
    String text = text(logs, records);
    if (toFile) write(Path.of(words.get(3)), text);
    else out.print(text);
    fingerprints(logs, records, err);
    return Optional.of(Main.VERIFIED);
  }

  private record Policy(String origin, TrustPolicy trust) {
    boolean isRecords() {
      return origin.endsWith("/" + Genesis.RECORDS);
    }
  }

  private record Log(Policy policy, Snapshot snapshot) {}

  private static List<Log> logs(Path folder, Findings findings) {
    var logs = new ArrayList<Log>();
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) continue;
        var files = new LogFiles(String.valueOf(child.getFileName()), child);
        var snapshot = Snapshot.take(files, Patience.DEFAULT, findings);
        var policy =
            snapshot.flatMap(log ->
                log.policy()
                    .flatMap(bytes ->
                        PolicyFile.read(
                            bytes, log.origin(), files.place(Snapshot.POLICY), findings)));
        policy.ifPresent(trust ->
            logs.add(
                new Log(
                    new Policy(snapshot.orElseThrow().origin(), trust), snapshot.orElseThrow())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return logs;
  }

  /// The keys of all logs, and witnesses and quorum of `records`.
  private static String text(List<Log> logs, Optional<Log> records) {
    var keys = logs.stream().flatMap(log -> log.policy().trust().logs().stream()).toList();
    return records
        .map(log -> log.policy().trust())
        .map(own -> new TrustPolicy(keys, own.witnesses(), own.groups(), own.quorum()))
        .orElseGet(() -> TrustPolicy.ofLogs(keys))
        .text();
  }

  private static void fingerprints(List<Log> logs, Optional<Log> records, PrintStream err) {
    err.println("compare these with what the operator tells you by another way than this folder:");
    for (Log log : logs) {
      var checkpoint = log.snapshot().checkpoint();
      err.println("log " + Finding.printable(checkpoint.origin()));
      log.policy().trust().logs().forEach(key -> print(key, err));
      err.println("  size " + checkpoint.size() + ", root " + checkpoint.root().base64());
    }
    records.ifPresent(log -> {
      for (TrustPolicy.Witness witness : log.policy().trust().witnesses()) {
        err.println("witness " + Finding.printable(witness.name()));
        print(witness.key(), err);
      }
      err.println("quorum " + Finding.printable(log.policy().trust().quorum()));
    });
  }

  private static void print(VerifierKey key, PrintStream err) {
    String groups = key.fingerprint().replaceAll("(.{4})(?!$)", "$1 ");
    err.println("  " + key.type().algorithm() + " " + groups);
  }

  private static void write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
