package probity.detect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads the texts of two packages: mails of SpamAssassin and the Brown corpus.
final class Documents {
  private static final int LENGTH_MAX = 1200;

  private Documents() {}

  /// Bodies of mails in a folder, every `step`th in the order of their names, cut at the end of a
  /// line.
  static List<String> mails(Path folder, int step) throws IOException {
    var bodies = new ArrayList<String>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    for (int i = 0; i < files.size(); i += step) {
      String mail =
          new String(Files.readAllBytes(files.get(i)), StandardCharsets.UTF_8).replace("\r", "");
      int body = mail.indexOf("\n\n");
      if (body < 0) continue;
      String text = mail.substring(body).replaceAll("\n[ \t]+\n", "\n\n").strip();
      text = unwrapped(text);
      if (text.length() > LENGTH_MAX) {
        int end = text.lastIndexOf('\n', LENGTH_MAX);
        text = text.substring(0, end < LENGTH_MAX / 2 ? LENGTH_MAX : end);
      }
      if (text.length() > 80) bodies.add(text);
    }
    return bodies;
  }

  /// Lines of prose that were wrapped stand in one line.
  private static String unwrapped(String text) {
    return text.replaceAll("(?<=[^\n]{50})\n(?=[a-z])", " ");
  }

  /// Eight sentences at a time of every `step`th text of the Brown corpus.
  static List<String> brown(Path folder, int step) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.getFileName().toString().matches("c[a-z]\\d\\d"))
              .sorted()
              .toList();
    }
    var texts = new ArrayList<String>();
    for (int i = 0; i < files.size(); i += step) {
      var sentences = new ArrayList<String>();
      for (String line : Files.readAllLines(files.get(i), StandardCharsets.ISO_8859_1)) {
        if (!line.isBlank()) sentences.add(plain(line.strip()));
      }
      for (int from = 0; from + 8 <= sentences.size() && from < 40; from += 20) {
        texts.add(String.join(" ", sentences.subList(from, from + 8)));
      }
    }
    return texts;
  }

  /// A sentence without its tags, written as usual.
  private static String plain(String tagged) {
    var words = new StringBuilder();
    for (String word : tagged.split("\\s+", -1)) {
      int tag = word.lastIndexOf('/');
      if (tag <= 0) continue;
      words.append(' ').append(word, 0, tag);
    }
    return words
        .toString()
        .replaceAll(" ([.,;:?!)])", "$1")
        .replace("`` ", "\"")
        .replace(" ''", "\"")
        .replace("( ", "(")
        .strip();
  }
}
