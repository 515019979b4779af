package probity.server.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.policy.life.Proposal;
import probity.server.command.CommandRefused;

/// Reads and writes proposal files.
public final class ProposalFile {
  private ProposalFile() {}

  /// A proposal whose blob is the one that its statement names; signatures are not checked.
  public static Proposal read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > Proposal.BYTES_MAX) {
        throw new CommandRefused("proposal `" + file + "` is larger than 6 MiB");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandRefused("proposal `" + file + "` cannot be read", e);
    }
    return switch (Proposal.parse(bytes)) {
      case Checked.Invalid<Proposal>(_, var detail) ->
          throw new CommandRefused("`" + file + "` is no proposal: " + detail);
      case Checked.Valid<Proposal>(var proposal) -> {
        String digest = Hash.of(proposal.blob().array()).hex();
        if (!digest.equals(proposal.statement().digest())) {
          throw new CommandRefused(
              "the bundle in `"
                  + file
                  + "` has digest `"
                  + digest
                  + "`, and what is signed is `"
                  + proposal.statement().digest()
                  + "`");
        }
        yield proposal;
      }
    };
  }

  /// Puts it in the place of what was there, whole or not at all.
  static void write(Path file, Proposal proposal) {
    var whole = file.toAbsolutePath();
    var beside = whole.resolveSibling(whole.getFileName() + ".new");
    try {
      Files.writeString(beside, proposal.text());
      Files.move(
          beside, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandRefused("proposal `" + file + "` cannot be written", e);
    }
  }
}
