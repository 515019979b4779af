package probity.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;
import probity.timestamp.TimestampCheck;
import probity.timestamp.TrustedCertificates;
import probity.verify.Options;

/// `probity verify`: what `java -jar probity-verify.jar` does, and RFC 3161 timestamps too, which
/// take more than the JDK.
@Command(name = "verify", description = "Checks a ledger offline, its timestamps included.")
final class VerifyCommand implements Callable<Integer> {
  private static final String USAGE =
      """

      beside what the jar has (`probity verify` is its first word):
        --tsa FILE           who may have signed the certificates of timestamp authorities (PEM)
      """;

  @Option(names = "--tsa", paramLabel = "FILE")
  private List<Path> authorities = List.of();

  @Unmatched private List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    FastSignatures.install();
    var check = new TimestampCheck(trusted());
    int status =
        probity.verify.Main.run(
            words,
            Options.DEFAULT.timestamps(check).reperforming(Optional.of(new ProductReperformer())),
            System.out,
            System.err);
    if (words.contains("--help") || words.contains("-h")) System.out.print(USAGE);
    return status;
  }

  private TrustedCertificates trusted() {
    try {
      return TrustedCertificates.read(authorities);
    } catch (IllegalArgumentException e) {
      throw new StartRefused("a file of `--tsa` cannot be used: " + e.getMessage(), e);
    }
  }
}
