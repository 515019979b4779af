package probity.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// Commands, run in this process as the launcher runs them.
final class Commands {
  private Commands() {}

  /// What a command said, and its exit status.
  record Run(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  static Run run(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Run(status, out.toString(), err.toString());
  }
}
