package probity.policy;

/// An AI system as its impact assessment knows it.
///
/// @param version of the system; empty where the bundle does not say
/// @param assessment revision of the impact assessment
/// @param riskClass as the assessment came to it
/// @param owner the role that answers for it; may be empty
public record AiSystem(
    String id, String version, String assessment, String riskClass, String owner) {
  /// In place of one that is not declared; a bundle that names one is never loaded.
  static final AiSystem NONE = new AiSystem("", "", "", "", "");
}
