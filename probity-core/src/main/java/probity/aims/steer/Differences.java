package probity.aims.steer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.aims.register.History;
import probity.aims.steer.Difference.Kind;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.Route;

/// Compares the register of AI systems with the bundle in force and with what passed the gateway.
public final class Differences {
  /// The register that is compared.
  public static final String REGISTER = "ai-systems";

  /// A system in use that was not seen for longer is one without traffic.
  public static final int QUIET_DAYS = 30;

  private final List<RegisteredSystem> systems;
  private final Optional<Bundle> bundle;
  private final Traffic traffic;
  private final String quietSince;
  private final List<Difference> found = new ArrayList<>();

  private Differences(
      List<RegisteredSystem> systems, Optional<Bundle> bundle, Traffic traffic, LocalDate today) {
    this.systems = systems;
    this.bundle = bundle;
    this.traffic = traffic;
    this.quietSince = today.minusDays(QUIET_DAYS).toString();
  }

  /// All differences, the gravest first.
  ///
  /// @param systems records of the register [#REGISTER]; archived ones are left out
  /// @param assessments records of the register of impact assessments
  /// @param bundle in force; where none is, nothing is compared with it
  public static List<Difference> of(
      List<History> systems,
      List<History> assessments,
      Optional<Bundle> bundle,
      Traffic traffic,
      LocalDate today) {
    var comparing =
        new Differences(RegisteredSystem.all(systems, assessments), bundle, traffic, today);
    comparing.compare();
    comparing.found.sort(Comparator.comparing(Difference::kind).thenComparing(Difference::name));
    return List.copyOf(comparing.found);
  }

  /// When an AI system was seen: by the bundle's word for it, else by its routes; empty for never.
  public static Optional<Traffic.Seen> seen(History system, Traffic traffic) {
    return new RegisteredSystem(system, Optional.empty()).seen(traffic);
  }

  private void compare() {
    for (RegisteredSystem system : systems) {
      withTraffic(system);
      bundle.ifPresent(current -> {
        if (!system.retired()) words(system, current);
        if (system.throughGateway() && system.inUse()) judgement(system, current);
      });
    }
    routes();
    twice();
    bundle.ifPresent(this::unregistered);
  }

  private void withTraffic(RegisteredSystem system) {
    var seen = system.seen(traffic);
    if (seen.isEmpty() || seen.get().last().compareTo(quietSince) < 0) {
      if (system.throughGateway() && system.inUse() && !isComing(system)) {
        add(
            Kind.NO_TRAFFIC,
            system.named() + " has no traffic",
            "its record says that it is in use and that its calls pass the gateway",
            seen.map(one ->
                    "its last exchange was on "
                        + day(one.last())
                        + ", more than "
                        + QUIET_DAYS
                        + " days ago")
                .orElse("no exchange of it or of its routes is on record"),
            system);
      }
    }
    if (seen.isEmpty()) return;
    if (!system.throughGateway()) {
      add(
          Kind.TRAFFIC_UNEXPECTED,
          system.named() + " passes the gateway",
          "its record says that it is not observed by the gateway",
          exchanges(seen.get()),
          system);
    }
    if (!system.inUse() && seen.get().last().compareTo(system.notInUseSince()) > 0) {
      add(
          Kind.TRAFFIC_AFTER_END,
          system.named() + " has traffic",
          "its record says since "
              + day(system.notInUseSince())
              + " that it is "
              + system.value("status"),
          exchanges(seen.get()),
          system);
    }
  }

  /// One that is being developed need not be called yet.
  private static boolean isComing(RegisteredSystem system) {
    return system.value("status").equals("development");
  }

  private static String exchanges(Traffic.Seen seen) {
    return seen.exchanges()
        + (seen.exchanges() == 1 ? " exchange is" : " exchanges are")
        + " on record, from "
        + day(seen.first())
        + " to "
        + day(seen.last());
  }

  /// Words of the record that are to be those of the bundle.
  private void words(RegisteredSystem system, Bundle current) {
    if (!system.word().isEmpty() && find(current, system.word()).isEmpty()) {
      add(
          Kind.SYSTEM_NOT_IN_BUNDLE,
          system.named() + " is not in the bundle",
          "its record says that the bundle calls it `" + system.word() + "`",
          named(current) + " declares no such system",
          system);
    }
    for (String id : system.routes()) {
      var route = current.routes().stream().filter(one -> one.id().equals(id)).findFirst();
      if (route.isEmpty()) {
        add(
            Kind.ROUTE_NOT_IN_BUNDLE,
            "Route `" + id + "` of " + system.named() + " is not in the bundle",
            "its record names the route",
            named(current) + " declares no such route",
            system);
      } else if (!system.word().isEmpty() && !route.get().system().equals(system.word())) {
        add(
            Kind.ROUTE_OF_ANOTHER,
            "Route `" + id + "` is of another system than " + system.named(),
            "its record names the route, and calls the system `" + system.word() + "`",
            named(current) + " says that the route is of `" + route.get().system() + "`",
            system);
      }
    }
  }

  /// What the gateway writes on records is what the assessment came to.
  private void judgement(RegisteredSystem system, Bundle current) {
    var declared = find(current, system.word());
    if (declared.isEmpty()) return;
    String says = named(current) + " says ";
    String registered = system.value("risk_class");
    if (!registered.equals(declared.get().riskClass())) {
      add(
          Kind.CLASS_DIFFERS,
          system.named() + " has another risk class in the bundle",
          "its record says " + word(registered),
          says + word(declared.get().riskClass()),
          system);
    }
    if (system.assessment().isEmpty()) {
      add(
          Kind.ASSESSMENT_DIFFERS,
          "No approved assessment of " + system.named(),
          "an impact assessment of it is approved",
          "none is, and " + named(current) + " cites " + word(declared.get().assessment()),
          system);
      return;
    }
    var approved = system.assessment().get();
    if (!approved.value("revision_word").equals(declared.get().assessment())) {
      add(
          Kind.ASSESSMENT_DIFFERS,
          system.named() + " has another assessment in the bundle",
          "the assessment that is approved is " + word(approved.value("revision_word")),
          named(current) + " cites " + word(declared.get().assessment()),
          system);
    }
    String assessed = approved.value("risk_class");
    if (!assessed.isEmpty()
        && !assessed.equals(declared.get().riskClass())
        && !assessed.equals(registered)) {
      add(
          Kind.CLASS_DIFFERS,
          system.named() + " has another risk class than its assessment",
          "the assessment that is approved says " + word(assessed),
          says + word(declared.get().riskClass()),
          system);
    }
  }

  /// Every route belongs to a system of the register.
  private void routes() {
    var ids = new TreeSet<>(traffic.routes().keySet());
    bundle.ifPresent(current -> current.routes().stream().map(Route::id).forEach(ids::add));
    ids.remove("");
    for (RegisteredSystem system : systems) ids.removeAll(system.routes());
    for (String id : ids) {
      var seen = traffic.route(id).map(Differences::exchanges);
      boolean declared =
          bundle.stream()
              .flatMap(current -> current.routes().stream())
              .anyMatch(route -> route.id().equals(id));
      String where =
          bundle
              .map(current ->
                  named(current)
                      + (declared ? " declares it, and " : " does not declare it any more, and "))
              .orElse("");
      found.add(
          new Difference(
              Kind.ROUTE_WITHOUT_SYSTEM,
              "Route `" + id + "` has no AI system",
              "each route is named by the record of an AI system",
              where + "no record names it; " + seen.orElse("no exchange of it is on record"),
              List.of(),
              List.of(id),
              List.of()));
    }
  }

  private void twice() {
    var records = new TreeMap<String, List<RegisteredSystem>>();
    for (RegisteredSystem system : systems) {
      if (system.word().isEmpty() || system.retired()) continue;
      records.computeIfAbsent(system.word(), _ -> new ArrayList<>()).add(system);
    }
    records.forEach((word, same) -> {
      if (same.size() < 2) return;
      found.add(
          new Difference(
              Kind.SYSTEM_TWICE,
              "The system `" + word + "` has " + same.size() + " records",
              "what the bundle calls `" + word + "` is one AI system with one record",
              String.join(", ", same.stream().map(RegisteredSystem::named).toList())
                  + " are called so",
              same.stream().map(RegisteredSystem::id).toList(),
              List.of(),
              List.of(word)));
    });
  }

  private void unregistered(Bundle current) {
    for (AiSystem declared : current.systems()) {
      if (systems.stream().anyMatch(one -> one.word().equals(declared.id()))) continue;
      var seen = traffic.system(declared.id()).map(Differences::exchanges);
      found.add(
          new Difference(
              Kind.SYSTEM_NOT_REGISTERED,
              "The system `" + declared.id() + "` of the bundle is not registered",
              "each AI system has a record",
              named(current)
                  + " declares it, and no record is called so; "
                  + seen.orElse("no exchange of it is on record"),
              List.of(),
              List.of(),
              List.of(declared.id())));
    }
  }

  private void add(Kind kind, String name, String expected, String is, RegisteredSystem system) {
    found.add(
        new Difference(
            kind,
            name,
            expected,
            is,
            List.of(system.id()),
            system.routes(),
            system.word().isEmpty() ? List.of() : List.of(system.word())));
  }

  private static Optional<AiSystem> find(Bundle bundle, String word) {
    return bundle.systems().stream().filter(one -> one.id().equals(word)).findFirst();
  }

  private static String named(Bundle bundle) {
    return "bundle `" + bundle.name() + " " + bundle.version() + "`";
  }

  private static String word(String word) {
    return word.isEmpty() ? "nothing" : "`" + word + "`";
  }

  private static String day(String time) {
    return time.substring(0, 10);
  }
}
