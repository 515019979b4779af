package probity.console.aims;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.evidence.SubjectKey;

/// Under whose key a text lies, and which person a pseudonym is.
final class Names {
  static final String PEOPLE = "people";
  private static final String KIND = "person";

  private final String log;
  private final RegisterVault vault;
  private final Map<String, String> people = new ConcurrentHashMap<>();

  /// @param log the origin of the log whose pseudonyms these are
  Names(String log, RegisterVault vault) {
    this.log = log;
    this.vault = vault;
  }

  /// The subject whose key a person's texts lie under.
  static String person(String id) {
    return "person:" + id;
  }

  /// The subject under whose key the value of a field lies.
  static String subject(String register, String record, Field field, String value) {
    if (register.equals(PEOPLE)) return person(record);
    return switch (field.type()) {
      case FieldType.Person() -> person(value);
      case FieldType.Personal _ -> personal(record, field.id());
      case FieldType.Line _,
          FieldType.Text _,
          FieldType.Choice _,
          FieldType.WholeNumber _,
          FieldType.Day _,
          FieldType.YesNo _,
          FieldType.Link _,
          FieldType.Controls _,
          FieldType.Words _,
          FieldType.Exchange _,
          FieldType.Query _,
          FieldType.Address _ ->
          subject(register, record);
    };
  }

  /// The subject under whose key what is said about a record lies.
  static String subject(String register, String record) {
    return register.equals(PEOPLE) ? person(record) : "record:" + record;
  }

  /// The subject of words that name somebody who is in no register.
  static String personal(String record, String field) {
    return "personal:" + record + ":" + field;
  }

  /// What stands for a person on entries. Makes the person's key where there is none.
  String pseudonym(String person) {
    String pseudonym = pseudonym(vault.key(person(person)), person);
    people.put(pseudonym, person);
    return pseudonym;
  }

  /// From now on knows the person again by what stands on entries, unless the key is gone.
  void meet(String person) {
    Optional<SubjectKey> key = vault.find(person(person));
    key.ifPresent(found -> people.put(pseudonym(found, person), person));
  }

  private String pseudonym(SubjectKey key, String person) {
    return key.pseudonym(log, KIND, person);
  }

  /// The person behind a pseudonym; empty where their key is gone, or where there is none.
  String behind(String pseudonym) {
    return people.getOrDefault(pseudonym, "");
  }

  void forget() {
    people.clear();
  }
}
