package probity.server.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.policy.RuleTest;
import probity.policy.render.RequirementsDocument;
import probity.render.HtmlPage;
import probity.render.Pdf;
import probity.render.UnprintableException;
import probity.server.command.CommandRefused;

/// `probity policy render`: the requirements document of a bundle.
@Command(
    name = "render",
    description =
        "Writes the requirements document of a bundle: what is required, where that comes from, and"
            + " which rules carry it out.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "the bundle's folder")
  private Path folder = Path.of("");

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "with overlays/NAME.yaml; without it, the bundle alone")
  private @Nullable String environment;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "one file that needs nothing else; the same bundle gives the same bytes")
  private @Nullable Path html;

  @Option(
      names = "--pdf",
      paramLabel = "FILE",
      description = "A4, tagged; the same bundle and date give the same bytes")
  private @Nullable Path pdf;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "the date that the PDF bears; today (UTC) if it is left out")
  private @Nullable String date;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    var bundle = BundleFolder.untested(folder, Optional.ofNullable(environment));
    var failed = bundle.test().stream().filter(result -> !result.passed()).toList();
    for (RuleTest.Result result : failed) System.err.println(result.sentence());
    var document = RequirementsDocument.of(bundle);
    if (html == null && pdf == null) System.out.print(HtmlPage.of(document));
    if (html != null) write(html, HtmlPage.of(document).getBytes(StandardCharsets.UTF_8));
    if (pdf != null) write(pdf, printed(document));
    // The document shows which tests fail; whoever scripts this must notice too.
    return failed.isEmpty() ? 0 : 1;
  }

  private byte[] printed(RequirementsDocument document) {
    try {
      return Pdf.of(document, day());
    } catch (UnprintableException e) {
      throw new CommandRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private LocalDate day() {
    if (date == null) return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    try {
      return LocalDate.parse(date);
    } catch (DateTimeParseException e) {
      throw new CommandRefused("`" + date + "` is not a date; `2026-11-26` is one", e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new CommandRefused("`" + file + "` cannot be written", e);
    }
  }
}
