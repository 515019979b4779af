package probity.classify;

import java.util.ArrayList;
import java.util.List;

/// Looks for numbers of telephones in one text.
///
/// A run of digits is decided when what follows it is known, and the readers of cards and of
/// account numbers, which come first, have passed it. Of a run [#TRIES_MAX] parts are tried at
/// most. How often a number is parsed is bounded ([PhoneBudget]). What comes after that counts by
/// its form alone: else a text of many numbers would hide one.
final class PhoneReader implements Scanner {
  /// How sure a number is that was not parsed.
  private static final int BY_FORM = 50;

  private static final int TRIES_MAX = 8;
  private static final Card CARD = new Card();
  private static final Iban IBAN = new Iban();

  /// What follows a run and may matter: an extension, or the rest of a longer word.
  private static final int AHEAD = 20;

  /// A number soon after another is one, too.
  private static final int SOON = 16;

  private static final int NEVER = Integer.MIN_VALUE / 2;

  private final PhoneRegions regions;
  private final PhoneNumbers numbers;
  private final Scanner cards;
  private final Scanner ibans;

  /// Cards and account numbers: where they begin and end.
  private final List<Span> taken = new ArrayList<>();

  private int at;

  /// Whether `at` is in a run that is too long.
  private boolean over;

  private final PhoneBudget budget;

  private int foundEnd = NEVER;

  private record Span(int start, int end) {}

  PhoneReader(PhoneRegions regions, PhoneNumbers numbers, int from) {
    this(regions, numbers, from, CARD.scanner(from), IBAN.scanner(from), new PhoneBudget(from));
  }

  private PhoneReader(
      PhoneRegions regions,
      PhoneNumbers numbers,
      int from,
      Scanner cards,
      Scanner ibans,
      PhoneBudget budget) {
    this.regions = regions;
    this.numbers = numbers;
    this.cards = cards;
    this.ibans = ibans;
    this.budget = budget;
    at = from;
  }

  @Override
  public Scanner resumed(Detector of, int base) {
    var on =
        new PhoneReader(
            regions,
            numbers,
            at - base,
            cards.resumed(CARD, base),
            ibans.resumed(IBAN, base),
            budget.resumed(base));
    for (Span span : taken) on.taken.add(new Span(span.start - base, span.end - base));
    on.over = over;
    on.foundEnd = Math.max(NEVER, foundEnd - base);
    return on;
  }

  @Override
  public int memory() {
    return budget.memory(at) * 2 + (over ? 1 : 0);
  }

  @Override
  public int alive() {
    return at;
  }

  @Override
  public List<Kind> candidates() {
    return List.of(Phone.KIND);
  }

  @Override
  public int needs() {
    int needs = Math.max(0, at - PhoneWords.BEHIND);
    return Math.min(needs, Math.min(cards.needs(), ibans.needs()));
  }

  /// How often a number was parsed.
  int readings() {
    return budget.readings();
  }

  @Override
  public void read(Window text, boolean last, Sink sink) {
    Sink take = (kind, start, end, confidence) -> taken.add(new Span(start, end));
    cards.read(text, last, take);
    ibans.read(text, last, take);
    while (at < text.end()) {
      if (over) {
        if (!passOver(text, last)) return;
      } else if (PhoneRun.begins(text.at(at))) {
        int end = PhoneRun.end(text, at, last);
        if (end == PhoneRun.UNDECIDED) return;
        if (end == PhoneRun.OVER) {
          over = true;
        } else if (end == at) {
          at++;
        } else {
          int passed = Math.min(cards.alive(), ibans.alive());
          if (!last && (end + AHEAD > text.end() || end > passed)) return;
          decide(text, end, sink);
          int until = at;
          taken.removeIf(span -> span.end <= until);
        }
      } else {
        at++;
      }
    }
  }

  /// On in a run that is too long; whether enough of the text is there.
  private boolean passOver(Window text, boolean last) {
    while (at < text.end() && (Ascii.digit(text.at(at)) || "(+".indexOf(text.at(at)) >= 0)) at++;
    int next = PhoneRun.next(text, at, last);
    if (next == PhoneRun.UNDECIDED) return false;
    over = next > at;
    at = next;
    return true;
  }

  /// Decides the run from `at` to `end`.
  private void decide(Window text, int end, Sink sink) {
    List<PhoneRun.Word> words = PhoneRun.words(text, at, end);
    at = end;
    int tries = 0;
    for (int first = 0; first < words.size(); ) {
      int next = first + 1;
      for (int behind = words.size(); behind > first && tries < TRIES_MAX; behind--) {
        var part = new PhonePart(text, words, first, behind);
        if (!part.fits() || covered(part)) continue;
        var said = PhoneWords.before(text, part.start());
        boolean soon = part.start() - foundEnd <= SOON && said != PhoneWords.Say.OTHER;
        if (soon) said = PhoneWords.Say.PHONE;
        if (!part.worth(said, regions.declared(), numbers)) continue;
        tries++;
        int confidence = confidence(part, said);
        if (confidence == 0) continue;
        int stop = part.end(text);
        sink.found(Phone.KIND, part.start(), stop, confidence);
        foundEnd = stop;
        at = Math.max(at, stop);
        next = behind;
        break;
      }
      first = next;
    }
  }

  private boolean covered(PhonePart part) {
    return taken.stream().anyMatch(span -> span.start < part.wordsEnd() && part.start() < span.end);
  }

  /// How sure a part of a run is a number; 0 where it is none.
  private int confidence(PhonePart part, PhoneWords.Say said) {
    boolean word = said == PhoneWords.Say.PHONE;
    var sure = budget.sure(numbers, part.digits(), part.start());
    if (sure.isEmpty()) return BY_FORM;
    return switch (sure.get()) {
      case VALID -> {
        if (part.plus()) yield 95;
        if (!regions.declared()) yield word ? 80 : 55;
        yield word ? 90 : part.grouped() ? 75 : 60;
      }
      case POSSIBLE -> {
        if (part.plus()) yield word ? 65 : 0;
        yield word && part.whole() ? 55 : 0;
      }
      case NOT -> 0;
    };
  }
}
