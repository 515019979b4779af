package probity.policy.render;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import probity.policy.render.FactInWords.Both;
import probity.policy.render.Said.All;
import probity.policy.render.Said.Any;
import probity.policy.render.Said.Statement;

/// Says a condition in words, where words mean exactly what the condition does; else nothing.
///
/// A name that a map may lack cannot be evaluated and so counts against the request, which no plain
/// sentence says. `labels['x'] >= 80` is therefore put into words only beside `'x' in labels`.
final class ConditionInWords {
  private static final CelParser PARSER = CelParserFactory.standardCelParserBuilder().build();

  private final Set<String> probes;

  /// @param probes those that facts of the rule's phase always hold
  ConditionInWords(Set<String> probes) {
    this.probes = Set.copyOf(probes);
  }

  Optional<Said> of(String condition) {
    try {
      // Without macros, `exists` stays the call that its author wrote.
      CelAbstractSyntaxTree tree = PARSER.parse(condition).getAst();
      if (condition.strip().equals("true")) {
        return Optional.of(new Statement(Words.plain("always")));
      }
      return say(tree.getExpr(), true);
    } catch (CelValidationException e) {
      return Optional.empty();
    }
  }

  /// @param yes whether the expression is said, or its denial
  private Optional<Said> say(CelExpr expr, boolean yes) {
    return switch (expr.getKind()) {
      case CALL -> call(expr.call(), yes);
      case IDENT ->
          Optional.ofNullable(FactInWords.TRUTHS.get(expr.ident().name()))
              .map(both -> new Statement(Words.plain(yes ? both.yes() : both.no())));
      case SELECT -> probe(expr, yes);
      case CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> Optional.empty();
    };
  }

  private Optional<Said> call(CelCall call, boolean yes) {
    return switch (call.function()) {
      case "!_" -> say(call.args().getFirst(), !yes);
      case "_&&_" -> together(all(call, "_&&_"), yes);
      case "_||_" -> joined(each(any(call), yes), !yes);
      case "@in" -> member(call.args().get(0), call.args().get(1), yes);
      case "_[_]" -> probe(CelExpr.newBuilder().setCall(call).build(), yes);
      case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> compared(call, yes);
      case "startsWith", "endsWith", "contains" -> partOf(call, yes);
      case "exists", "all" -> over(call, yes);
      default -> Optional.empty();
    };
  }

  /// Parts that hold together, each comparison of a label taken together with the question whether
  /// the label is there.
  private Optional<Said> together(List<CelExpr> parts, boolean yes) {
    var guards = new ArrayList<CelExpr>();
    var said = new ArrayList<Optional<Said>>();
    for (CelExpr part : parts) {
      Entry entry = Entry.compared(part).orElse(null);
      if (entry == null) continue;
      parts.stream().filter(entry::isGuardedBy).findFirst().ifPresent(guards::add);
    }
    for (CelExpr part : parts) {
      if (guards.contains(part)) continue;
      Optional<Entry> entry = Entry.compared(part);
      boolean guarded = entry.isPresent() && parts.stream().anyMatch(entry.get()::isGuardedBy);
      said.add(guarded ? entry.flatMap(found -> found.say(yes)) : say(part, yes));
    }
    return joined(said, yes);
  }

  private List<Optional<Said>> each(List<CelExpr> parts, boolean yes) {
    return parts.stream().map(part -> say(part, yes)).toList();
  }

  /// Nothing, if one of the parts cannot be said.
  private static Optional<Said> joined(List<Optional<Said>> parts, boolean all) {
    if (parts.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
    List<Said> said =
        parts.stream()
            .flatMap(Optional::stream)
            .flatMap(part ->
                switch (part) {
                  case All(var inner) when all -> inner.stream();
                  case Any(var inner) when !all -> inner.stream();
                  case All _, Any _, Statement _ -> Stream.of(part);
                })
            .toList();
    if (said.size() == 1) return Optional.of(said.getFirst());
    return Optional.of(all ? new All(said) : new Any(said));
  }

  private static List<CelExpr> any(CelCall call) {
    return all(call, "_||_");
  }

  /// The operands of a chain of one operator.
  private static List<CelExpr> all(CelCall call, String operator) {
    var operands = new ArrayList<CelExpr>();
    for (CelExpr arg : call.args()) {
      boolean chain = arg.getKind() == Kind.CALL && arg.call().function().equals(operator);
      if (chain) operands.addAll(all(arg.call(), operator));
      else operands.add(arg);
    }
    return operands;
  }

  private Optional<Said> member(CelExpr item, CelExpr container, boolean yes) {
    if (container.getKind() == Kind.LIST) return oneOf(item, container, yes);
    Optional<String> word = text(item);
    Optional<Both> both = name(container).map(FactInWords.MEMBERS::get);
    return word.flatMap(found -> both.map(words -> about(yes ? words.yes() : words.no(), found)));
  }

  private Optional<Said> oneOf(CelExpr item, CelExpr list, boolean yes) {
    Optional<String> phrase = name(item).map(FactInWords.TEXTS::get);
    Optional<List<String>> words = texts(list);
    if (phrase.isEmpty() || words.isEmpty() || words.get().isEmpty()) return Optional.empty();
    String verb = words.get().size() == 1 ? " is " : " is one of ";
    String denied = words.get().size() == 1 ? " is not " : " is none of ";
    return Optional.of(
        new Statement(
            Words.of(
                Words.plain(phrase.get() + (yes ? verb : denied)),
                Words.list(words.get(), Literals::word))));
  }

  /// `probes['x']` and `probes.x`, which every record of facts of the phase has.
  private Optional<Said> probe(CelExpr expr, boolean yes) {
    return Entry.of(expr)
        .filter(entry -> entry.map().equals("probes") && probes.contains(entry.name()))
        .map(entry ->
            new Statement(
                Words.of(
                    Words.plain("the probe "),
                    Words.link(entry.name(), Anchors.declared("probe", entry.name())),
                    Words.plain(
                        yes ? " finds what it looks for" : " does not find what it looks for"))));
  }

  private static Optional<Said> compared(CelCall call, boolean yes) {
    return Comparison.of(call).flatMap(comparison -> comparison.say(yes));
  }

  private static Optional<Said> partOf(CelCall call, boolean yes) {
    Optional<String> phrase =
        call.target().flatMap(ConditionInWords::name).map(FactInWords.TEXTS::get);
    Optional<String> part = call.args().stream().findFirst().flatMap(ConditionInWords::text);
    if (phrase.isEmpty() || part.isEmpty()) return Optional.empty();
    String verb =
        switch (call.function()) {
          case "startsWith" -> yes ? " begins with " : " does not begin with ";
          case "endsWith" -> yes ? " ends with " : " does not end with ";
          default -> yes ? " contains " : " does not contain ";
        };
    return Optional.of(about(phrase.get() + verb + "%", part.get()));
  }

  /// `['a', 'b'].exists(x, x in roles)` and `roles.exists(x, x in ['a', 'b'])`, which say the same,
  /// and `['a', 'b'].all(x, x in roles)`.
  private Optional<Said> over(CelCall call, boolean yes) {
    if (call.target().isEmpty() || call.args().size() != 2) return Optional.empty();
    CelExpr range = call.target().get();
    CelExpr body = call.args().get(1);
    boolean asksForMember =
        body.getKind() == Kind.CALL
            && body.call().function().equals("@in")
            && name(body.call().args().getFirst()).equals(name(call.args().getFirst()));
    if (!asksForMember) return Optional.empty();
    CelExpr other = body.call().args().get(1);
    boolean exists = call.function().equals("exists");
    boolean written = range.getKind() == Kind.LIST;
    if (!exists && !written) return Optional.empty();
    CelExpr list = written ? range : other;
    CelExpr fact = written ? other : range;
    if (list.getKind() != Kind.LIST || list.list().elements().isEmpty()) return Optional.empty();
    return joined(
        list.list().elements().stream().map(item -> member(item, fact, yes)).toList(),
        exists != yes);
  }

  static Statement about(String sentence, String word) {
    int at = sentence.indexOf('%');
    return new Statement(
        Words.of(
            Words.plain(sentence.substring(0, at)),
            Literals.word(word),
            Words.plain(sentence.substring(at + 1))));
  }

  static Optional<String> name(CelExpr expr) {
    return expr.getKind() == Kind.IDENT ? Optional.of(expr.ident().name()) : Optional.empty();
  }

  static Optional<String> text(CelExpr expr) {
    return expr.getKind() == Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }

  private static Optional<List<String>> texts(CelExpr list) {
    var texts = list.list().elements().stream().flatMap(item -> text(item).stream()).toList();
    return texts.size() == list.list().elements().size() ? Optional.of(texts) : Optional.empty();
  }
}
