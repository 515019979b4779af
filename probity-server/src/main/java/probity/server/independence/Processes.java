package probity.server.independence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The processes of this machine, as far as the system shows them to us.
record Processes(List<Seen> all) {
  private static final String MAIN = "probity.server.Main";

  Processes {
    all = List.copyOf(all);
  }

  /// @param arguments of the command line; empty where they are not shown
  record Seen(long pid, String user, List<String> arguments) {
    Seen {
      arguments = List.copyOf(arguments);
    }
  }

  static Processes now() {
    return new Processes(
        ProcessHandle.allProcesses()
            .map(process ->
                new Seen(process.pid(), process.info().user().orElse(""), arguments(process.pid())))
            .toList());
  }

  /// From the system's own file: the JDK gives none where they are longer than a page, and a class
  /// path is.
  private static List<String> arguments(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The process that runs one command of ours, such as `serve`.
  Optional<Seen> running(String command) {
    return all.stream()
        .filter(seen -> {
          int main = seen.arguments.indexOf(MAIN);
          return main >= 0
              && main + 1 < seen.arguments.size()
              && seen.arguments.get(main + 1).equals(command);
        })
        .findFirst();
  }

  /// Others of the same user.
  List<Seen> beside(Seen ours) {
    return all.stream()
        .filter(seen -> seen.user.equals(ours.user) && seen.pid != ours.pid)
        .toList();
  }
}
