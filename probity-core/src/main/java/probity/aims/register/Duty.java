package probity.aims.register;

import java.util.Arrays;
import java.util.Optional;

/// What a person may be in the management system. A person may have several, at the same or at
/// different times.
public enum Duty {
  TOP_MANAGEMENT("top-management", "Top management"),
  AIMS_MANAGER("aims-manager", "AIMS manager"),
  SYSTEM_OWNER("system-owner", "AI system owner"),
  RISK_OWNER("risk-owner", "Risk or control owner"),
  POLICY_AUTHOR("policy-author", "Policy author"),
  POLICY_APPROVER("policy-approver", "Policy approver"),
  INTERNAL_AUDITOR("internal-auditor", "Internal auditor"),
  EXTERNAL_AUDITOR("external-auditor", "External auditor"),
  DATA_PROTECTION("data-protection", "Data protection officer"),
  ADMINISTRATOR("administrator", "Administrator of accounts");

  private final String word;
  private final String title;

  Duty(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /// As it is kept and written in descriptions.
  public String word() {
    return word;
  }

  /// As people read it.
  public String title() {
    return title;
  }

  public static Optional<Duty> of(String word) {
    return Arrays.stream(values()).filter(duty -> duty.word.equals(word)).findFirst();
  }
}
