package probity.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads what a rule does: the word `then`, and the members that this word needs and no other has.
final class EffectReader {
  private static final int ITEMS_MAX = 64;
  private static final int WORD_MAX = 64;

  /// Each member of an effect, and the words that need it.
  private enum Member {
    LABELS("labels", Effect.Word.REDACT, Effect.Word.TOKENIZE),
    TAGS("tags", Effect.Word.TAG),
    COUNTER("counter", Effect.Word.LIMIT),
    MAX("max", Effect.Word.LIMIT),
    QUEUE("queue", Effect.Word.REVIEW, Effect.Word.QUEUE),
    CHANNEL("channel", Effect.Word.NOTIFY),
    NOTICE("notice", Effect.Word.NOTICE);

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<Effect.Word> of;

    Member(String name, Effect.Word... of) {
      this.name = name;
      this.of = List.of(of);
    }
  }

  private final Declarations declared;

  EffectReader(Declarations declared) {
    this.declared = declared;
  }

  /// The effect, or nothing after a mistake.
  Optional<Effect> read(Mapping rule) {
    Optional<Effect.Word> word =
        rule.required("then").choice(List.of(Effect.Word.values()), Effect.Word::text);
    for (Member member : Member.values()) {
      Value value = rule.optional(member.name);
      if (word.isPresent() && !member.of.contains(word.get())) {
        var those = member.of.stream().map(of -> "`" + of.text() + "`").toList();
        value.mistake(
            "`" + member.name + "` belongs to rules with `then` " + String.join(" or ", those));
      }
    }
    return word.map(known -> effect(rule, known));
  }

  private Effect effect(Mapping rule, Effect.Word word) {
    return switch (word) {
      case PERMIT -> new Effect.Permit();
      case REFUSE -> new Effect.Refuse();
      case REDACT -> new Effect.Redact(labels(rule));
      case TOKENIZE -> new Effect.Tokenize(labels(rule));
      case TAG -> new Effect.Tag(words(rule, Member.TAGS, declared.tags(), "tag"));
      case LIMIT ->
          new Effect.Limit(
              word(rule, Member.COUNTER, declared.counters().stream().map(Counter::id).toList()),
              rule.required(Member.MAX.name).integer(0, Long.MAX_VALUE / 2).orElse(0));
      case REVIEW -> new Effect.Review(queue(rule));
      case QUEUE -> new Effect.Queue(queue(rule));
      case NOTIFY -> new Effect.Notify(word(rule, Member.CHANNEL, declared.channels()));
      case NOTICE ->
          new Effect.Notice(
              word(rule, Member.NOTICE, declared.notices().stream().map(Notice::id).toList()));
    };
  }

  private SortedSet<String> labels(Mapping rule) {
    return new TreeSet<>(words(rule, Member.LABELS, declared.labels(), "label"));
  }

  private String queue(Mapping rule) {
    return word(rule, Member.QUEUE, declared.queues().stream().map(ReviewQueue::id).toList());
  }

  private static String word(Mapping rule, Member member, Collection<String> known) {
    Optional<Text> word = Forms.id(rule.required(member.name));
    word.ifPresent(text -> text.isOneOf(known, member.name));
    return Read.value(word);
  }

  private static List<String> words(
      Mapping rule, Member member, Collection<String> known, String what) {
    Value list = rule.required(member.name);
    List<Text> words = list.texts(ITEMS_MAX, WORD_MAX);
    words.forEach(word -> word.isOneOf(known, what));
    if (list.present() && words.isEmpty()) list.mistake("at least one " + what + " was expected");
    return words.stream().map(Text::value).distinct().toList();
  }
}
