package probity.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The links of all pages, and which of them a visitor sees.
final class Navigation {
  private record Known(String group, String label, String path, Access access) {}

  private final List<Known> links = new ArrayList<>();

  void add(String group, String label, String path, Access access) {
    links.add(new Known(group, label, path, access));
  }

  List<Layout.Group> seenBy(Optional<SignedIn> who, String path) {
    var current = currentOf(path);
    var groups = new LinkedHashMap<String, List<Layout.Link>>();
    for (Known link : links) {
      if (!link.access.allows(who)) continue;
      groups
          .computeIfAbsent(link.group, _ -> new ArrayList<>())
          .add(new Layout.Link(link.label, link.path, link.path.equals(current)));
    }
    return groups.entrySet().stream()
        .map(group -> new Layout.Group(group.getKey(), group.getValue()))
        .toList();
  }

  /// The longest path of a link that `path` is, or is below.
  private String currentOf(String path) {
    String found = "";
    for (Known link : links) {
      boolean below = path.equals(link.path) || path.startsWith(link.path + "/");
      if (below && link.path.length() > found.length()) found = link.path;
    }
    return found;
  }
}
