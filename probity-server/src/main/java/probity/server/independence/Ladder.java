package probity.server.independence;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds the ladder of write-path independence, rung by rung, from what can be seen on this
/// machine. Nothing is taken on trust from the configuration: it says only where to look.
public final class Ladder {
  /// Where to look.
  ///
  /// @param data the gateway's folder
  /// @param ledger the ledger's folder
  /// @param socket between the two, if they are two processes
  /// @param config the configuration file, by which processes are told from others
  /// @param callers how many the configuration enrols
  public record Where(
      Path config,
      Path data,
      Path ledger,
      Optional<Path> socket,
      Optional<String> gatewayUser,
      int callers,
      String origin) {}

  private final Where where;
  private final Processes processes;

  private Ladder(Where where, Processes processes) {
    this.where = where;
    this.processes = processes;
  }

  public static List<Rung> climb(Where where, Instant now) {
    return climb(where, Processes.now(), now);
  }

  static List<Rung> climb(Where where, Processes processes, Instant now) {
    var ladder = new Ladder(where, processes);
    var outside = new Outside(where.ledger(), where.origin(), now);
    return List.of(
        new Rung(1, "the gateway is not the application", ladder.gateway()),
        new Rung(2, "the ledger is not the gateway", ladder.sealer()),
        new Rung(3, "a copy elsewhere that nobody can shorten", outside.copies()),
        new Rung(4, "timestamps by an authority", outside.timestamps()),
        new Rung(5, "witnesses who cosign", outside.witnesses()),
        new Rung(6, "a mirror that holds the entries", outside.mirrors()));
  }

  private List<Line> gateway() {
    var lines = new ArrayList<Line>();
    var gateway = processes.running("serve", where.config());
    lines.add(ownProcess("the gateway has a process of its own", gateway));
    lines.add(aloneUnderItsUser("no other program runs as the gateway's user", gateway));
    lines.add(closed("the gateway's folder is closed to other users", where.data()));
    lines.add(closed("the ledger's folder is closed to other users", where.ledger()));
    lines.add(
        Line.yes(
            "no caller's key opens a file",
            where.callers()
                + " callers, known by the hash of an HTTP key; files open by user and mode alone"));
    return lines;
  }

  private List<Line> sealer() {
    var lines = new ArrayList<Line>();
    String separate = "gateway and ledger are two processes";
    if (where.socket().isEmpty()) {
      lines.add(Line.no(separate, "`ledger.socket` is not set: the gateway's process has both"));
      return lines;
    }
    var gateway = processes.running("serve", where.config());
    var sealer = processes.running("sealer", where.config());
    lines.add(ownProcess(separate, sealer));
    lines.add(twoUsers(gateway, sealer));
    lines.add(ownersAlone("the ledger's folder is its user's alone", where.ledger(), sealer));
    for (String folder : List.of("ledger", "segments", "heads", "keys")) {
      lines.add(owned("`" + folder + "/` is its user's", where.ledger().resolve(folder), sealer));
    }
    lines.addAll(KeyFiles.lines(where.ledger().resolve("keys"), sealer));
    lines.add(socketFile(where.socket().get()));
    lines.add(
        where.gatewayUser().isPresent()
            ? Line.yes(
                "one user alone may connect",
                "`gateway_user` is `" + where.gatewayUser().get() + "`")
            : Line.no("one user alone may connect", "`gateway_user` is not set: its group may"));
    return lines;
  }

  private static Line ownProcess(String claim, Optional<Processes.Seen> process) {
    return process
        .map(seen -> Line.yes(claim, "process " + seen.pid() + ", user `" + seen.user() + "`"))
        .orElseGet(
            () -> Line.notKnown(claim, "no such process is seen; start it, or run this as root"));
  }

  private Line aloneUnderItsUser(String claim, Optional<Processes.Seen> process) {
    if (process.isEmpty()) return Line.notKnown(claim, "no such process is seen");
    var seen = process.get();
    if (seen.user().isEmpty()) return Line.notKnown(claim, "the process's user is not shown");
    if (seen.user().equals("root")) return Line.no(claim, "it runs as `root`");
    int others = processes.beside(seen).size();
    return Line.of(others == 0, claim, "user `" + seen.user() + "` has " + others + " others");
  }

  private static Line twoUsers(Optional<Processes.Seen> gateway, Optional<Processes.Seen> sealer) {
    String claim = "they run as two users, neither of them root";
    if (gateway.isEmpty() || sealer.isEmpty()) {
      return Line.notKnown(claim, "not both processes are seen");
    }
    String one = gateway.get().user();
    String other = sealer.get().user();
    if (one.isEmpty() || other.isEmpty()) return Line.notKnown(claim, "a user is not shown");
    return Line.of(
        !one.equals(other) && !one.equals("root") && !other.equals("root"),
        claim,
        "gateway `" + one + "`, sealer `" + other + "`");
  }

  private static Line closed(String claim, Path path) {
    return look(claim, path, place -> Line.of(place.isClosedToOthers(), claim, place.evidence()));
  }

  private static Line ownersAlone(String claim, Path path, Optional<Processes.Seen> user) {
    return look(
        claim,
        path,
        place ->
            place.isOwnersAlone() ? ownedBy(claim, place, user) : Line.no(claim, place.evidence()));
  }

  private static Line owned(String claim, Path path, Optional<Processes.Seen> user) {
    return look(claim, path, place -> ownedBy(claim, place, user));
  }

  static Line ownedBy(String claim, Place place, Optional<Processes.Seen> user) {
    return user.isEmpty() || user.get().user().isEmpty()
        ? Line.notKnown(claim, place.evidence() + "; the sealer's user is not seen")
        : Line.of(place.owner().equals(user.get().user()), claim, place.evidence());
  }

  private static Line socketFile(Path socket) {
    String claim = "the socket is open to owner and group alone, like its folder";
    return look(
        claim,
        socket,
        place ->
            look(
                claim,
                Optional.ofNullable(socket.toAbsolutePath().getParent()).orElse(socket),
                folder ->
                    Line.of(
                        place.isClosedToOthers() && folder.isClosedToOthers() && !place.isFile(),
                        claim,
                        place.evidence() + ", " + folder.evidence())));
  }

  interface Look {
    Line at(Place place);
  }

  static Line look(String claim, Path path, Look look) {
    try {
      return Place.of(path)
          .map(look::at)
          .orElseGet(() -> Line.no(claim, "`" + path + "` is not there"));
    } catch (IOException e) {
      return Line.notKnown(claim, "`" + path + "` cannot be looked at by this user");
    }
  }
}
