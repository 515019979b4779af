package probity.exchange;

/// Why a body could not be read. The word is part of facts and of the record.
public enum BodyFault {
  NOT_JSON("not-json"),
  /// Ends inside a value: cut short on its way.
  CUT_SHORT("cut-short"),
  TOO_LARGE("too-large"),
  TOO_DEEP("too-deep"),
  DUPLICATE_KEY("duplicate-key"),
  INVALID_UTF8("invalid-utf8"),
  LONE_SURROGATE("lone-surrogate"),
  /// JSON, but not what the format demands (no `messages`, a number for a model).
  WRONG_SHAPE("wrong-shape"),
  /// Says something else than the headers that repeat parts of it.
  HEADER_MISMATCH("header-mismatch"),
  /// A content encoding that is not read.
  ENCODED("encoded");

  private final String word;

  BodyFault(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
