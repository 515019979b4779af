package probity.server.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import probity.classify.Model;
import probity.json.ForeignJson;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.server.command.CommandRefused;

/// Reads labelled texts from files in the forms in which data sets come (`docs/classification.md`).
final class Datasets {
  private static final long BYTES_MAX = 512L << 20;

  /// What the data sets call what we find.
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("PERSON", "personal.person"),
          Map.entry("EMAIL_ADDRESS", "personal.email"),
          Map.entry("PHONE_NUMBER", "personal.phone"),
          Map.entry("US_SSN", "personal.ssn"),
          Map.entry("US_DRIVER_LICENSE", "personal.driver-licence"),
          Map.entry("CREDIT_CARD", "payment.card"),
          Map.entry("IBAN_CODE", "payment.iban"),
          Map.entry("IP_ADDRESS", "network.ip-address"),
          Map.entry("person", "personal.person"));

  /// A set, and the labels that somebody marked in it: in another label there is nothing to learn
  /// from it.
  record Dataset(String name, List<Labelled.Text> texts, List<String> labels) {
    Dataset {
      texts = List.copyOf(texts);
      labels = List.copyOf(labels);
    }
  }

  private Datasets() {}

  /// The sets of a file, or of the files of a folder.
  static List<Dataset> read(Path path) {
    try {
      if (!Files.isDirectory(path)) return List.of(file(path));
      try (Stream<Path> files = Files.walk(path, 4)) {
        return files
            .filter(Files::isRegularFile)
            .filter(each -> each.toString().matches(".*\\.(json|jsonl|conll)"))
            .sorted()
            .map(Datasets::file)
            .toList();
      }
    } catch (IOException e) {
      throw new CommandRefused("`" + path + "` cannot be read: " + e.getMessage());
    }
  }

  private static Dataset file(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (Files.size(file) > BYTES_MAX) throw new CommandRefused("`" + file + "` is over 512 MB");
      String content = Files.readString(file);
      if (name.endsWith(".conll")) return conll(name, content);
      if (name.endsWith(".jsonl")) return lines(name, content);
      return json(name, content);
    } catch (IOException e) {
      throw new CommandRefused("`" + file + "` cannot be read: " + e.getMessage());
    }
  }

  /// A word and its tag on each line, an empty line between texts.
  private static Dataset conll(String name, String content) {
    var texts = new ArrayList<Labelled.Text>();
    var text = new StringBuilder();
    var labels = new ArrayList<Labelled>();
    boolean inside = false;
    for (String line : (content + "\n\n").split("\n", -1)) {
      String[] parts = line.strip().split("\t", -1);
      if (parts.length < 2) {
        if (!text.isEmpty()) {
          texts.add(new Labelled.Text(text.toString(), Model.Origin.USER, labels));
        }
        text.setLength(0);
        labels.clear();
        inside = false;
        continue;
      }
      if (!text.isEmpty()) text.append(' ');
      int start = text.length();
      text.append(parts[0]);
      boolean person = parts[1].endsWith("-person");
      if (person && inside && parts[1].startsWith("I-")) {
        Labelled last = labels.removeLast();
        labels.add(new Labelled(last.label(), last.start(), text.length(), 100));
      } else if (person) {
        labels.add(new Labelled("personal.person", start, text.length(), 100));
      }
      inside = person;
    }
    return new Dataset(name, texts, List.of("personal.person"));
  }

  /// Lines as `probity classify` reads them, with `findings` as it answers them.
  private static Dataset lines(String name, String content) {
    var texts = new ArrayList<Labelled.Text>();
    int number = 0;
    for (String line : content.split("\n", -1)) {
      number++;
      if (line.isBlank()) continue;
      Json json = parsed(name + ", line " + number, line);
      String text = text(json, "text").orElse("");
      var labels = new ArrayList<Labelled>();
      for (Json each :
          json instanceof Json.Obj object ? object.items("findings") : List.<Json>of()) {
        labels.add(
            new Labelled(
                text(each, "label").orElse(""),
                text.offsetByCodePoints(0, number(each, "start")),
                text.offsetByCodePoints(0, number(each, "end")),
                100));
      }
      texts.add(
          new Labelled.Text(
              text, origin(text(json, "place").orElse("user")).orElse(Model.Origin.USER), labels));
    }
    return new Dataset(name, texts, labels(texts));
  }

  private static Dataset json(String name, String content) {
    if (!(parsed(name, content) instanceof Json.Arr(var items)) || items.isEmpty()) {
      throw new CommandRefused("`" + name + "` is no list of texts");
    }
    var texts = items.stream().map(each -> text(name, each)).toList();
    boolean prompts = text(items.getFirst(), "full_text").isEmpty();
    return new Dataset(name, texts, prompts ? List.of("injection.direct") : labels(texts));
  }

  /// A text with spans, or a prompt that as a whole is an attack or is none.
  private static Labelled.Text text(String name, Json item) {
    Optional<String> full = text(item, "full_text");
    if (full.isPresent()) {
      var labels = new ArrayList<Labelled>();
      for (Json span : item instanceof Json.Obj object ? object.items("spans") : List.<Json>of()) {
        String label = LABELS.get(text(span, "entity_type").orElse(""));
        if (label == null) continue;
        labels.add(
            new Labelled(label, number(span, "start_position"), number(span, "end_position"), 100));
      }
      return new Labelled.Text(full.get(), Model.Origin.USER, labels);
    }
    boolean attack = text(item, "injection_type").isPresent();
    for (String member : List.of("user_input", "mutated_prompt", "prompt")) {
      Optional<String> prompt = text(item, member);
      if (prompt.isEmpty()) continue;
      var whole = new Labelled("injection.direct", 0, Math.max(1, prompt.get().length()), 100);
      return new Labelled.Text(
          prompt.get(), Model.Origin.USER, attack ? List.of(whole) : List.of());
    }
    throw new CommandRefused("`" + name + "` has a text in a form that is not known");
  }

  private static List<String> labels(List<Labelled.Text> texts) {
    return texts.stream()
        .flatMap(each -> each.labels().stream())
        .map(Labelled::label)
        .distinct()
        .sorted()
        .toList();
  }

  private static Json parsed(String what, String content) {
    return switch (ForeignJson.parse(content)) {
      case Checked.Valid<Json>(var json) -> json;
      case Checked.Invalid<Json>(_, var detail) -> throw new CommandRefused(what + ": " + detail);
    };
  }

  static Optional<String> text(Json json, String member) {
    return json instanceof Json.Obj object ? object.text(member) : Optional.empty();
  }

  private static int number(Json json, String member) {
    return json instanceof Json.Obj object ? Math.toIntExact(object.number(member).orElse(0L)) : 0;
  }

  /// Who wrote a text, as commands and data sets say it.
  static Optional<Model.Origin> origin(String place) {
    for (Model.Origin each : Model.Origin.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(place)) return Optional.of(each);
    }
    return Optional.empty();
  }
}
