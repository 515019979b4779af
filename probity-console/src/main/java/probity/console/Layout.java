package probity.console;

import java.util.List;
import java.util.Optional;

/// All that stands around the content of a page.
///
/// @param above links to the pages above this one
/// @param navigation groups that this visitor may use
/// @param csrf for the forms of this page; empty where nobody is signed in
public record Layout(
    String title,
    List<Page.Crumb> above,
    List<Group> navigation,
    Optional<SignedIn> signedIn,
    String csrf,
    Assets assets) {
  public Layout {
    above = List.copyOf(above);
    navigation = List.copyOf(navigation);
  }

  public record Group(String label, List<Link> links) {
    public Group {
      links = List.copyOf(links);
    }
  }

  /// @param current whether the page is this one or below it
  public record Link(String label, String path, boolean current) {}
}
