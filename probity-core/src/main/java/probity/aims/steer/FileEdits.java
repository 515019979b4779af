package probity.aims.steer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import probity.policy.BundleFile;
import probity.yaml.Text;

/// Changes of texts in files of a bundle, as lines before and after.
final class FileEdits {
  /// @param from, to code points of the file that `text` takes the place of
  private record Edit(String file, int from, int to, String text) {}

  private final List<BundleFile> files;
  private final List<Edit> edits = new ArrayList<>();

  FileEdits(List<BundleFile> files) {
    this.files = List.copyOf(files);
  }

  void replace(Text written, String text) {
    if (written.value().equals(text)) return;
    edits.add(new Edit(written.file(), written.from(), written.to(), plain(text)));
  }

  /// Puts lines before the one on which something is written.
  void before(Text written, List<String> lines) {
    int at = written.from();
    int[] text = text(written.file()).codePoints().toArray();
    while (at > 0 && text[at - 1] != '\n') at--;
    edits.add(new Edit(written.file(), at, at, String.join("\n", lines) + "\n"));
  }

  /// The line on which something is written, up to it.
  String lead(Text written) {
    int[] text = text(written.file()).codePoints().toArray();
    int at = written.from();
    while (at > 0 && text[at - 1] != '\n') at--;
    return new String(text, at, written.from() - at);
  }

  /// A word of a bundle as YAML; only one that ends like a name of a member is quoted.
  static String plain(String word) {
    return word.endsWith(":") ? "\"" + word + "\"" : word;
  }

  private String text(String path) {
    return files.stream()
        .filter(file -> file.path().equals(path))
        .map(BundleFile::text)
        .findFirst()
        .orElseThrow();
  }

  /// All files, with the changes made.
  List<BundleFile> applied() {
    return files.stream()
        .map(file -> new BundleFile(file.path(), changed(file.path(), of(file.path()))))
        .toList();
  }

  private List<Edit> of(String path) {
    return edits.stream()
        .filter(edit -> edit.file().equals(path))
        .sorted(Comparator.comparingInt(Edit::from))
        .toList();
  }

  private String changed(String path, List<Edit> some) {
    int[] before = text(path).codePoints().toArray();
    var after = new StringBuilder();
    int at = 0;
    for (Edit edit : some) {
      after.append(new String(before, at, edit.from() - at)).append(edit.text());
      at = edit.to();
    }
    return after.append(new String(before, at, before.length - at)).toString();
  }

  /// The lines that change, in the order of files and lines.
  List<BundleLines.Line> lines() {
    Map<String, Map<Integer, List<Edit>>> byLine = new LinkedHashMap<>();
    for (BundleFile file : files) {
      for (Edit edit : of(file.path())) {
        byLine
            .computeIfAbsent(file.path(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(line(file.text(), edit.from()), _ -> new ArrayList<>())
            .add(edit);
      }
    }
    return byLine.entrySet().stream()
        .flatMap(file ->
            file.getValue().entrySet().stream()
                .flatMap(line -> line(file.getKey(), line.getKey(), line.getValue())))
        .toList();
  }

  /// The line of a code point, from 0.
  private static int line(String text, int at) {
    return (int) text.codePoints().limit(at).filter(c -> c == '\n').count();
  }

  private Stream<BundleLines.Line> line(String path, int line, List<Edit> some) {
    boolean added = some.stream().allMatch(edit -> edit.from() == edit.to());
    String before = added ? "" : text(path).split("\n", -1)[line].stripTrailing();
    String after =
        added
            ? String.join("", some.stream().map(Edit::text).toList()).stripTrailing()
            : changed(path, some).split("\n", -1)[line].stripTrailing();
    return Stream.of(new BundleLines.Line(path, line + 1, before, after));
  }
}
