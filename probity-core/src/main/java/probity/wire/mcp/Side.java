package probity.wire.mcp;

import probity.exchange.Place.Kind;

/// Who wrote a message.
enum Side {
  CLIENT(Kind.USER),
  SERVER(Kind.TOOL_RESULT);

  /// What texts are that nothing says more of.
  final Kind text;

  Side(Kind text) {
    this.text = text;
  }
}
