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

  /// @param folder in which it was started; empty where that is not shown
  /// @param arguments of the command line; empty where they are not shown
  record Seen(long pid, String user, Optional<Path> folder, List<String> arguments) {
    Seen {
      arguments = List.copyOf(arguments);
    }

    /// Whether it runs one command of ours by this configuration.
    private boolean runs(String command, Path config) {
      int main = arguments.indexOf(MAIN);
      int file = arguments.indexOf("--config");
      return main >= 0
          && main + 1 < arguments.size()
          && arguments.get(main + 1).equals(command)
          && file >= 0
          && file + 1 < arguments.size()
          && same(Path.of(arguments.get(file + 1)), config);
    }

    private boolean same(Path given, Path config) {
      Path file = folder.map(from -> from.resolve(given)).orElse(given);
      try {
        return Files.isSameFile(file, config);
      } catch (IOException e) {
        return false;
      }
    }
  }

  static Processes now() {
    return new Processes(
        ProcessHandle.allProcesses()
            .map(process ->
                new Seen(
                    process.pid(),
                    process.info().user().orElse(""),
                    folder(process.pid()),
                    arguments(process.pid())))
            .toList());
  }

  private static Optional<Path> folder(long pid) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
    } catch (IOException e) {
      return Optional.empty();
    }
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

  /// The process that runs one command of ours, such as `serve`, by this configuration.
  Optional<Seen> running(String command, Path config) {
    return all.stream().filter(seen -> seen.runs(command, config)).findFirst();
  }

  /// Others of the same user.
  List<Seen> beside(Seen ours) {
    return all.stream()
        .filter(seen -> seen.user.equals(ours.user) && seen.pid != ours.pid)
        .toList();
  }
}
