package probity.console.aims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import probity.aims.register.Act;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.Gap;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.aims.register.Remark;
import probity.aims.register.Revision;

/// All registers as ledger and vault have them, in memory: a projection that each start makes anew.
/// One thread writes, any thread reads.
final class Histories {
  private final Registers registers;
  private final RegisterVault vault;
  private final Names names;
  // Replaced as a whole where views are made again, so that no reader sees half of them.
  private volatile Map<String, History> records = new ConcurrentHashMap<>();
  private volatile Map<String, Integer> numbers = new ConcurrentHashMap<>();

  Histories(Registers registers, RegisterVault vault, Names names) {
    this.registers = registers;
    this.vault = vault;
    this.names = names;
  }

  Optional<History> find(String id) {
    return Optional.ofNullable(records.get(id));
  }

  /// The records of a register in the order of their numbers.
  List<History> of(String register) {
    return records.values().stream()
        .filter(one -> one.register().id().equals(register))
        .sorted(Comparator.comparingInt(History::number))
        .toList();
  }

  List<History> all() {
    return new ArrayList<>(records.values());
  }

  /// The records that link to this one, in the order of registers and numbers.
  List<History> linksTo(String id) {
    var links = new ArrayList<History>();
    for (Register register : registers.all()) {
      for (History record : of(register.id())) {
        if (!record.id().equals(id) && isLinked(record, id)) links.add(record);
      }
    }
    return links;
  }

  private static boolean isLinked(History record, String id) {
    for (Field field : record.register().fields()) {
      if (isLink(field) && record.newest().value(field.id()).lines().anyMatch(id::equals))
        return true;
    }
    return false;
  }

  static boolean isLink(Field field) {
    return field.type() instanceof FieldType.Link || field.type() instanceof FieldType.Person;
  }

  /// The id that the next record of a register gets.
  String nextId(Register register) {
    return register.prefix() + "-" + (numbers.getOrDefault(register.id(), 0) + 1);
  }

  /// The same, of nothing yet.
  Histories blank() {
    return new Histories(registers, vault, names);
  }

  /// Shows from now on what another has.
  void become(Histories fresh) {
    numbers = fresh.numbers;
    records = fresh.records;
  }

  /// Takes what an entry says. An act of a register that this version does not know is left out.
  ///
  /// @param leaf of the entry, in hex
  void take(Act act, String leaf, String time) {
    var register = registers.find(act.register());
    if (register.isEmpty()) return;
    if (act.register().equals(Names.PEOPLE)) names.meet(act.record());
    var values = new HashMap<String, String>();
    var gaps = new HashMap<String, Gap>();
    read(act, values, gaps);
    if (act.change().revises()) {
      revise(register.get(), act, revision(act, leaf, time, values, gaps));
    } else {
      records.computeIfPresent(
          act.record(), (_, history) -> history.with(remark(act, leaf, time, values)));
    }
  }

  private void revise(Register register, Act act, Revision revision) {
    records.compute(
        act.record(),
        (id, history) ->
            history == null
                ? new History(register, id, List.of(revision), List.of())
                : history.with(revision));
    int number = Integer.parseInt(act.record().substring(act.record().lastIndexOf('-') + 1));
    numbers.merge(register.id(), number, Math::max);
  }

  private Revision revision(
      Act act, String leaf, String time, Map<String, String> values, Map<String, Gap> gaps) {
    return new Revision(
        act.revision(),
        leaf,
        act.base(),
        act.change(),
        names.behind(act.author()),
        act.role(),
        time,
        act.batch(),
        values,
        gaps);
  }

  private Remark remark(Act act, String leaf, String time, Map<String, String> texts) {
    String by = act.change().decides() ? act.approver() : act.author();
    return new Remark(
        act.change(),
        act.revision(),
        names.behind(by),
        names.behind(act.deputyFor()),
        act.mandate(),
        act.role(),
        act.authentication(),
        act.authenticated(),
        time,
        leaf,
        texts);
  }

  /// The vault may be older than the ledger, or changed; the entry decides what a value is.
  private void read(Act act, Map<String, String> values, Map<String, Gap> gaps) {
    var held = new HashMap<String, RegisterVault.Held>();
    vault.values(act.act()).forEach(one -> held.put(one.field(), one));
    act.withheld()
        .forEach((field, digest) -> {
          var found = Optional.ofNullable(held.get(field));
          if (found.isEmpty()) {
            gaps.put(field, Gap.MISSING);
          } else if (found.get().disclosure().isEmpty()) {
            gaps.put(field, Gap.ERASED);
          } else if (!found.get().disclosure().get().digest().equals(digest)) {
            gaps.put(field, Gap.ALTERED);
          } else {
            values.put(field, found.get().disclosure().get().value());
          }
        });
  }
}
