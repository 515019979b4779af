package probity.console.aims;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import probity.aims.register.Content;
import probity.aims.register.Field;
import probity.aims.register.Filled;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Revision;

/// What stands in the fields that nobody types: what a new file says, else what the revision said
/// that somebody began from, else what another revision of the record said, all of it together.
final class Filling {
  private static final String TYPED =
      "this is filled from the file that is uploaded, and cannot be typed";

  private Filling() {}

  /// All that a record is to say.
  ///
  /// @param base the revision that somebody began from, of a record that is there
  /// @param day today
  /// @param raw by field, what they want it to say
  static Content of(
      Register register,
      Optional<History> record,
      int base,
      Optional<RecordFile> file,
      String day,
      Map<String, String> raw) {
    var fields = register.fields().stream().filter(one -> one.filled().isPresent()).toList();
    if (file.isPresent()) {
      return register.hasFiles()
          ? upload(register, file.get(), day, raw)
          : wrong("", "`" + register.title() + "` has no files");
    }
    if (fields.isEmpty()) return new Content.Fine(raw);
    BiPredicate<Field, Revision> same =
        (field, one) -> said(raw, field).isEmpty() || said(raw, field).equals(value(one, field));
    var from =
        began(record, base).stream()
            .filter(one -> fields.stream().allMatch(field -> same.test(field, one)))
            .findFirst();
    var values = new HashMap<>(raw);
    if (from.isPresent()) {
      fields.forEach(field -> values.put(field.id(), value(from.get(), field)));
      return new Content.Fine(values);
    }
    var typed = fields.stream().filter(field -> !said(raw, field).isEmpty()).toList();
    return typed.isEmpty()
        ? new Content.Fine(raw)
        : new Content.Wrong(
            typed.stream().map(field -> new Content.Fault(field.id(), TYPED)).toList());
  }

  private static Content upload(
      Register register, RecordFile file, String day, Map<String, String> raw) {
    var fault = file.fault();
    if (fault.isPresent()) {
      String field = register.filled(Filled.FILE_NAME).map(Field::id).orElse("");
      return wrong(field, fault.get());
    }
    var values = new HashMap<>(raw);
    for (Field field : register.fields()) {
      if (field.filled().isEmpty()) continue;
      String value =
          switch (field.filled().get()) {
            case FILE_NAME -> file.name();
            case FILE_DIGEST -> FileDigest.of(file.content()).text();
            case FILE_DAY -> day;
          };
      values.put(field.id(), value);
    }
    return new Content.Fine(values);
  }

  /// The revisions that a file may be from, the likeliest first.
  private static List<Revision> began(Optional<History> record, int base) {
    var revisions = new ArrayList<Revision>();
    record.flatMap(one -> one.revision(base)).ifPresent(revisions::add);
    record.ifPresent(one -> revisions.addAll(one.revisions().reversed()));
    return revisions;
  }

  private static String said(Map<String, String> raw, Field field) {
    return raw.getOrDefault(field.id(), "").strip();
  }

  private static String value(Revision revision, Field field) {
    return revision.value(field.id());
  }

  private static Content wrong(String field, String sentence) {
    return new Content.Wrong(List.of(new Content.Fault(field, sentence)));
  }
}
