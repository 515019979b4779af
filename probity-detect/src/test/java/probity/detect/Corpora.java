package probity.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the texts that others wrote and that lie outside the repository.
final class Corpora {
  private Corpora() {}

  /// Sentences of WNUT-17: a word and its label in each line, an empty line behind each text. Words
  /// are joined by spaces.
  static List<Labelled> emergingEntities(Path file) throws IOException {
    var texts = new ArrayList<Labelled>();
    var text = new StringBuilder();
    var names = new ArrayList<Labelled.Span>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank()) {
        if (!text.isEmpty()) texts.add(new Labelled(text.toString(), names));
        text.setLength(0);
        names.clear();
        continue;
      }
      String[] parts = line.split("\t", -1);
      if (!text.isEmpty()) text.append(' ');
      int start = text.length();
      text.append(parts[0]);
      if (parts[1].equals("B-person")) names.add(new Labelled.Span(start, text.length()));
      if (parts[1].equals("I-person") && !names.isEmpty()) {
        names.add(new Labelled.Span(names.removeLast().start(), text.length()));
      }
    }
    if (!text.isEmpty()) texts.add(new Labelled(text.toString(), names));
    return texts;
  }

  /// Every value of a member with a name, wherever it stands in a file of JSON.
  static List<String> strings(Path file, String member) throws IOException {
    var strings = new ArrayList<String>();
    Matcher found =
        Pattern.compile("\"" + member + "\":\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"")
            .matcher(Files.readString(file));
    while (found.find()) strings.add(unescaped(found.group(1)));
    return strings;
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      c = text.charAt(++i);
      switch (c) {
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'r' -> plain.append('\r');
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'u' -> {
          plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> plain.append(c);
      }
    }
    return plain.toString();
  }

  /// Sentences of presidio-research with the places of persons, which only measure.
  static List<Labelled> presidio(Path file) throws IOException {
    var texts = new ArrayList<Labelled>();
    Pattern person =
        Pattern.compile(
            "\"entity_type\":\\s*\"PERSON\",\\s*\"entity_value\":\\s*\"(?:[^\"\\\\]|\\\\.)*+\",\\s*\"start_position\":\\s*(\\d+),\\s*\"end_position\":\\s*(\\d+)");
    for (String item : Files.readString(file).split("\"full_text\":\\s*", -1)) {
      if (!item.startsWith("\"")) continue;
      Matcher text = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"").matcher(item);
      if (!text.lookingAt()) continue;
      String plain = unescaped(text.group(1));
      var names = new ArrayList<Labelled.Span>();
      Matcher span = person.matcher(item);
      while (span.find()) {
        int start = plain.offsetByCodePoints(0, Integer.parseInt(span.group(1)));
        int end = plain.offsetByCodePoints(0, Integer.parseInt(span.group(2)));
        names.add(new Labelled.Span(start, end));
      }
      texts.add(new Labelled(plain, names));
    }
    return texts;
  }
}
