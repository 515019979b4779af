package probity.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.http.BoundedHttp;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.Hash;

/// Answers reads of the ledger: the paths of C2SP tlog-tiles below each log's folder, and those of
/// our own (`cosigned`, `policy`, `blob/<sha256>`). docs/formats/ledger.md section 6.
///
/// Every answer is a file under `ledger/`, or the first bytes of one.
public final class LedgerHttp implements BoundedHttp.Handler {
  private static final String OCTETS = "application/octet-stream";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /// About as long as a new checkpoint takes; a reader may always ask past its cache.
  private static final String SOON = "public, max-age=5";

  private static final String NEVER = "no-store";

  private final PublishedLedger ledger;

  public LedgerHttp(PublishedLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("GET")) return Reply.methodNotAllowed("GET, HEAD");
    try {
      return Target.parse(request.target())
          .flatMap(target -> reply(target, request.header("if-none-match")))
          .orElseGet(LedgerHttp::notFound);
    } catch (UncheckedIOException e) {
      throw new IllegalStateException("the ledger cannot be read", e);
    }
  }

  private Optional<Reply> reply(Target target, Optional<String> known) {
    try {
      return switch (target) {
        case Target.Home() -> Optional.of(home());
        case Target.Fixed(var log, var name) ->
            ledger.log(log).small(name).map(bytes -> small(bytes, known));
        case Target.Tile(var log, var path) -> ledger.log(log).tile(path).map(LedgerHttp::forever);
        case Target.Blob(var log, var sha256) ->
            ledger.log(log).blob(sha256).map(LedgerHttp::forever);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply home() throws IOException {
    var text = new StringBuilder("logs: origin, entries, path of the checkpoint\n");
    for (PublishedLog log : ledger.logs()) {
      var head = log.head();
      if (head.isEmpty()) continue;
      var checkpoint = head.get().checkpoint();
      text.append(checkpoint.origin()).append(' ').append(checkpoint.size());
      text.append(" /").append(log.name()).append("/checkpoint\n");
    }
    return reply(200, Map.of("content-type", TEXT, "cache-control", SOON), text.toString());
  }

  private static Reply small(Bytes bytes, Optional<String> known) {
    String tag = '"' + Hash.of(bytes.array()).hex().substring(0, 32) + '"';
    var headers = Map.of("content-type", TEXT, "cache-control", SOON, "etag", tag);
    if (known.filter(tags -> names(tags, tag)).isEmpty()) {
      return new Reply(200, headers, new Reply.Body.Whole(bytes));
    }
    var short304 = new HashMap<>(headers);
    short304.remove("content-type");
    return new Reply(304, short304, new Reply.Body.Whole(Bytes.EMPTY));
  }

  /// Whether a list of entity tags names `tag`, compared weakly (RFC 9110 section 13.1.2).
  private static boolean names(String tags, String tag) {
    for (String one : tags.split(",", -1)) {
      String stripped = one.strip();
      if (stripped.equals("*")) return true;
      if ((stripped.startsWith("W/") ? stripped.substring(2) : stripped).equals(tag)) return true;
    }
    return false;
  }

  private static Reply forever(PublishedLog.Opened opened) {
    return new Reply(
        200,
        Map.of("content-type", OCTETS, "cache-control", FOREVER),
        new Reply.Body.Streamed(Channels.newInputStream(opened.channel()), opened.length()));
  }

  private static Reply notFound() {
    return reply(404, Map.of("content-type", TEXT, "cache-control", NEVER), "not found\n");
  }

  private static Reply reply(int status, Map<String, String> headers, String text) {
    return new Reply(status, headers, new Reply.Body.Whole(Bytes.utf8(text)));
  }
}
