package probity.wire;

import probity.exchange.BodyFault;

/// Leaves the recursion of a scan; never leaves this package.
final class JsonFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  final BodyFault fault;

  /// Says where, never what.
  final String detail;

  JsonFault(BodyFault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
    this.detail = detail;
  }
}
