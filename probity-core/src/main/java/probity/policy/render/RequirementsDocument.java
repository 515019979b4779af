package probity.policy.render;

import java.util.List;
import probity.policy.Bundle;
import probity.policy.RequirementsReport;

/// The document that a compliance lead reads and an auditor files: everything that it shows, in
/// order, as text. How it looks is the business of whoever writes it out.
///
/// @param about what the title block says, by name
public record RequirementsDocument(
    String title, String subtitle, List<Block.Term> about, List<Section> sections) {
  public RequirementsDocument {
    about = List.copyOf(about);
    sections = List.copyOf(sections);
  }

  /// The document of a bundle. Pure: the same bundle gives the same document.
  public static RequirementsDocument of(Bundle bundle) {
    var report = RequirementsReport.of(bundle.requirements(), bundle.rules());
    return new RequirementsDocument(
        bundle.name() + " " + bundle.version(),
        "Requirements and the rules that carry them out",
        Overview.about(bundle),
        List.of(
            Overview.section(bundle, report),
            RequirementTables.all(report),
            RequirementTables.notEnforced(report),
            RequirementTables.unmet(report),
            RuleSheets.section(bundle),
            DeclaredWords.section(bundle),
            ControlIndex.section(bundle),
            Deciding.section()));
  }
}
