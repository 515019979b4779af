package probity.wire;

import probity.exchange.BodyFault;

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
}
