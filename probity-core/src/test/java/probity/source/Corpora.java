package probity.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Texts that nobody here wrote: the SpamAssassin mails and the Brown corpus, as their packages
/// have them. Of mails the head and what they quote is left out, and no two texts are
/// near-duplicates.
///
/// @param ham ordinary mails
/// @param brown printed English of 1961
/// @param other unasked mails and newsletters
record Corpora(List<String> ham, List<String> brown, List<String> other) {
  private static final int LETTERS_MIN = 500;

  /// `> `, `| `, `Tim> `, `dBP | `: a foreign mail that quotes a known one does hold its text.
  private static final Pattern QUOTED = Pattern.compile("\\s*\\w{0,12}\\s*[>|:]");

  static Corpora read(Path mails, Path brown) throws IOException {
    var seen = new HashSet<Long>();
    return new Corpora(
        mails(seen, mails, "easy-ham-1", "easy-ham-2"),
        brown(seen, brown),
        mails(seen, mails, "hard-ham-1", "spam-1", "spam-2"));
  }

  private static List<String> mails(HashSet<Long> seen, Path folder, String... names)
      throws IOException {
    var texts = new ArrayList<String>();
    for (String name : names) {
      for (Path file : files(folder.resolve("data").resolve(name), ".*\\.txt")) {
        String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
        int body = mail.indexOf("\n\n");
        if (body < 0) continue;
        var text = new StringBuilder();
        for (String line : mail.substring(body).lines().toList()) {
          if (!QUOTED.matcher(line).lookingAt()) text.append(line).append('\n');
        }
        add(texts, seen, text.toString());
      }
    }
    return texts;
  }

  private static List<String> brown(HashSet<Long> seen, Path folder) throws IOException {
    var texts = new ArrayList<String>();
    for (Path file : files(folder, "c[a-r][0-9][0-9]")) {
      String tagged = Files.readString(file, StandardCharsets.ISO_8859_1);
      add(texts, seen, tagged.replaceAll("/[^\\s/]+(?=\\s|$)", "").replaceAll("\\n\\s*\\n", "\n"));
    }
    return texts;
  }

  private static List<Path> files(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  /// A text of which a fifth was seen already is a near-duplicate.
  private static void add(List<String> texts, HashSet<Long> seen, String text) {
    var prints = Fingerprints.of(text);
    if (prints.letters() < LETTERS_MIN) return;
    int known = 0;
    for (int i = 0; i < prints.size(); i++) if (seen.contains(prints.hash(i))) known++;
    for (int i = 0; i < prints.size(); i++) seen.add(prints.hash(i));
    if (known * 5 < prints.size()) texts.add(text);
  }
}
