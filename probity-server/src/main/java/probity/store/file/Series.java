package probity.store.file;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.NoteSigner;
import probity.ledger.UtcTime;

/// One writer's chain of entries in one log, from this process's start to its end. Its key lives
/// here and nowhere else.
///
/// Owned by the thread that signs.
final class Series {
  private final String log;
  private final NoteSigner signer;
  private End end = new End(0, "", Long.MIN_VALUE, "");

  Series(String log, NoteSigner signer) {
    this.log = log;
    this.signer = signer;
  }

  /// Where the series stands: the next `seq`, and leaf hash and time of what was taken last.
  record End(long seq, String prev, long millis, String time) {}

  /// An entry that is the next of the series once it is taken.
  record Next(Bytes entry, Hash leaf, long seq, String prev, long millis, String time, long skew) {}

  String name() {
    return signer.key().name();
  }

  /// Writes and signs, changing nothing: an entry over the bound is then left.
  Next next(String kind, Json.Obj body, long now) {
    long at = Math.max(now, end.millis());
    String written = at == end.millis() ? end.time() : UtcTime.text(at);
    var whole =
        Json.object()
            .putAll(body)
            .put("v", Entry.VERSION)
            .put("log", log)
            .put("series", name())
            .put("seq", end.seq())
            .put("prev", end.prev())
            .put("time", written)
            .put("skew", at - now)
            .put("kind", kind)
            .build();
    byte[] note = Note.sign(Entry.text(whole), signer);
    return new Next(
        Bytes.wrap(note), Hash.leaf(note), end.seq(), end.prev(), at, written, at - now);
  }

  /// What whoever asked may keep of an entry that is in the ledger: log, series, number and leaf
  /// hash, and this series' signature over them.
  String receipt(Appended.Durable entry) {
    String start = entry.series().substring(entry.series().lastIndexOf('/') + 1);
    var words = List.of(log, start, Long.toString(entry.seq()), entry.leaf().hex());
    String text = "probity/receipt/v1\n" + String.join("\n", words) + "\n";
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    return String.join(" ", words) + " " + Base64.getEncoder().encodeToString(signature);
  }

  void take(Next next) {
    end = new End(next.seq() + 1, next.leaf().hex(), next.millis(), next.time());
  }

  End end() {
    return end;
  }

  /// Forgets what was taken after `earlier`, of which nothing is in the ledger.
  void backTo(End earlier) {
    end = earlier;
  }

  /// The `key` entry that opens the series.
  Json.Obj keyBody(long now) {
    return keyBody("series", name(), signer.key().toString(), now);
  }

  static Json.Obj keyBody(String role, String name, String key, long now) {
    return Json.object()
        .put("role", role)
        .put("name", name)
        .put("key", key)
        .put("roles", List.of())
        .put("groups", List.of())
        .put("from", UtcTime.text(now))
        .put("until", "")
        .put("status", "active")
        .put("replaces", "")
        .put("approvals", List.of())
        .build();
  }
}
