package probity.policy.render;

import java.util.List;

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
}
