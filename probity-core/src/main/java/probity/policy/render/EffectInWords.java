package probity.policy.render;

import probity.exchange.Facts.Phase;
import probity.policy.Effect;
import probity.policy.Rule;
import probity.policy.render.Span.Tone;

/// Says what a rule does.
final class EffectInWords {
  private EffectInWords() {}

  static Tone tone(Effect effect) {
    return switch (effect) {
      case Effect.Permit _ -> Tone.PERMITS;
      case Effect.Refuse _ -> Tone.REFUSES;
      case Effect.Limit _, Effect.Review _ -> Tone.HOLDS;
      case Effect.Redact _, Effect.Tokenize _ -> Tone.CHANGES;
      case Effect.Tag _, Effect.Queue _, Effect.Notify _, Effect.Notice _ -> Tone.NOTES;
    };
  }

  static Words badge(Effect effect) {
    return Words.badge(effect.word().text(), tone(effect));
  }

  /// What is decided on in a phase, at the start of a sentence.
  static String subject(Phase phase) {
    return switch (phase) {
      case REQUEST -> "The request";
      case TOOL -> "The tool call that the model asks for";
      case RESPONSE -> "The answer";
    };
  }

  static Words sentence(Rule rule) {
    Words subject = Words.plain(subject(rule.on()));
    return switch (rule.then()) {
      case Effect.Permit() -> subject.then(" is permitted, unless another rule refuses it.");
      case Effect.Refuse() -> subject.then(" is refused, whatever permits it.");
      case Effect.Redact(var labels) ->
          Words.of(
              Words.plain("Everything found of "),
              Words.codes(labels),
              Words.plain(
                  rule.on() == Phase.RESPONSE
                      ? " is masked in the answer before it is delivered."
                      : " is masked in the request before it leaves."));
      case Effect.Tokenize(var labels) ->
          Words.of(
              Words.plain("Everything found of "),
              Words.codes(labels),
              Words.plain(
                  " is replaced by tokens in the request before it leaves, and restored in the"
                      + " answer."));
      case Effect.Tag(var tags) ->
          Words.of(Words.plain("The record is tagged "), Words.codes(tags), Words.plain("."));
      case Effect.Limit(var counter, var max) ->
          Words.of(
              subject.then(" is refused for now while the counter "),
              declared("counter", counter),
              Words.plain(" stands at " + max + " or more."));
      case Effect.Review(var queue) ->
          Words.of(
              subject.then(" is refused until a reviewer of the queue "),
              declared("queue", queue),
              Words.plain(" has granted this very request."));
      case Effect.Queue(var queue) ->
          Words.of(
              subject.then(" goes on; its record is put in the queue "),
              declared("queue", queue),
              Words.plain(" and looked at afterwards."));
      case Effect.Notify(var channel) ->
          Words.of(
              Words.plain("A notification goes to the channel "),
              Words.code(channel),
              Words.plain("."));
      case Effect.Notice(var notice) ->
          Words.of(
              Words.plain("The answer bears the notice "),
              declared("notice", notice),
              Words.plain("."));
    };
  }

  private static Words declared(String kind, String id) {
    return Words.link(id, Anchors.declared(kind, id));
  }
}
