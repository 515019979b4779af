package probity.identity;

/// When something may be used: milliseconds since 1970, `from` included, `until` not.
public record Validity(long from, long until) {
  /// Without a beginning and an end.
  public static final Validity ALWAYS = new Validity(Long.MIN_VALUE, Long.MAX_VALUE);

  public Validity {
    if (from >= until) throw new IllegalArgumentException("a validity that ends before it begins");
  }

  boolean begun(long now) {
    return now >= from;
  }

  boolean over(long now) {
    return now >= until;
  }
}
