package probity.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/// What happens to a piece of a document before it stands in a prompt.
enum Mutation {
  NONE("none"),
  WRAPPED("re-wrapped with `> `"),
  ESCAPED("JSON-escaped, not decoded"),
  HALF("first half"),
  QUARTER("first quarter"),
  DROPPED_5("5 % of the words dropped"),
  REPLACED_10("10 % of the words replaced"),
  REPLACED_20("20 % of the words replaced"),
  /// The unseen family: thresholds were set before it ran for the first time.
  SCANNED_1("as scanned, 1 % of the letters misread"),
  SCANNED_2("as scanned, 2 % of the letters misread"),
  SCANNED_4("as scanned, 4 % of the letters misread");

  private static final List<String> FILLERS =
      List.of(
          "about", "nothing", "they", "whether", "green", "market", "seven", "of", "an", "will");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int LINE = 60;
  private static final int PAGE_LINES = 12;

  private final String words;

  Mutation(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static List<Mutation> seen() {
    return Arrays.stream(values()).filter(mutation -> !mutation.unseen()).toList();
  }

  static List<Mutation> unseenFamily() {
    return Arrays.stream(values()).filter(Mutation::unseen).toList();
  }

  private boolean unseen() {
    return this == SCANNED_1 || this == SCANNED_2 || this == SCANNED_4;
  }

  String of(String piece, Random random) {
    return switch (this) {
      case NONE -> piece;
      case WRAPPED -> "> " + String.join("\n> ", lines(piece));
      case ESCAPED -> escaped(piece);
      case HALF -> piece.substring(0, piece.length() / 2);
      case QUARTER -> piece.substring(0, piece.length() / 4);
      case DROPPED_5 -> changed(piece, random, 5, false);
      case REPLACED_10 -> changed(piece, random, 10, true);
      case REPLACED_20 -> changed(piece, random, 20, true);
      case SCANNED_1 -> scanned(piece, random, 10);
      case SCANNED_2 -> scanned(piece, random, 20);
      case SCANNED_4 -> scanned(piece, random, 40);
    };
  }

  private static List<String> words(String piece) {
    return BLANKS.splitAsStream(piece).toList();
  }

  private static List<String> lines(String piece) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : words(piece)) {
      if (line.length() + word.length() > LINE) {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().strip());
    return lines;
  }

  private static String escaped(String piece) {
    var escaped = new StringBuilder();
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      switch (c) {
        case '\n' -> escaped.append("\\n");
        case '\t' -> escaped.append("\\t");
        case '\r' -> escaped.append("\\r");
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        default ->
            escaped.append(
                c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return escaped.toString();
  }

  private static String changed(String piece, Random random, int percent, boolean replaced) {
    var words = new ArrayList<String>();
    for (String word : words(piece)) {
      if (random.nextInt(100) >= percent) words.add(word);
      else if (replaced) words.add(FILLERS.get(random.nextInt(FILLERS.size())));
    }
    return String.join(" ", words);
  }

  /// Letters that look alike are taken for each other, words are parted at the ends of lines, and
  /// pages have numbers.
  private static String scanned(String piece, Random random, int perMille) {
    String alike = "ecoau nrhbli1I0Otfsz5";
    var read = new StringBuilder();
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      boolean misread = Character.isLetterOrDigit(c) && random.nextInt(1000) < perMille;
      read.append(misread ? alike.charAt(random.nextInt(alike.length())) : c);
    }
    var pages = new StringBuilder();
    int number = 0;
    for (String line : lines(read.toString())) {
      pages.append(parted(line, random)).append('\n');
      if (++number % PAGE_LINES == 0)
        pages.append("\n- ").append(number / PAGE_LINES).append(" -\n\n");
    }
    return pages.toString();
  }

  private static String parted(String line, Random random) {
    int last = line.lastIndexOf(' ');
    if (line.length() - last < 6 || random.nextInt(3) > 0) return line;
    return line.substring(0, last + 4) + "-\n" + line.substring(last + 4);
  }
}
