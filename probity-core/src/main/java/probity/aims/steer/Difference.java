package probity.aims.steer;

import java.util.List;

/// One thing that registers say and that bundle or records contradict. It is stored nowhere: a
/// person makes a finding of it, or corrects what is wrong.
///
/// @param name in one line; of the same difference always the same
/// @param expected what should be, and by what
/// @param found what is instead
/// @param records of registers that it is about
/// @param routes of the gateway that it is about, and `systems` words of the bundle for AI systems:
///   by them records of exchanges are found
public record Difference(
    Kind kind,
    String name,
    String expected,
    String found,
    List<String> records,
    List<String> routes,
    List<String> systems) {
  public Difference {
    records = List.copyOf(records);
    routes = List.copyOf(routes);
    systems = List.copyOf(systems);
  }

  /// What differs, the gravest first.
  public enum Kind {
    ASSUMPTION_CONTRADICTED("Assumption that records contradict"),
    TRAFFIC_AFTER_END("Traffic of a system that is not in use"),
    TRAFFIC_UNEXPECTED("Traffic of a system that is said not to pass the gateway"),
    ROUTE_WITHOUT_SYSTEM("Route without an AI system"),
    ROUTE_OF_ANOTHER("Route of another AI system"),
    SYSTEM_NOT_REGISTERED("AI system of the bundle that the register lacks"),
    SYSTEM_TWICE("AI system with two records"),
    CLASS_DIFFERS("Risk class is another one"),
    ASSESSMENT_DIFFERS("Assessment is another one"),
    SYSTEM_NOT_IN_BUNDLE("AI system that the bundle lacks"),
    ROUTE_NOT_IN_BUNDLE("Route that the bundle lacks"),
    NO_TRAFFIC("AI system without traffic");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /// As people read it.
    public String title() {
      return title;
    }

    /// Whether traffic shows it, and not a comparison of texts alone.
    public boolean isTraffic() {
      return this == ASSUMPTION_CONTRADICTED
          || this == TRAFFIC_AFTER_END
          || this == TRAFFIC_UNEXPECTED
          || this == ROUTE_WITHOUT_SYSTEM
          || this == NO_TRAFFIC;
    }
  }
}
