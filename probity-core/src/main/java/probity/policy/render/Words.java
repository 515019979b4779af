package probity.policy.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import probity.policy.render.Span.Badge;
import probity.policy.render.Span.Code;
import probity.policy.render.Span.Link;
import probity.policy.render.Span.Plain;
import probity.policy.render.Span.Tone;

/// Running text.
public record Words(List<Span> spans) {
  static final Words NONE = plain("–");

  public Words {
    spans = List.copyOf(spans);
  }

  static Words plain(String text) {
    return new Words(List.of(new Plain(text)));
  }

  static Words code(String text) {
    return text.isEmpty() ? NONE : new Words(List.of(new Code(text)));
  }

  static Words link(String text, String anchor) {
    return new Words(List.of(new Link(text, anchor)));
  }

  static Words badge(String text, Tone tone) {
    return new Words(List.of(new Badge(text, tone)));
  }

  /// One after the other.
  static Words of(Words... parts) {
    var spans = new ArrayList<Span>();
    for (Words part : parts) spans.addAll(part.spans);
    return new Words(spans);
  }

  /// Parts with `between` between them; a dash where there is none.
  static Words joined(String between, Collection<Words> parts) {
    if (parts.isEmpty()) return NONE;
    var spans = new ArrayList<Span>();
    for (Words part : parts) {
      if (!spans.isEmpty()) spans.add(new Plain(between));
      spans.addAll(part.spans);
    }
    return new Words(spans);
  }

  /// Items as a list in a sentence, each made by `word`.
  static <T> Words list(Collection<T> items, Function<T, Words> word) {
    return joined(", ", items.stream().map(word).toList());
  }

  static Words codes(Collection<String> items) {
    return list(items, Words::code);
  }

  Words then(String text) {
    return of(this, plain(text));
  }

  /// The text alone.
  public String text() {
    var out = new StringBuilder();
    spans.forEach(span -> out.append(span.text()));
    return out.toString();
  }
}
