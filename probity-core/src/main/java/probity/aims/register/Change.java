package probity.aims.register;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an act does to a record, or says about one of its revisions.
public enum Change {
  CREATED(true),
  EDITED(true),

  /// Written by somebody who had not seen the revision before, where both changed other fields.
  MERGED(true),
  IMPORTED(true),

  /// An import taken back.
  UNDONE(true),
  ARCHIVED(true),
  RESTORED(true),
  COMMENTED(false),

  /// Given to those who approve.
  PROPOSED(false),
  APPROVED(false),

  /// Given back with a reason, to be worked on.
  RETURNED(false),

  /// Turned down with a reason.
  REJECTED(false);

  private final boolean revises;

  Change(boolean revises) {
    this.revises = revises;
  }

  /// Whether it makes a new revision; else it is about one that is there.
  public boolean revises() {
    return revises;
  }

  /// Whether it is the word of somebody who may approve.
  public boolean decides() {
    return this == APPROVED || this == RETURNED || this == REJECTED;
  }

  /// Whether it takes a record out of use, or back into it, and changes nothing that it says.
  public boolean turns() {
    return this == ARCHIVED || this == RESTORED;
  }

  /// As entries have it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Change> of(String word) {
    return Arrays.stream(values()).filter(change -> change.word().equals(word)).findFirst();
  }
}
