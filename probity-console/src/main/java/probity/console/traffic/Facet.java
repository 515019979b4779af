package probity.console.traffic;

/// By what records are told apart, in the order in which the page lists them.
public enum Facet {
  VERDICT("verdict", "Verdict"),
  ENDING("ending", "Ending"),
  RULE("rule", "Rule"),
  LABEL("label", "Found"),
  ROUTE("route", "Route"),
  SYSTEM("system", "AI system"),
  CALLER("caller", "Caller"),
  MODEL("model", "Model"),
  QUEUE("queue", "Review queue"),
  BUNDLE("bundle", "Bundle"),
  PURPOSE("purpose", "Purpose");

  private final String word;
  private final String title;

  Facet(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /// As queries have it.
  public String word() {
    return word;
  }

  /// As people read it.
  public String title() {
    return title;
  }
}
