package probity.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A JSON list of tools on offer, from which some can be taken.
///
/// @param tools in the order of the bytes
public record Offers(List<Tool> tools) {
  /// How alterations call a tool that was taken from a list.
  public static final String NOT_OFFERED = "tool-not-offered";

  public Offers {
    tools = List.copyOf(tools);
  }

  /// @param name as the provider wrote it; empty where the item has none
  /// @param at the bytes of the item
  public record Tool(String name, Range at) {}

  /// What is cut so that a list goes on without some of its tools.
  ///
  /// @param tools how many
  /// @param ranges bytes of the tools, and of as many commas, that rise and do not overlap
  public record Cut(int tools, List<Range> ranges) {
    public static final Cut NOTHING = new Cut(0, List.of());

    public Cut {
      ranges = List.copyOf(ranges);
    }

    public boolean covers(int from, int to) {
      return ranges.stream().anyMatch(range -> range.from() <= from && to <= range.to());
    }
  }

  /// The cut that leaves the tools that `keep` takes by name.
  public static Cut of(List<Offers> lists, Predicate<String> keep) {
    var ranges = new ArrayList<Range>();
    for (Offers list : lists) list.cut(keep, ranges);
    return ranges.isEmpty() ? Cut.NOTHING : new Cut(ranges.size(), ranges);
  }

  private void cut(Predicate<String> keep, List<Range> ranges) {
    boolean kept = false;
    for (int i = 0; i < tools.size(); i++) {
      var at = tools.get(i).at();
      if (keep.test(tools.get(i).name())) {
        kept = true;
      } else if (kept) {
        // With the comma before it.
        ranges.add(new Range(tools.get(i - 1).at().to(), at.to()));
      } else {
        // With the comma behind it, where there is one.
        int to = i + 1 < tools.size() ? tools.get(i + 1).at().from() : at.to();
        ranges.add(new Range(at.from(), to));
      }
    }
  }
}
