package probity.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// A message that two readers might take for two different things, of a table in
/// `src/test/resources/smuggling`.
///
/// A table is lines: `=== name`, a line with what is expected, and the bytes. Lines that begin with
/// `#` are comments. Each line that begins with `| ` makes a case of its own, with its text in the
/// place of `{}`. The ends of lines are not part of the bytes; `\r`, `\n`, `\t`, `\0`, `\xNN` and
/// `\\` are. `{hi}` is a question in JSON, `{chunked}` the same as a chunked body, `{key}` the
/// caller's header, `{bearer}` its value, `{post}` the beginning of a head that asks for chat,
/// `{inner}` a whole second request, `{x*N}` N times `x`, and `{hi.length}`, `{hi.hex}` and
/// `{inner.length}` are numbers.
///
/// @param expected words, which the test of the table explains
record Hazard(String name, List<String> expected, String text) {
  static final String HI = Running.question("hi", "");
  static final String KEY = "Authorization: Bearer " + Running.SUPPORT.text() + "\r\n";
  static final String POST =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\n" + KEY + "Accept: */*\r\n";
  static final String INNER =
      "POST /v1/models HTTP/1.1\r\nHost: gateway\r\n" + KEY + "Content-Length: 8\r\n\r\nsmuggled";

  private static final Pattern REPEAT = Pattern.compile("\\{(.+?)\\*([0-9]+)}");

  /// Reads the table `name`.
  static List<Hazard> table(String name) {
    try {
      return read(Files.readAllLines(Path.of("src/test/resources/smuggling", name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Hazard> read(List<String> lines) {
    var hazards = new ArrayList<Hazard>();
    for (int i = 0; i < lines.size(); ) {
      if (!lines.get(i).startsWith("=== ")) {
        i++;
        continue;
      }
      String name = lines.get(i++).substring(4);
      var expected = List.of(lines.get(i++).split(" ", -1));
      var text = new StringBuilder();
      var variants = new ArrayList<String>();
      for (; i < lines.size() && !lines.get(i).startsWith("=== "); i++) {
        String line = lines.get(i);
        if (line.startsWith("| ")) variants.add(line.substring(2));
        else if (!line.startsWith("#")) text.append(line).append(line.isEmpty() ? "" : "\u0001");
      }
      if (variants.isEmpty()) hazards.add(new Hazard(name, expected, text.toString()));
      for (String variant : variants) {
        var whole = text.toString().replace("{}", variant);
        hazards.add(new Hazard(name + ": " + variant, expected, whole));
      }
    }
    return hazards;
  }

  /// The bytes as they are sent.
  byte[] bytes() {
    return bytes(text.replace("\u0001", ""));
  }

  /// The lines of the table, each with its bytes, for tables whose lines mean something.
  List<String> lines() {
    return List.of(text.split("\u0001"));
  }

  static byte[] bytes(String text) {
    String whole =
        text.replace("{post}", POST)
            .replace("{key}", KEY)
            .replace("{bearer}", "Bearer " + Running.SUPPORT.text())
            .replace("{inner}", INNER)
            .replace("{chunked}", "{hi.hex}\\r\\n{hi}\\r\\n0\\r\\n\\r\\n")
            .replace("{hi}", HI)
            .replace("{hi.length}", "" + HI.length())
            .replace("{hi.hex}", Integer.toHexString(HI.length()))
            .replace("{inner.length}", "" + INNER.length());
    whole =
        REPEAT
            .matcher(whole)
            .replaceAll(found ->
                found.group(1).replace("\\", "\\\\").repeat(Integer.parseInt(found.group(2))));
    return unescaped(whole).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String unescaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case '0' -> out.append('\0');
        case '\\' -> out.append('\\');
        case 'x' -> {
          out.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
          i += 2;
        }
        default -> throw new IllegalArgumentException("no escape `\\" + escape + "`");
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
