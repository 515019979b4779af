package probity.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import probity.classify.Detectors;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;

/// What lies under `conformance/matrix`: a folder for each format, with its bodies and its routes.
///
/// Files of a folder: `routes.yaml`, items of the bundle's `routes`; `NAME.request.http`;
/// `NAME.answer.json`, or `.sse`, `.ndjson`, `.json-array` for one that is streamed;
/// `NAME.error.json` or `.txt`; and the requests that answers are to, `NAME.ask.http`, or for all
/// others `ask.http` and `streamed.ask.http`.
record Matrix(Path home, List<Body> bodies, List<BundleFile> files) {
  static Matrix read(Path home) {
    var bodies = new ArrayList<Body>();
    Path matrix = home.resolve("conformance/matrix");
    var routes = new StringBuilder(text(matrix.resolve("bundle/declared.yaml")));
    var files = new ArrayList<BundleFile>();
    for (String file : List.of("requirements/all.yaml", "rules/all.yaml")) {
      files.add(new BundleFile(file, text(matrix.resolve("bundle").resolve(file))));
    }
    for (Path folder : list(matrix)) {
      if (!Files.exists(folder.resolve("routes.yaml"))) continue;
      routes.append(text(folder.resolve("routes.yaml")));
      for (Path file : list(folder)) body(folder, file).ifPresent(bodies::add);
    }
    files.add(new BundleFile("bundle.yaml", routes.toString()));
    for (Path example : list(home.resolve("examples"))) {
      if (!Files.exists(example.resolve("formats"))) continue;
      for (Path file : list(example.resolve("formats"))) {
        String name = example.getFileName() + "." + file.getFileName();
        files.add(new BundleFile("formats/" + name, text(file)));
      }
    }
    return new Matrix(home, bodies, files);
  }

  private static Optional<Body> body(Path folder, Path file) {
    String format = folder.getFileName().toString();
    String name = file.getFileName().toString();
    String[] words = name.split("\\.", -1);
    if (words.length < 3) return Optional.empty();
    String last = words[words.length - 1];
    return switch (words[words.length - 2]) {
      case "request" -> Optional.of(request(format, name, text(file)));
      case "answer" -> {
        var way = last.equals("json") ? Body.Way.ANSWER : Body.Way.STREAM;
        yield Optional.of(answer(folder, words[0], name, way, type(last), text(file)));
      }
      case "error" ->
          Optional.of(answer(folder, words[0], name, Body.Way.ERROR, type(last), text(file)));
      default -> Optional.empty();
    };
  }

  private static Body request(String format, String name, String text) {
    int blank = text.indexOf("\n\n");
    return new Body(
        format,
        name,
        Body.Way.REQUEST,
        new Template(text.substring(0, blank + 1)),
        new Template(text.substring(blank + 2).stripTrailing()),
        "",
        Optional.empty());
  }

  private static Body answer(
      Path folder, String own, String name, Body.Way way, String type, String text) {
    String format = folder.getFileName().toString();
    String others = way == Body.Way.STREAM ? "streamed.ask.http" : "ask.http";
    Path ask = folder.resolve(own + ".ask.http");
    if (!Files.exists(ask)) ask = folder.resolve(others);
    String end = type.equals("text/event-stream") ? "\n\n" : "\n";
    return new Body(
        format,
        name,
        way,
        new Template(""),
        new Template(text.stripTrailing() + end),
        type,
        Optional.of(request(format, ask.getFileName().toString(), text(ask))));
  }

  private static String type(String ending) {
    return switch (ending) {
      case "sse" -> "text/event-stream";
      case "ndjson" -> "application/x-ndjson";
      case "txt" -> "text/html";
      default -> "application/json";
    };
  }

  Bundle bundle() {
    return switch (Bundle.read(files, Detectors.known())) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken mistaken -> throw new IllegalStateException(mistaken.toString());
    };
  }

  /// Writes the bundle as a folder.
  void write(Path folder) throws IOException {
    for (BundleFile file : files) {
      Path path = folder.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
