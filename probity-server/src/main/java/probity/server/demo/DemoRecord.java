package probity.server.demo;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import probity.aims.register.Change;
import probity.yaml.Mapping;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Value;
import probity.yaml.Yaml;

/// A record of the demonstration, as its file has it.
///
/// @param id that the record is to get
/// @param by who writes it, an id of `people`
/// @param first what it says when it is made
/// @param later what is added once the records are there to which it links
/// @param then what people say about it, in order
/// @param after what is changed at the end, when it may have been approved already
record DemoRecord(
    String id,
    String by,
    Map<String, String> first,
    Map<String, String> later,
    List<Word> then,
    Map<String, String> after) {
  private static final int RECORDS_MAX = 100;
  private static final int FIELDS_MAX = 60;
  private static final int WORDS_MAX = 10;
  private static final int CHARACTERS_MAX = 10_000;
  private static final Pattern DAY = Pattern.compile("\\btoday([+-]\\d{1,4})?\\b");
  private static final Pattern WORD =
      Pattern.compile("(propose|approve|return|reject|comment) (person-\\d+)(?:: (.+))?");

  DemoRecord {
    first = Map.copyOf(first);
    later = Map.copyOf(later);
    then = List.copyOf(then);
    after = Map.copyOf(after);
  }

  /// What somebody says about a record.
  record Word(Change change, String by, String text) {}

  /// The records of a register, in the order of its file. Days count from `today`.
  static List<DemoRecord> read(String file, String text, LocalDate today) {
    var mistakes = new Mistakes();
    var records =
        Yaml.read(file, text, mistakes).mappings(RECORDS_MAX, item -> record(item, today));
    if (!mistakes.none()) {
      throw new IllegalStateException(
          String.join("\n", mistakes.inOrder().stream().map(Mistake::render).toList()));
    }
    return records;
  }

  private static DemoRecord record(Mapping item, LocalDate today) {
    return new DemoRecord(
        line(item.required("id")),
        line(item.required("by")),
        values(item.required("say"), today),
        values(item.optional("later"), today),
        item.optional("then").items(WORDS_MAX).stream().map(one -> word(line(one))).toList(),
        values(item.optional("after"), today));
  }

  private static String line(Value value) {
    return value.asWritten(CHARACTERS_MAX).map(text -> text.value()).orElse("");
  }

  private static Map<String, String> values(Value value, LocalDate today) {
    var values = new LinkedHashMap<String, String>();
    for (Value.Entry entry : value.entries(FIELDS_MAX)) {
      values.put(entry.name().value(), dated(line(entry.value()), today));
    }
    return values;
  }

  /// `today-30` is the day thirty days before.
  private static String dated(String text, LocalDate today) {
    return DAY.matcher(text)
        .replaceAll(found -> {
          var days = found.group(1);
          return today.plusDays(days == null ? 0 : Integer.parseInt(days)).toString();
        });
  }

  private static Word word(String text) {
    var found = WORD.matcher(text);
    if (!found.matches()) throw new IllegalStateException("`" + text + "` is nothing that is said");
    var change =
        switch (found.group(1)) {
          case "propose" -> Change.PROPOSED;
          case "approve" -> Change.APPROVED;
          case "return" -> Change.RETURNED;
          case "reject" -> Change.REJECTED;
          default -> Change.COMMENTED;
        };
    var said = found.group(3);
    return new Word(change, found.group(2), said == null ? "" : said);
  }
}
