package probity.server.classify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.json.ForeignJson;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Json;

/// `probity classify`: what every detector and model finds in texts from standard input.
@Command(
    name = "classify",
    description =
        "Reads a line of JSON for each text, {\"text\": …, \"place\": \"user\" | \"tool\" |"
            + " \"document\"}, and answers each with {\"findings\": [{\"label\", \"start\", \"end\","
            + " \"confidence\"}]}, in order; offsets count Unicode code points"
            + " (docs/classification.md).",
    mixinStandardHelpOptions = true)
public final class ClassifyCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--jsonl",
      required = true,
      description = "texts come as lines of JSON on standard input")
  private boolean lines;

  @Mixin private LookFor lookFor = new LookFor();

  @Override
  public Integer call() {
    if (spec == null || !lines) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean unread = false;
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var everything = new Everything(lookFor.detectors())) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        switch (text(line)) {
          case Checked.Valid<Labelled.Text>(var text) ->
              out.println(answer(text, everything.in(text)));
          case Checked.Invalid<Labelled.Text>(_, var detail) -> {
            unread = true;
            out.println("{\"findings\":[]}");
            err.println("line " + number + ": " + detail);
          }
        }
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return unread ? 1 : 0;
  }

  /// A line; one that is no text is answered as one in which nothing was found, and named.
  static Checked<Labelled.Text> text(String line) {
    return ForeignJson.parse(line)
        .then(json -> {
          Optional<String> text = Datasets.text(json, "text");
          Optional<String> place = Datasets.text(json, "place");
          if (text.isEmpty()) {
            return Checked.invalid(Fault.MALFORMED, "there is no member `text` that is a string");
          }
          return Datasets.origin(place.orElse("user"))
              .map(origin -> Checked.valid(new Labelled.Text(text.get(), origin, List.of())))
              .orElseGet(() ->
                  Checked.invalid(
                      Fault.MALFORMED, "`place` is not one of `user`, `tool`, `document`"));
        });
  }

  static String answer(Labelled.Text text, List<Labelled> found) {
    var findings = new ArrayList<Json>();
    for (Labelled each : found) {
      findings.add(
          Json.object()
              .put("label", each.label())
              .put("start", codePoints(text.text(), each.start()))
              .put("end", codePoints(text.text(), each.end()))
              .put("confidence", each.confidence())
              .build());
    }
    return Json.object().put("findings", new Json.Arr(findings)).build().canonical();
  }

  private static int codePoints(String text, int offset) {
    return text.codePointCount(0, offset);
  }
}
