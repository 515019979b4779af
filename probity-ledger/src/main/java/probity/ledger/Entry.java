package probity.ledger;

import java.util.Arrays;
import java.util.Optional;

/// One line of the ledger: a signed note whose text is one line of canonical JSON.
///
/// The parts that every kind has are read into fields; everything else stays in `body`, unknown
/// members included. Signatures are not checked here.
///
/// @param seq 0 for the first entry of its series
/// @param prev the leaf hash of the series' previous entry; empty in its first
/// @param time UTC, `2026-11-25T09:00:00.000Z`; text order is time order
/// @param skew milliseconds by which the clock stood before the predecessor's time, else 0
/// @param leaf the RFC 6962 leaf hash of the whole note
public record Entry(
    Note note,
    Json.Obj body,
    String log,
    String series,
    long seq,
    Optional<Hash> prev,
    String time,
    long skew,
    String kind,
    Hash leaf) {

  /// The version of the record format.
  public static final int VERSION = 1;

  /// The most bytes that an entry takes; the bundle format allows 65,535.
  public static final int BYTES_MAX = 16 * 1024;

  /// The most items in any list of an entry; the rest is counted.
  public static final int LIST_MAX = 64;

  /// Reads an entry; everything that one entry can show by itself is checked but the signature.
  public static Checked<Entry> parse(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return Checked.invalid(
          Fault.MALFORMED, "entry of " + bytes.length + " bytes, at most " + BYTES_MAX);
    }
    return Note.parse(bytes)
        .then(note -> {
          String text = note.text();
          if (text.indexOf('\n') != text.length() - 1) {
            return Checked.invalid(Fault.MALFORMED, "entry text is not one line");
          }
          if (note.lines().size() != 1) {
            return malformed("entry has " + note.lines().size() + " signature lines, 1 expected");
          }
          return Json.parseCanonicalObject(text.substring(0, text.length() - 1))
              .then(body -> of(note, body, Hash.leaf(bytes)));
        });
  }

  private static Checked<Entry> of(Note note, Json.Obj body, Hash leaf) {
    if (body.number("v").orElse(0L) != VERSION) return malformed("`v` is not " + VERSION);
    var log = body.text("log").filter(KeyName::isValid);
    var series = body.text("series").filter(KeyName::isValid);
    var seq = body.number("seq").filter(n -> n >= 0);
    var prev = body.text("prev");
    var time = body.text("time").filter(UtcTime::isValid);
    var skew = body.number("skew").filter(n -> n >= 0);
    var kind = body.text("kind").filter(KeyName::isValid);
    if (log.isEmpty()) return malformed("`log` is no name");
    if (series.isEmpty()) return malformed("`series` is no name");
    if (seq.isEmpty()) return malformed("`seq` is not a count from 0");
    if (prev.isEmpty()) return malformed("`prev` is missing");
    if (time.isEmpty()) return malformed("`time` is not a UTC time in milliseconds");
    if (skew.isEmpty()) return malformed("`skew` is not a number of milliseconds");
    if (kind.isEmpty()) return malformed("`kind` is no name");
    if (!series.get().startsWith(log.get() + "/")
        || !endsInWriterAndStart(series.get(), log.get().length() + 1)) {
      return malformed("series `" + series.get() + "` is not `" + log.get() + "/<writer>/<ulid>`");
    }
    if (!note.lines().getFirst().name().equals(series.get())) {
      return malformed("the signature line does not bear the name of the series");
    }
    if (hasLongList(body)) return malformed("a list has more than " + LIST_MAX + " items");
    if (prev.get().isEmpty() != (seq.get() == 0)) {
      return malformed("`prev` is empty in the first entry of a series and nowhere else");
    }
    Optional<Hash> predecessor = Optional.empty();
    if (!prev.get().isEmpty()) {
      switch (Hash.parseHex(prev.get())) {
        case Checked.Valid<Hash>(var hash) -> predecessor = Optional.of(hash);
        case Checked.Invalid<Hash>(var fault, var detail) -> {
          return Checked.invalid(fault, "`prev`: " + detail);
        }
      }
    }
    return Checked.valid(
        new Entry(
            note,
            body,
            log.get(),
            series.get(),
            seq.get(),
            predecessor,
            time.get(),
            skew.get(),
            kind.get(),
            leaf));
  }

  /// Whether after `from` stand `<writer>/<ulid in lower case>`; that all letters are those of a
  /// name is known.
  private static boolean endsInWriterAndStart(String series, int from) {
    int start = series.length() - Ulid.LENGTH;
    return start - 1 > from
        && series.charAt(start - 1) == '/'
        && Ulid.isLowerCase(series.substring(start));
  }

  private static boolean hasLongList(Json json) {
    return switch (json) {
      case Json.Arr(var items) -> {
        if (items.size() > LIST_MAX) yield true;
        for (Json item : items) {
          if (hasLongList(item)) yield true;
        }
        yield false;
      }
      case Json.Obj(var members) -> {
        for (Json.Member member : members) {
          if (hasLongList(member.value())) yield true;
        }
        yield false;
      }
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> false;
    };
  }

  private static Checked<Entry> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }

  /// The text of the entry as the bytes that its signature covers.
  public static byte[] text(Json.Obj body) {
    byte[] line = body.canonicalBytes();
    byte[] text = Arrays.copyOf(line, line.length + 1);
    text[line.length] = '\n';
    return text;
  }
}
