package probity.aims.register;

/// How the newest revision of a record stands with those who approve.
public enum Standing {
  /// Nobody has to approve records of its register.
  IN_USE("In use"),
  DRAFT("Draft"),
  PROPOSED("Waits for approval"),
  APPROVED("Approved"),
  RETURNED("Returned"),
  REJECTED("Rejected"),
  ARCHIVED("Archived");

  private final String title;

  Standing(String title) {
    this.title = title;
  }

  /// As people read it.
  public String title() {
    return title;
  }
}
