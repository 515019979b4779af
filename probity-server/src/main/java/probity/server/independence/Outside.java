package probity.server.independence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.EntryBundle;
import probity.ledger.Json;
import probity.ledger.TilePath;

/// What stands outside the operator's reach: copies, timestamps, witnesses, mirrors. Read from the
/// ledger's folder as files; what is not there yet is answered with no.
///
/// `copies/<name>.json` is written by whatever copies the ledger: `place`, `protection`,
/// `succeeded`.
final class Outside {
  private static final Duration RECENT = Duration.ofDays(7);

  /// The word of a store that refused to delete what was locked.
  private static final String LOCKED = "object lock proven";

  private static final int FILE_BYTES_MAX = 1 << 20;

  private final Path folder;
  private final String origin;
  private final Instant now;

  Outside(Path folder, String origin, Instant now) {
    this.folder = folder;
    this.origin = origin;
    this.now = now;
  }

  /// One copy that nobody can shorten is enough; others beside it take nothing away.
  List<Line> copies() {
    String claim = "a copy lies where nobody can shorten its retention";
    var seen = new ArrayList<Line>();
    Path copies = folder.resolve("copies");
    try (var listed = Files.list(copies)) {
      for (Path file : listed.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        read(file).flatMap(Outside::object).ifPresent(status -> seen.add(copy(claim, status)));
      }
    } catch (IOException e) {
      return List.of(Line.no(claim, "`" + copies + "` has no status of a copy"));
    }
    var good = seen.stream().filter(line -> line.answer() == Line.Answer.YES).findFirst();
    if (good.isPresent()) return List.of(good.get());
    return seen.isEmpty()
        ? List.of(Line.no(claim, "`" + copies + "` has no status of a copy"))
        : List.copyOf(seen);
  }

  private Line copy(String claim, Json.Obj status) {
    String protection = status.text("protection").orElse("no word of protection");
    String evidence = status.text("place").orElse("no place") + ", " + protection;
    return protection.startsWith(LOCKED)
        ? recent(claim, status.text("succeeded").orElse(""), evidence)
        : Line.no(claim, evidence);
  }

  List<Line> mirrors() {
    return List.of(
        Line.no(
            "a mirror of another operator has the entries",
            "this version asks no mirror (C2SP tlog-mirror)"));
  }

  /// Whether the time is a past one of the last days.
  private Line recent(String claim, String time, String evidence) {
    try {
      var age = Duration.between(Instant.parse(time), now);
      boolean holds = !age.isNegative() && age.compareTo(RECENT) <= 0;
      return Line.of(holds, claim, evidence + ", last " + time);
    } catch (DateTimeException e) {
      return Line.notKnown(claim, evidence + ", without a time");
    }
  }

  List<Line> timestamps() {
    String claim = "an authority stamped a checkpoint in the last 7 days";
    var anchor = lastAnchor();
    if (anchor.isEmpty()) {
      return List.of(Line.no(claim, "`records` has no entry of kind `anchor`"));
    }
    var body = anchor.get().body();
    var checkpoint = body.object("checkpoint");
    String of =
        checkpoint.flatMap(c -> c.text("origin")).orElse("a log")
            + " at "
            + checkpoint.flatMap(c -> c.number("size")).map(String::valueOf).orElse("no size");
    String evidence = "authority `" + body.text("tsa").orElse("") + "`, " + of;
    return List.of(recent(claim, anchor.get().time(), evidence));
  }

  /// The newest `anchor` in the published tiles of `records`, read from the right.
  private Optional<Entry> lastAnchor() {
    Path records = folder.resolve("ledger").resolve("records");
    long size = size(records.resolve("checkpoint")).orElse(0L);
    long full = size / TilePath.FULL;
    for (long tile = full; tile >= 0; tile--) {
      int width = tile == full ? (int) (size % TilePath.FULL) : TilePath.FULL;
      if (width == 0) continue;
      var path = records.resolve(new TilePath(TilePath.ENTRIES, tile, width).path());
      var bundle = readBytes(path, 32 << 20).map(b -> EntryBundle.decode(b, width));
      if (bundle.isEmpty()) return Optional.empty();
      if (!(bundle.get() instanceof Checked.Valid<List<byte[]>>(var entries))) {
        return Optional.empty();
      }
      for (byte[] bytes : entries.reversed()) {
        if (Entry.parse(bytes) instanceof Checked.Valid<Entry>(var entry)
            && entry.kind().equals("anchor")) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  /// The second line of a checkpoint note.
  private static Optional<Long> size(Path checkpoint) {
    return read(checkpoint)
        .map(note -> note.split("\n", 3))
        .filter(lines -> lines.length == 3 && lines[1].matches("[0-9]{1,15}"))
        .map(lines -> Long.parseLong(lines[1]));
  }

  List<Line> witnesses() {
    var lines = new ArrayList<Line>();
    Path ledger = folder.resolve("ledger");
    try (var listed = Files.list(ledger)) {
      for (Path log : listed.filter(Files::isDirectory).sorted().toList()) {
        lines.addAll(witnesses(log));
      }
    } catch (IOException e) {
      return List.of(Line.notKnown("witnesses cosign", "`" + ledger + "` cannot be read"));
    }
    return lines;
  }

  private List<Line> witnesses(Path log) {
    String name = String.valueOf(log.getFileName());
    String claim = "log `" + name + "` has a quorum of witnesses";
    var policy = read(log.resolve("policy")).orElse("");
    var witnesses = policy.lines().filter(line -> line.startsWith("witness ")).toList();
    String quorum =
        policy.lines().filter(line -> line.startsWith("quorum ")).findFirst().orElse("quorum none");
    if (quorum.equals("quorum none") || witnesses.isEmpty()) {
      return List.of(Line.no(claim, "its `policy` asks for none"));
    }
    var lines = new ArrayList<Line>();
    lines.add(Line.yes(claim, quorum + " of " + witnesses.size() + " witnesses"));
    for (String witness : witnesses) lines.add(operator(witness));
    lines.add(cosigned(log, name));
    return lines;
  }

  /// A witness of the same organisation binds nobody: its key's name begins with another domain.
  private Line operator(String witness) {
    String claim = "a witness has another operator";
    String[] words = witness.split(" ", -1);
    String key = words.length > 2 ? words[2].split("\\+", -1)[0] : "";
    String domain = key.split("/", -1)[0];
    String ours = origin.split("/", -1)[0];
    boolean related = domain.equals(ours) || domain.endsWith("." + ours);
    return key.isEmpty()
        ? Line.notKnown(claim, "`policy` names no key")
        : Line.of(!related, claim, "`" + key + "`, ours is `" + ours + "`");
  }

  private Line cosigned(Path log, String name) {
    String claim = "log `" + name + "` was cosigned in the last 7 days";
    Path file = log.resolve("cosigned");
    var size = size(file);
    var time = read(file).flatMap(Outside::lastCosignature);
    if (size.isEmpty()) return Line.no(claim, "it has no file `cosigned`");
    String of = size(log.resolve("checkpoint")).map(String::valueOf).orElse("?");
    String evidence = "`cosigned` covers " + size.get() + " of " + of + " entries";
    return time.isEmpty()
        ? Line.no(claim, evidence + ", without a cosignature")
        : recent(claim, time.get().toString(), evidence);
  }

  /// The newest time on a line of somebody else than the log itself: after the four bytes of the
  /// key's id, eight of seconds (C2SP tlog-cosignature).
  private static Optional<Instant> lastCosignature(String note) {
    String log = note.lines().findFirst().orElse("");
    return note.lines()
        .filter(line -> line.startsWith("— ") && !line.startsWith("— " + log + " "))
        .flatMap(line -> cosignature(line.substring(line.lastIndexOf(' ') + 1)).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> cosignature(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length > 12
          ? Optional.of(Instant.ofEpochSecond(ByteBuffer.wrap(bytes).getLong(4)))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Json.Obj> object(String text) {
    return Json.parseCanonicalObject(text.strip()) instanceof Checked.Valid<Json.Obj>(var object)
        ? Optional.of(object)
        : Optional.empty();
  }

  private static Optional<String> read(Path file) {
    return readBytes(file, FILE_BYTES_MAX).map(b -> new String(b, StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> readBytes(Path file, int max) {
    try {
      return Files.size(file) > max ? Optional.empty() : Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
