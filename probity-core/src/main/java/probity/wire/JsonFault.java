package probity.wire;

import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Prompt;

/// Leaves the recursion of a scan, and never the readers of formats.
public final class JsonFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  public final BodyFault fault;

  /// Says where, never what.
  public final String detail;

  public JsonFault(BodyFault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
    this.detail = detail;
  }

  /// What is known of a request in which it was met.
  public Prompt.Unreadable prompt(Bytes body) {
    return new Prompt.Unreadable(body, Coverage.none("opaque-body"), fault, detail);
  }

  /// What is known of an answer in which it was met.
  public Answer.Unreadable answer(Bytes body) {
    return new Answer.Unreadable(body, fault, detail);
  }

  /// What is known of a unit of a stream in which it was met.
  public Chunk.Unreadable chunk() {
    return new Chunk.Unreadable(fault, detail);
  }
}
