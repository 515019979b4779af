package probity.prove;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.ledger.Json;
import probity.policy.Fact;
import probity.prove.Formula.Always;
import probity.prove.Meaning.Item;
import probity.prove.Meaning.Items;
import probity.prove.Meaning.Num;
import probity.prove.Meaning.Spelling;
import probity.prove.Meaning.Spelling.Known;
import probity.prove.Meaning.Spelling.Other;
import probity.prove.Meaning.Table;
import probity.prove.Meaning.Truth;
import probity.prove.Meaning.Word;
import probity.prove.Solver.Answer.Found;

/// Reads facts off the values that the solver found.
final class Witness {
  private final World world;
  private final List<Words.Question> questions;
  private final Found found;

  Witness(World world, List<Words.Question> questions, Found found) {
    this.world = world;
    this.questions = questions;
    this.found = found;
  }

  /// Every fact as it stands on an entry.
  Map<Fact, Json> facts() {
    var facts = new EnumMap<Fact, Json>(Fact.class);
    for (Fact fact : Fact.values()) facts.put(fact, json(fact));
    return Collections.unmodifiableMap(facts);
  }

  private Json json(Fact fact) {
    return switch (world.of(fact)) {
      case Truth(var yes, _) -> new Json.Bool(holds(yes));
      case Num num -> new Json.Num(value(num));
      case Word word -> new Json.Str(text(word.cases().get(index(fact, word)).spelling()));
      case Items(_, var items) -> new Json.Arr(items.stream().flatMap(this::copies).toList());
      case Table(var entries) -> {
        var object = Json.object();
        entries.forEach((name, entry) -> {
          if (!holds(entry.present())) return;
          switch (entry.meaning()) {
            case Truth(var yes, _) -> object.put(name, holds(yes));
            case Num num -> object.put(name, value(num));
            case Word _, Items _, Table _ ->
                throw new IllegalStateException("`" + fact.word() + "` holds texts or lists");
          }
        });
        yield object.build();
      }
    };
  }

  private java.util.stream.Stream<Json> copies(Item item) {
    if (!(item.meaning() instanceof Word word)) {
      throw new IllegalStateException("a fact is a list of what are no words");
    }
    String text = text(word.cases().getFirst().spelling());
    return Collections.<Json>nCopies((int) value(item.count()), new Json.Str(text)).stream();
  }

  private int index(Fact fact, Word word) {
    return word.cases().size() == 1
        ? 0
        : Math.toIntExact(found.integers().getOrDefault(fact.word(), 0L));
  }

  private long value(Num num) {
    return num.constant().orElseGet(() -> found.integers().getOrDefault(num.cel(), 0L));
  }

  private boolean holds(Formula formula) {
    if (formula.equals(Always.TRUE)) return true;
    return formula instanceof Formula.Atom(var cel, _)
        && Boolean.TRUE.equals(found.bools().get(cel));
  }

  private String text(Spelling spelling) {
    return switch (spelling) {
      case Known(var text) -> text;
      case Other other -> invented(other);
    };
  }

  /// A word that no condition writes out, and that answers what conditions ask of it as the solver
  /// has it, as far as one word can.
  private String invented(Other other) {
    String start = "";
    String middle = "";
    String end = "";
    for (Words.Question question : questions) {
      if (!question.left().equals(other) || !holds(question.answer())) continue;
      if (!(question.right() instanceof Known(var part))) continue;
      switch (question.asked()) {
        case "==" -> {
          return part;
        }
        case "startsWith" -> start = part.length() > start.length() ? part : start;
        case "endsWith" -> end = part.length() > end.length() ? part : end;
        case "contains" -> middle += part;
        default -> {}
      }
    }
    String word = start + middle + end;
    Set<String> taken = world.literals();
    if (!word.isEmpty() && !taken.contains(word)) return word;
    var tries = new ArrayList<String>(List.of("another"));
    for (int i = 2; taken.contains(tries.getLast()); i++) tries.add("another-" + i);
    String filler = tries.getLast();
    return word.isEmpty() ? filler : start + middle + filler + end;
  }
}
