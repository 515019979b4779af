package probity.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import probity.prove.Formula.Always;
import probity.prove.Meaning.Case;
import probity.prove.Meaning.Entry;
import probity.prove.Meaning.Item;
import probity.prove.Meaning.Items;
import probity.prove.Meaning.Num;
import probity.prove.Meaning.Spelling;
import probity.prove.Meaning.Spelling.Known;
import probity.prove.Meaning.Spelling.Other;
import probity.prove.Meaning.Table;
import probity.prove.Meaning.Truth;
import probity.prove.Meaning.Word;

/// CEL's operators and functions on meanings.
final class Words {
  private static final int CASES_MAX = 4096;

  /// What would fail wherever it is evaluated.
  private static final String FAILS = "(1 / 0)";

  private final Variables variables;
  private final Set<String> literals;
  private final Map<List<Object>, Formula> asked = new HashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private int unknowns;

  /// @param literals the words that an undeclared one is known to differ from
  Words(Variables variables, Set<String> literals) {
    this.variables = variables;
    this.literals = literals;
  }

  int unknowns() {
    return unknowns;
  }

  /// What is known of an undeclared word is that no condition writes it out.
  ///
  /// A text is one word, so that the same question has the same answer; the words of a list may
  /// differ, so that each question has an answer of its own.
  private Formula unknown(Spelling left, String question, Spelling right) {
    unknowns++;
    if (many(left) || many(right)) return ask(left, question, right);
    return asked.computeIfAbsent(List.of(left, question, right), _ -> ask(left, question, right));
  }

  private Formula ask(Spelling left, String question, Spelling right) {
    Formula answer = variables.unknown();
    questions.add(new Question(left, question, right, answer));
    return answer;
  }

  /// @param asked what a condition asks of an undeclared word: `==` or a function
  /// @param answer the variable that holds the answer
  record Question(Spelling left, String asked, Spelling right, Formula answer) {}

  /// Everything asked of undeclared words so far.
  List<Question> questions() {
    return List.copyOf(questions);
  }

  private boolean isLiteral(Spelling spelling) {
    return spelling instanceof Known(var text) && literals.contains(text);
  }

  private static boolean many(Spelling spelling) {
    return spelling instanceof Other(_, boolean many) && many;
  }

  static boolean standsForMany(Meaning meaning) {
    return switch (meaning) {
      case Word word -> word.cases().stream().anyMatch(one -> many(one.spelling()));
      case Items items -> items.items().stream().anyMatch(item -> standsForMany(item.meaning()));
      case Truth _, Num _, Table _ -> false;
    };
  }

  /// Where a meaning can be evaluated, as far as formulas tell.
  Formula evaluated(Meaning meaning) {
    return switch (meaning) {
      case Truth(var yes, var no) -> Formula.any(yes, no);
      case Num num ->
          num.constant().isPresent()
              ? num.ok()
              : Formula.all(num.ok(), Formula.atom(num.cel() + " == " + num.cel()));
      case Word word -> present(word);
      case Items items -> items.ok();
      case Table _ -> Always.TRUE;
    };
  }

  private static Formula present(Word word) {
    return word.total()
        ? Always.TRUE
        : Formula.any(word.cases().stream().map(Case::where).toList());
  }

  Truth same(Meaning left, Meaning right) {
    return switch (left) {
      case Truth a when right instanceof Truth b ->
          new Truth(
              Formula.any(Formula.all(a.yes(), b.yes()), Formula.all(a.no(), b.no())),
              Formula.any(Formula.all(a.yes(), b.no()), Formula.all(a.no(), b.yes())));
      case Num _ when right instanceof Num -> compare("==", left, right);
      case Word a when right instanceof Word b -> letters(a, b, "==", String::equals, true);
      case Items a when right instanceof Items b -> sameItems(a, b);
      default -> throw new Untranslated("an equation of these types");
    };
  }

  /// A list and one that is written out with at most one item; the order of others would matter.
  private Truth sameItems(Items left, Items right) {
    boolean rightShort = right.items().size() <= 1 && isWritten(right);
    if (!rightShort && left.items().size() <= 1 && isWritten(left)) return sameItems(right, left);
    if (!rightShort) throw new Untranslated("an equation of lists");
    if (right.items().isEmpty()) {
      Truth none =
          new Truth(
              Formula.all(left.items().stream().map(Item::absent).toList()),
              Formula.any(left.items().stream().map(Item::present).toList()));
      return guarded(left.ok(), none);
    }
    Truth size = compare("==", size(left), Num.of(1));
    Truth member = in(right.items().getFirst().meaning(), left);
    return new Truth(Formula.all(size.yes(), member.yes()), Formula.any(size.no(), member.no()));
  }

  private static boolean isWritten(Items items) {
    return items.ok().equals(Always.TRUE)
        && items.items().stream()
            .allMatch(item -> item.count().constant().equals(OptionalLong.of(1)));
  }

  private static Truth guarded(Formula ok, Truth truth) {
    return new Truth(Formula.all(ok, truth.yes()), Formula.all(ok, truth.no()));
  }

  /// @param operator one of `<`, `<=`, `>`, `>=`, `==`
  Truth compare(String operator, Meaning left, Meaning right) {
    if (left instanceof Word a && right instanceof Word b) {
      return letters(a, b, operator, (x, y) -> holds(operator, x.compareTo(y)), false);
    }
    if (!(left instanceof Num a) || !(right instanceof Num b)) {
      throw new Untranslated("a comparison of these types");
    }
    Formula ok = Formula.all(a.ok(), b.ok());
    if (a.constant().isPresent() && b.constant().isPresent()) {
      int order = Long.compare(a.constant().getAsLong(), b.constant().getAsLong());
      return guarded(ok, Truth.of(holds(operator, order)));
    }
    var atom = Formula.atom(a.cel() + " " + operator + " " + b.cel());
    return new Truth(Formula.all(ok, atom), Formula.all(ok, atom.opposed()));
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "==" -> order == 0;
      default -> throw new IllegalStateException("`" + operator + "` compares nothing");
    };
  }

  /// @param operator one of `+`, `-`, `*`, `/`, `%`
  Meaning combine(String operator, Meaning left, Meaning right) {
    if (left instanceof Num a && right instanceof Num b) {
      return Num.of(
          Formula.all(a.ok(), b.ok()), "(" + a.cel() + " " + operator + " " + b.cel() + ")");
    }
    if (operator.equals("+") && left instanceof Word a && right instanceof Word b) {
      return concatenated(a, b);
    }
    if (operator.equals("+") && left instanceof Items a && right instanceof Items b) {
      var items = new ArrayList<Item>(a.items());
      items.addAll(b.items());
      return new Items(Formula.all(a.ok(), b.ok()), items);
    }
    throw new Untranslated("`" + operator + "` of these types");
  }

  private static Word concatenated(Word left, Word right) {
    var cases = new ArrayList<Case>();
    bounded(left, right);
    for (Case a : left.cases()) {
      for (Case b : right.cases()) {
        if (!(a.spelling() instanceof Known(var x)) || !(b.spelling() instanceof Known(var y))) {
          throw new Untranslated("a longer form of a word that the bundle does not declare");
        }
        cases.add(new Case(Formula.all(a.where(), b.where()), new Known(x + y)));
      }
    }
    return new Word(cases, left.total() && right.total());
  }

  private static void bounded(Word left, Word right) {
    if ((long) left.cases().size() * right.cases().size() > CASES_MAX) {
      throw new Untranslated("a comparison of too many words");
    }
  }

  /// @param function `contains`, `startsWith` or `endsWith`
  Truth letters(String function, Meaning text, Meaning part) {
    if (!(text instanceof Word a) || !(part instanceof Word b)) {
      throw new Untranslated("`" + function + "` of these types");
    }
    return letters(
        a,
        b,
        function,
        switch (function) {
          case "contains" -> String::contains;
          case "startsWith" -> String::startsWith;
          case "endsWith" -> String::endsWith;
          default -> throw new IllegalStateException("`" + function + "` reads no letters");
        },
        false);
  }

  /// @param equality where two words are compared as a whole: an undeclared one then differs from
  ///   every one that is written out
  private Truth letters(
      Word left,
      Word right,
      String question,
      BiPredicate<String, String> answer,
      boolean equality) {
    bounded(left, right);
    var yes = new ArrayList<Formula>();
    var no = new ArrayList<Formula>();
    for (Case a : left.cases()) {
      for (Case b : right.cases()) {
        Formula where = Formula.all(a.where(), b.where());
        Formula holds = letters(a.spelling(), b.spelling(), question, answer, equality);
        yes.add(Formula.all(where, holds));
        no.add(Formula.all(where, holds.not()));
      }
    }
    Formula holds = Formula.any(yes);
    boolean total = left.total() && right.total();
    return new Truth(holds, total ? holds.not() : Formula.any(no));
  }

  private Formula letters(
      Spelling left,
      Spelling right,
      String question,
      BiPredicate<String, String> answer,
      boolean equality) {
    if (left instanceof Known(var a) && right instanceof Known(var b)) {
      return Formula.of(answer.test(a, b));
    }
    if (equality && (isLiteral(left) || isLiteral(right))) return Always.FALSE;
    if (equality && left.equals(right) && !many(left)) return Always.TRUE;
    return unknown(left, question, right);
  }

  Truth in(Meaning member, Meaning range) {
    if (range instanceof Table table) return in(member, items(table));
    if (!(range instanceof Items items)) throw new Untranslated("`in` of these types");
    var yes = new ArrayList<Formula>();
    var no = new ArrayList<Formula>();
    for (Item item : items.items()) {
      Truth same = same(member, item.meaning());
      yes.add(Formula.all(item.present(), same.yes()));
      no.add(Formula.any(item.absent(), same.no()));
    }
    Formula ok = Formula.all(items.ok(), evaluated(member));
    return guarded(ok, new Truth(Formula.any(yes), Formula.all(no)));
  }

  Meaning at(Meaning range, Meaning key) {
    if (!(range instanceof Table table) || !(key instanceof Word word)) {
      throw new Untranslated("an item of a list by its number");
    }
    var meanings = new ArrayList<Meaning>();
    var wheres = new ArrayList<Formula>();
    for (Case one : word.cases()) {
      if (!(one.spelling() instanceof Known(var name))) continue;
      Entry entry = table.entries().get(name);
      if (entry == null) continue;
      wheres.add(Formula.all(one.where(), entry.present()));
      meanings.add(entry.meaning());
    }
    // An undeclared word names nothing in a map whose names are declared.
    if (meanings.isEmpty() || meanings.getFirst() instanceof Num) return number(wheres, meanings);
    var yes = new ArrayList<Formula>();
    var no = new ArrayList<Formula>();
    for (int i = 0; i < meanings.size(); i++) {
      if (!(meanings.get(i) instanceof Truth(var isTrue, var isFalse))) {
        throw new Untranslated("a map of these types");
      }
      yes.add(Formula.all(wheres.get(i), isTrue));
      no.add(Formula.all(wheres.get(i), isFalse));
    }
    return new Truth(Formula.any(yes), Formula.any(no));
  }

  private static Num number(List<Formula> wheres, List<Meaning> meanings) {
    if (meanings.size() == 1 && meanings.getFirst() instanceof Num only) {
      return new Num(Formula.all(wheres.getFirst(), only.ok()), only.cel(), only.constant());
    }
    String cel = FAILS;
    for (int i = meanings.size() - 1; i >= 0; i--) {
      if (!(meanings.get(i) instanceof Num num)) throw new Untranslated("a map of these types");
      cel = "(" + wheres.get(i).cel() + " ? " + num.cel() + " : " + cel + ")";
    }
    return Num.of(Formula.any(wheres), cel);
  }

  Num size(Meaning meaning) {
    if (meaning instanceof Word word) {
      var wheres = new ArrayList<Formula>();
      var sizes = new ArrayList<Meaning>();
      for (Case one : word.cases()) {
        if (!(one.spelling() instanceof Known(var text))) {
          throw new Untranslated("the length of a word that the bundle does not declare");
        }
        wheres.add(one.where());
        sizes.add(Num.of(text.codePointCount(0, text.length())));
      }
      return number(wheres, sizes);
    }
    Items items = items(meaning);
    if (items.items().isEmpty()) return new Num(items.ok(), "0", OptionalLong.of(0));
    var counts = items.items().stream().map(item -> item.count().cel()).toList();
    return Num.of(items.ok(), "(" + String.join(" + ", counts) + ")");
  }

  /// What a comprehension or `in` goes over: the items of a list, the names of a map.
  Items items(Meaning meaning) {
    return switch (meaning) {
      case Items items -> items;
      case Table(var entries) ->
          new Items(
              Always.TRUE,
              entries.entrySet().stream()
                  .map(entry -> {
                    Formula present = entry.getValue().present();
                    return new Item(
                        present,
                        present.not(),
                        Num.of(Always.TRUE, "(" + present.cel() + " ? 1 : 0)"),
                        Word.of(entry.getKey()));
                  })
                  .toList());
      case Truth _, Num _, Word _ -> throw new Untranslated("the items of what is no list");
    };
  }

  /// `condition ? left : right`.
  Meaning choice(Truth condition, Meaning left, Meaning right) {
    Formula yes = condition.yes();
    Formula no = condition.no();
    if (left instanceof Truth a && right instanceof Truth b) {
      return new Truth(
          Formula.any(Formula.all(yes, a.yes()), Formula.all(no, b.yes())),
          Formula.any(Formula.all(yes, a.no()), Formula.all(no, b.no())));
    }
    if (left instanceof Num a && right instanceof Num b) {
      return Num.of(
          Formula.any(Formula.all(yes, a.ok()), Formula.all(no, b.ok())),
          "(" + yes.cel() + " ? " + a.cel() + " : " + b.cel() + ")");
    }
    if (left instanceof Word a && right instanceof Word b) {
      var cases = new ArrayList<Case>();
      a.cases().forEach(c -> cases.add(new Case(Formula.all(yes, c.where()), c.spelling())));
      b.cases().forEach(c -> cases.add(new Case(Formula.all(no, c.where()), c.spelling())));
      return new Word(cases, false);
    }
    throw new Untranslated("a choice of these types");
  }
}
