package probity.server;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import probity.aims.Catalogue;
import probity.server.command.CommandRefused;

/// `probity catalogue`: what ISO/IEC 42001:2023 numbers.
@Command(
    name = "catalogue",
    description = "Numbers and titles of ISO/IEC 42001:2023.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class CatalogueCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "controls",
      description = "The 38 controls of Annex A, one a line, number first.",
      mixinStandardHelpOptions = true)
  void controls() {
    list(Catalogue.controls());
  }

  @Command(
      name = "objectives",
      description = "The nine objectives of Annex A, and the two parts of A.6.",
      mixinStandardHelpOptions = true)
  void objectives() {
    list(Catalogue.objectives());
  }

  @Command(name = "clauses", description = "Clauses 4 to 10.", mixinStandardHelpOptions = true)
  void clauses() {
    list(Catalogue.clauses());
  }

  @Command(
      name = "show",
      description =
          "What has a number, such as A.6.2.8, 42001:A.6.2.8 or 9.2.2; or what a label of the"
              + " project's first outline means, such as seed:A.7.4.",
      mixinStandardHelpOptions = true)
  void show(@Parameters(paramLabel = "LABEL", description = "a number or label") String label) {
    if (label.startsWith(Catalogue.SEED)) {
      showAlias(label);
      return;
    }
    var item = Catalogue.find(label).orElseThrow(() -> unknown(label));
    out().println(line(item));
    switch (item) {
      case Catalogue.Control control -> showControl(control);
      case Catalogue.Objective objective -> list(under(objective));
      case Catalogue.Clause clause ->
          out().println("  documented information: " + clause.documented().orElse("none is named"));
    }
    out().flush();
  }

  private void showControl(Catalogue.Control control) {
    out().println("  objective: " + line(Catalogue.find(control.objective()).orElseThrow()));
    out()
        .println(
            "  records of exchanges can prove: "
                + switch (control.evidence()) {
                  case DIRECT -> "each decision proves it";
                  case PARTIAL -> "a part; a record of the management system stands beside them";
                  case NONE -> "nothing; a record of the management system alone";
                });
    Catalogue.alias(control.number())
        .ifPresent(alias ->
            out()
                .println(
                    "  the first outline meant another topic by this number: `"
                        + Catalogue.SEED
                        + alias.label()
                        + "`"));
  }

  private static List<Catalogue.Control> under(Catalogue.Objective objective) {
    return Catalogue.controls().stream()
        .filter(control -> control.number().startsWith(objective.number() + "."))
        .toList();
  }

  private void showAlias(String label) {
    var alias =
        Catalogue.alias(label.substring(Catalogue.SEED.length())).orElseThrow(() -> unknown(label));
    for (String number : alias.controls()) {
      out().println(label + " → " + line(Catalogue.find(number).orElseThrow()));
    }
    out().println("  topic: " + alias.topic());
    out().println("  near to it: " + String.join(", ", alias.near()));
    out().println("  " + line(Catalogue.find(alias.label()).orElseThrow()) + " is another control");
    out().flush();
  }

  private static CommandRefused unknown(String label) {
    return new CommandRefused(
        "`"
            + label
            + "` is no clause, objective or control of ISO/IEC 42001:2023; the labels of the first"
            + " outline are "
            + Catalogue.aliases().stream()
                .map(alias -> "`" + Catalogue.SEED + alias.label() + "`")
                .collect(Collectors.joining(", ")));
  }

  private void list(List<? extends Catalogue.Item> items) {
    items.forEach(item -> out().println(line(item)));
    out().flush();
  }

  private static String line(Catalogue.Item item) {
    return item.number() + " " + item.title();
  }

  private PrintWriter out() {
    if (spec == null) throw new IllegalStateException("no command line");
    return spec.commandLine().getOut();
  }
}
