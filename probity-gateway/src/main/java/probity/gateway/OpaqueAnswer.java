package probity.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;
import probity.evidence.Ending;
import probity.evidence.Outcome;
import probity.evidence.Seen;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.ledger.Hash;
import probity.policy.Verdict;

/// An answer that nobody looks into, because the route says so: passed on as it comes, but for its
/// last piece, which waits for the outcome.
final class OpaqueAnswer implements Answering {
  private static final Coverage COVERAGE = Coverage.none("opaque-body");

  private final LiveExchange exchange;
  private final ClientReply reply;
  private final int status;
  private final MessageDigest digest = Hash.sha256();
  private final boolean permitted;
  private Bytes held = Bytes.EMPTY;

  OpaqueAnswer(LiveExchange exchange, ClientReply reply, int status, HttpHeaders headers) {
    this.exchange = exchange;
    this.reply = reply;
    this.status = status;
    permitted =
        exchange.decide(new TreeMap<>(), COVERAGE.notRead().keySet()).verdict()
            instanceof Verdict.Permit;
    if (permitted) reply.start(status, headers);
  }

  @Override
  public void piece(Bytes bytes) {
    digest.update(bytes.array());
    if (!permitted) return;
    reply.piece(held);
    reply.flush();
    held = bytes;
  }

  @Override
  public void end() {
    report();
    if (permitted) {
      exchange.end(Ending.DELIVERED, "", status, () -> reply.last(held));
    } else {
      var refusal = exchange.refusal();
      exchange.end(Ending.CUT, "", refusal.status(), () -> refusal.send(reply, exchange.record()));
    }
  }

  @Override
  public void report() {
    exchange.answer().digest(HexFormat.of().formatHex(digest.digest()));
    exchange.answer().inspected(Seen.NOTHING, COVERAGE, new Outcome.Usage(0, 0, 0));
  }
}
