package probity.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/// The words behind one half of the profiles' numbers.
final class WordSets {
  /// Lines `field=word` by number.
  private final String[] texts;

  private WordSets(String[] texts) {
    this.texts = texts;
  }

  static WordSets read(Connection database, String table) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery("SELECT id, words FROM " + table)) {
      var texts = new String[64];
      while (row.next()) {
        int id = row.getInt(1);
        if (id >= texts.length) texts = Arrays.copyOf(texts, Math.max(id + 1, 2 * texts.length));
        texts[id] = row.getString(2);
      }
      return new WordSets(texts);
    }
  }

  int size() {
    return texts.length;
  }

  /// Whether the words of this number have `word` in `field`.
  boolean has(int number, String field, String word) {
    String text = text(number);
    String line = field + "=" + word + "\n";
    return text.startsWith(line) || text.contains("\n" + line);
  }

  private String text(int number) {
    String text = number < texts.length ? texts[number] : null;
    return text == null ? "" : text;
  }

  /// Hears each `field=word` of all numbers that were counted, with the count.
  void words(long[] counts, ObjLongConsumer<String> each) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) continue;
      long count = counts[i];
      text(i).lines().forEach(line -> each.accept(line, count));
    }
  }
}
