package probity.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.exchange.Facts.Phase;

/// What a rule does when its condition holds.
public sealed interface Effect {
  record Permit() implements Effect {}

  record Refuse() implements Effect {}

  /// Findings of these labels are masked.
  record Redact(SortedSet<String> labels) implements Effect {
    public Redact {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    }
  }

  /// Findings of these labels are tokens on their way to the provider.
  record Tokenize(SortedSet<String> labels) implements Effect {
    public Tokenize {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    }
  }

  /// These words are put on the record.
  record Tag(List<String> tags) implements Effect {
    public Tag {
      tags = List.copyOf(tags);
    }
  }

  /// Refuses for now once the counter stands at `max` or above.
  record Limit(String counter, long max) implements Effect {}

  /// Refuses until a person of the queue's role has granted this very request.
  record Review(String queue) implements Effect {}

  /// The record is looked at by a person afterwards.
  record Queue(String queue) implements Effect {}

  record Notify(String channel) implements Effect {}

  record Notice(String notice) implements Effect {}

  /// Its name in a bundle, and where it may stand.
  enum Word {
    PERMIT(Phase.REQUEST, Phase.TOOL),
    REFUSE(Phase.REQUEST, Phase.TOOL, Phase.RESPONSE),
    REDACT(Phase.REQUEST, Phase.RESPONSE),
    TOKENIZE(Phase.REQUEST),
    TAG(Phase.REQUEST, Phase.TOOL, Phase.RESPONSE),
    LIMIT(Phase.REQUEST, Phase.TOOL),
    REVIEW(Phase.REQUEST, Phase.TOOL),
    QUEUE(Phase.REQUEST, Phase.TOOL, Phase.RESPONSE),
    NOTIFY(Phase.REQUEST, Phase.TOOL, Phase.RESPONSE),
    NOTICE(Phase.REQUEST);

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<Phase> phases;

    Word(Phase... phases) {
      this.phases = List.of(phases);
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it keeps something from passing.
    public boolean refuses() {
      return this == REFUSE || this == LIMIT || this == REVIEW;
    }

    /// Why it may not stand in a phase.
    Optional<String> misplaced(Phase phase) {
      if (phases.contains(phase)) return Optional.empty();
      return Optional.of(
          switch (this) {
            case PERMIT ->
                "an answer is permitted unless a rule refuses it; this rule decides nothing";
            case REDACT ->
                "a tool call is permitted or refused; a call with masked arguments would be another"
                    + " one";
            case TOKENIZE ->
                "a token stands in the request and is restored in the answer; what the model writes"
                    + " is masked by `redact`";
            case NOTICE -> "a notice is decided on with the request, so that headers can bear it";
            case LIMIT -> "what a caller may use is decided before the answer is paid for";
            case REVIEW -> "an answer that waits for a person is `refuse` or `queue`";
            case REFUSE, TAG, QUEUE, NOTIFY ->
                throw new IllegalStateException(text() + " may stand anywhere");
          });
    }
  }

  default Word word() {
    return switch (this) {
      case Permit _ -> Word.PERMIT;
      case Refuse _ -> Word.REFUSE;
      case Redact _ -> Word.REDACT;
      case Tokenize _ -> Word.TOKENIZE;
      case Tag _ -> Word.TAG;
      case Limit _ -> Word.LIMIT;
      case Review _ -> Word.REVIEW;
      case Queue _ -> Word.QUEUE;
      case Notify _ -> Word.NOTIFY;
      case Notice _ -> Word.NOTICE;
    };
  }
}
