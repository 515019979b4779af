package probity.server.person;

import java.nio.file.Path;
import java.util.Optional;
import probity.server.command.CommandRefused;

/// Where the passphrase of a sealed key comes from.
@FunctionalInterface
public interface Passphrase {
  /// The environment variable that holds it, for machines where nobody types.
  String VARIABLE = "PROBITY_PASSPHRASE";

  char[] of(Path file);

  /// From the environment, or else asked for at the terminal.
  static Passphrase ofPerson() {
    return file ->
        fromEnvironment()
            .or(() -> asked("passphrase of `" + file + "`: "))
            .orElseThrow(() ->
                new CommandRefused(
                    "key file `"
                        + file
                        + "` is sealed: set "
                        + VARIABLE
                        + ", or run this at a terminal"));
  }

  /// Asked for twice, or from the environment.
  static char[] fresh() {
    var given = fromEnvironment();
    if (given.isPresent()) return given.get();
    var first = asked("passphrase: ");
    var again = asked("the same again: ");
    if (first.isEmpty() || again.isEmpty()) {
      throw new CommandRefused("there is no terminal to ask for a passphrase; set " + VARIABLE);
    }
    if (first.get().length == 0 || !java.util.Arrays.equals(first.get(), again.get())) {
      throw new CommandRefused("the passphrase is empty, or not the same twice");
    }
    return first.get();
  }

  private static Optional<char[]> fromEnvironment() {
    return Optional.ofNullable(System.getenv(VARIABLE)).map(String::toCharArray);
  }

  private static Optional<char[]> asked(String prompt) {
    return Optional.ofNullable(System.console())
        .filter(java.io.Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readPassword("%s", prompt)));
  }
}
