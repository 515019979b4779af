package probity.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import probity.classify.Detectors;
import probity.evidence.Opened;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.policy.Decision;
import probity.token.Naming;
import probity.token.Tokenized;
import probity.token.Tokenizing;
import probity.token.Tokens;
import probity.wire.Splice;
import probity.wire.Texts;

/// The body of a request as it may leave: findings that the decision masks are cut out, those that
/// it puts tokens for are tokens, all else is as it came.
final class Leaving {
  /// With more findings tokens are made on the pool.
  private static final int INLINE_FINDINGS = 16;

  private final Reading reading;
  private final Opened opened;
  private final Detectors detectors;
  private final List<Finding> masked;
  private final List<Finding> tokenized;

  Leaving(Reading reading, Decision decision, Opened opened, Detectors detectors) {
    this.reading = reading;
    this.opened = opened;
    this.detectors = detectors;
    masked = of(LiveExchange.masks(decision));
    tokenized = of(LiveExchange.tokenizes(decision));
  }

  private List<Finding> of(Set<String> labels) {
    return reading.findings().stream().filter(f -> labels.contains(f.label())).toList();
  }

  /// Makes it on the caller's thread, or on `pool` where that takes long; `done` and `refused` run
  /// on `home` either way.
  ///
  /// @param refused with a word of the product, for the record
  void body(
      ExecutorService pool,
      Limits limits,
      Executor home,
      Consumer<Tokenized> done,
      BiConsumer<Refusal, String> refused) {
    Bytes body = reading.prompt().body();
    if (tokenized.isEmpty()) {
      var left = masked.isEmpty() ? body : Splice.apply(body, reading.places(), masked);
      done.accept(new Tokenized(left, Tokens.NONE));
      return;
    }
    if (body.length() <= limits.inlineBytes()
        && tokenized.size() <= INLINE_FINDINGS
        && !Tokenizing.mayAskDetectors(texts(), tokenized)) {
      tell(tokenized(), done, refused);
      return;
    }
    Aside.run(
        pool,
        home,
        this::tokenized,
        made -> tell(made, done, refused),
        () -> refused.accept(Refusal.overloaded(), "overloaded"));
  }

  private static void tell(
      Optional<Tokenized> made, Consumer<Tokenized> done, BiConsumer<Refusal, String> refused) {
    made.ifPresentOrElse(
        done, () -> refused.accept(Refusal.tooManyTokens(), Refusal.TOO_MANY_TOKENS));
  }

  private Optional<Tokenized> tokenized() {
    String conversation = opened.exchange().conversation().orElse("");
    Naming naming =
        (label, value, attempt) -> opened.key().token(conversation, label, value, attempt);
    return Tokenizing.of(texts(), masked, tokenized, naming, this::isFinding);
  }

  private Texts texts() {
    return Texts.json(reading.prompt().body(), reading.places());
  }

  /// Whether a text would be found in an answer.
  private boolean isFinding(String text) {
    Bytes bytes = Bytes.utf8(text);
    var place = new Place(Place.Kind.OTHER, "", 0, bytes.length());
    return !detectors.inspect(new Texts(bytes, List.of(place), Texts.Spelling.PLAIN)).isEmpty();
  }
}
