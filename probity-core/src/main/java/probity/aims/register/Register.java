package probity.aims.register;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A register, as its description says: which fields its records have, and who may do what.
///
/// @param id the name in entries and addresses, such as `risks`
/// @param title as people read it
/// @param about what it is for, in a sentence
/// @param prefix of the ids of its records, `[a-z]+`, of no other register: `risk` makes `risk-7`
/// @param group under which heading pages list it, such as `Risk`
/// @param clauses numbers of clauses and controls that it serves
/// @param fields those that records have, at most 40; the first names the record in lists and links
/// @param edits roles that may write records
/// @param approves roles that may approve a revision; empty where nothing is approved
/// @param reviewMonths months after which a record is due for review when it names no date; 0 for
///   never
public record Register(
    String id,
    String title,
    String about,
    String prefix,
    String group,
    List<String> clauses,
    List<Field> fields,
    Set<Duty> edits,
    Set<Duty> approves,
    int reviewMonths) {
  public Register {
    clauses = List.copyOf(clauses);
    fields = List.copyOf(fields);
    edits = Set.copyOf(edits);
    approves = Set.copyOf(approves);
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.id().equals(name)).findFirst();
  }

  /// The field that the product fills so.
  public Optional<Field> filled(Filled what) {
    return fields.stream().filter(field -> field.filled().equals(Optional.of(what))).findFirst();
  }

  /// Whether its records may have a file.
  public boolean hasFiles() {
    return filled(Filled.FILE_DIGEST).isPresent();
  }

  /// The fields that a record with these values lacks: those that are required, and those that its
  /// other values make needed.
  public List<Field> lacking(Map<String, String> values) {
    return fields.stream()
        .filter(field -> values.getOrDefault(field.id(), "").isEmpty())
        .filter(field ->
            field.required() || field.needed().map(need -> need.holds(values)).orElse(false))
        .toList();
  }
}
