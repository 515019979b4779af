package probity.verify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.KeyName;
import probity.ledger.Ulid;
import probity.ledger.VerifierKey;

/// Receipts that a gateway gave with its answers: each says that an entry will stand in a log, and
/// is signed by the key of the entry's series.
///
/// A line is `<log origin> <series> <seq> <leaf hex> <base64 signature>`, where `<series>` is the
/// series' ULID, in whichever case; `x-probity-receipt: ` may stand before it. The signature covers
/// `probity/receipt/v1`, log, series, seq and leaf, a line each.
///
/// Holds all receipts, a million at most.
final class Receipts {
  private static final int COUNT_MAX = 1_000_000;
  private static final int LINE_MAX = 1024;
  private static final String HEADER = "x-probity-receipt: ";

  private record Receipt(Place place, String text, Hash leaf, Signature signature) {}

  private record Signature(String base64) {
    byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /// By log, the ULID of the series and the number in it.
  private record Key(String log, String series, long seq) {}

  private final Findings findings = new Findings();
  private final Map<Key, List<Receipt>> open = new HashMap<>();
  private long count;
  private long good;

  void read(Path file) {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      int number = 0;
      for (var line = line(in); line.isPresent(); line = line(in)) {
        number++;
        if (line.get().isBlank()) continue;
        var place = Place.of(file + " line " + number);
        if (++count > COUNT_MAX) {
          findings.add(Fault.MALFORMED, place, "more than " + COUNT_MAX + " receipts");
          return;
        }
        read(line.get().strip(), place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next line, cut where it is too long; empty at the end.
  private static Optional<String> line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) return Optional.empty();
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() <= LINE_MAX) line.write(next);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  private void read(String line, Place place) {
    String[] words =
        (line.startsWith(HEADER) ? line.substring(HEADER.length()) : line).split(" ", -1);
    if (line.length() > LINE_MAX || words.length != 5 || !KeyName.isValid(words[0])) {
      malformed(place);
      return;
    }
    String lower = words[1].toLowerCase(Locale.ROOT);
    var leaf = Hash.parseHex(words[3]);
    var seq = Checkpoint.size(words[2]);
    if (!Ulid.isLowerCase(lower)
        || !(leaf instanceof Checked.Valid<Hash>(var hash))
        || !(seq instanceof Checked.Valid<Long>(var number))
        || !isSignature(words[4])) {
      malformed(place);
      return;
    }
    String text =
        "probity/receipt/v1\n" + String.join("\n", words[0], words[1], words[2], words[3]) + "\n";
    open.computeIfAbsent(new Key(words[0], lower, number), _ -> new ArrayList<>())
        .add(new Receipt(place, text, hash, new Signature(words[4])));
  }

  private static boolean isSignature(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == 64 && Base64.getEncoder().encodeToString(bytes).equals(base64);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void malformed(Place place) {
    findings.add(
        Fault.MALFORMED,
        place,
        "no receipt `<log origin> <series ulid> <seq> <leaf hex> <base64 signature>`");
  }

  /// Takes the next entry of a log, with the key of its series.
  void follow(Entry entry, Optional<VerifierKey> key, Place entryPlace) {
    if (open.isEmpty()) return;
    String series = entry.series().substring(entry.series().length() - Ulid.LENGTH);
    var receipts = open.get(new Key(entry.log(), series, entry.seq()));
    if (receipts == null) return;
    // Two writers may have started in the same millisecond: who signed says whose receipt it is.
    for (var each = receipts.iterator(); each.hasNext(); ) {
      var receipt = each.next();
      if (key.filter(signer -> isBy(receipt, signer)).isEmpty()) continue;
      each.remove();
      if (receipt.leaf().equals(entry.leaf())) {
        good++;
      } else {
        findings.add(
            Fault.INCONSISTENT,
            receipt.place(),
            "the receipt is of another entry than stands there: " + entryPlace);
      }
    }
  }

  private static boolean isBy(Receipt receipt, VerifierKey key) {
    return key.verifies(
        receipt.text().getBytes(StandardCharsets.UTF_8), receipt.signature().bytes());
  }

  /// After all logs: receipts that no entry answers, and what else was found.
  Findings finish() {
    open.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(receipt -> receipt.place().toString()))
        .forEach(receipt ->
            findings.add(
                Fault.MISSING,
                receipt.place(),
                "no entry of this log, series and number is signed by the key of the receipt"));
    return findings;
  }

  /// How many were read, and how many of them are entries.
  String count() {
    return "receipts " + good + " of " + count + " are entries";
  }
}
