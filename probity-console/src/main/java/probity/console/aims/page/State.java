package probity.console.aims.page;

import probity.aims.register.History;
import probity.console.Tone;

/// How a record stands, as a tag.
public record State(String text, Tone tone) {
  static State of(History record) {
    var standing = record.standing();
    return new State(
        standing.title(),
        switch (standing) {
          case APPROVED, IN_USE -> Tone.GOOD;
          case PROPOSED, RETURNED -> Tone.CARE;
          case REJECTED -> Tone.BAD;
          case DRAFT, ARCHIVED -> Tone.PLAIN;
        });
  }
}
