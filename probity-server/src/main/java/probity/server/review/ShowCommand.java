package probity.server.review;

import static probity.server.review.Reviewer.text;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import probity.ledger.Json;
import probity.server.command.Installation;

/// `probity review show`: a record with its decision, its facts and the content that is kept. The
/// ledger says who looked.
@Command(
    name = "show",
    description =
        "Shows the decision on a record, the facts, and the content that is kept; that it was read"
            + " is recorded.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Parameters(paramLabel = "ID", description = "the record's id")
  private String exchange = "";

  @Mixin private Reviewer reviewer = new Reviewer();

  @Option(names = "--json", description = "the answer of the API as it is")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  ShowCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    var record = reviewer.session(installations).record(exchange);
    if (json) out.println(record.canonical());
    else tell(record, out);
    out.flush();
    return 0;
  }

  private static void tell(Json.Obj record, PrintWriter out) {
    line(out, "record", text(record, "exchange"));
    line(out, "intent", text(record, "intent"));
    for (Json.Obj item : Json.objects(record.items("items"))) {
      line(
          out,
          "queue",
          text(item, "queue")
              + ": "
              + text(item, "state")
              + ", since "
              + text(item, "since")
              + ", deadline "
              + text(item, "deadline"));
      line(out, "asked", text(item, "caller") + " on route " + text(item, "route"));
      item.object("case")
          .filter(told -> !told.members().isEmpty())
          .ifPresentOrElse(
              told -> decision(told, out),
              () -> line(out, "decision", "not kept; `./probity show` has it from the ledger"));
    }
    for (Json reason : record.items("reasons")) {
      if (reason instanceof Json.Str(var words)) line(out, "reason", printable(words));
    }
    var parts = Json.objects(record.items("content"));
    if (parts.isEmpty()) line(out, "content", "none is kept");
    for (Json.Obj part : parts) content(part, out);
  }

  private static void decision(Json.Obj told, PrintWriter out) {
    var decision = told.object("decision").orElse(Json.object().build());
    line(out, "bundle", text(told, "bundle") + ", digest " + text(told, "digest"));
    line(
        out,
        "decision",
        text(decision, "verdict")
            + (text(decision, "rule").isEmpty()
                ? ""
                : " by " + text(decision, "rule") + ": " + text(decision, "reason")));
    var rules = decision.object("rules").map(all -> all.items("decided"));
    rules
        .filter(decided -> !decided.isEmpty())
        .ifPresent(decided -> line(out, "rules", words(decided)));
    told.object("facts")
        .ifPresent(facts -> {
          for (Json.Member fact : facts.members()) {
            String value = value(fact.value());
            if (!value.isEmpty()) line(out, "  " + fact.name(), value);
          }
        });
  }

  /// A fact in words; empty where it says nothing.
  private static String value(Json value) {
    return switch (value) {
      case Json.Str(var text) -> text;
      case Json.Arr(var items) -> words(items);
      case Json.Obj(var members) ->
          members.stream()
              .map(member -> member.name() + " " + value(member.value()))
              .collect(Collectors.joining(", "));
      case Json.Bool(var yes) -> yes ? "yes" : "";
      case Json.Num(var number) -> number == 0 ? "" : Long.toString(number);
      case Json.Null() -> "";
    };
  }

  private static String words(java.util.List<Json> items) {
    return items.stream().map(ShowCommand::value).collect(Collectors.joining(", "));
  }

  private static void content(Json.Obj part, PrintWriter out) {
    byte[] bytes = Base64.getDecoder().decode(text(part, "base64"));
    boolean whole = isTrue(part, "whole");
    out.println();
    out.println(
        text(part, "part")
            + ": "
            + bytes.length
            + " bytes, "
            + (!whole
                ? "only its beginning, which no digest can prove"
                : isTrue(part, "proven")
                    ? "the digest on the entry is theirs: " + text(part, "commitment")
                    : text(part, "commitment").isEmpty()
                        ? "the entry has no digest of it"
                        : "NOT the bytes of the digest on the entry"));
    out.println(printable(new String(bytes, StandardCharsets.UTF_8)));
  }

  private static boolean isTrue(Json.Obj part, String member) {
    return part.get(member).equals(Optional.of(Json.of(true)));
  }

  /// Text of strangers must not drive a terminal.
  private static String printable(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean safe = c == '\n' || c == '\t' || !Character.isISOControl(c);
          boolean hidden = Character.getType(c) == Character.FORMAT;
          if (safe && !hidden) out.appendCodePoint(c);
          else out.append("\\u{").append(Integer.toHexString(c)).append('}');
        });
    return out.toString();
  }

  private static void line(PrintWriter out, String name, String text) {
    out.println((name + " ".repeat(Math.max(1, 14 - name.length())) + text).stripTrailing());
  }
}
