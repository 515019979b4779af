package probity.wire.mcp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import probity.exchange.BodyFault;
import probity.wire.HeaderText;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.RequestHead;

/// Holds the headers of a request to its body. Nothing is ever decided on a header, but another
/// reader may do so: a request that says two things is refused.
///
/// Since revision 2026-07-28 ("Request Metadata") headers repeat revision, method and name, and
/// must stand there; before that they need not, but may not differ either.
final class McpHeaders {
  private static final String VERSION = "mcp-protocol-version";
  private static final String METHOD = "mcp-method";
  private static final String NAME = "mcp-name";

  private final RequestHead head;
  private final Optional<String> version;

  McpHeaders(RequestHead head) {
    this.head = head;
    this.version = head.header().apply(VERSION);
  }

  /// Whether the header names a revision without sessions; one that nobody knows is held to the
  /// stricter rules.
  boolean isStateless() {
    return version.filter(named -> !McpNames.WITH_SESSIONS.contains(named)).isPresent();
  }

  /// A request with a batch of messages in its body.
  void check(List<McpMessage> batch) {
    if (!McpNames.WITH_BATCHES.contains(version.orElse(""))) {
      throw PlaceReader.wrongShape("this revision has no batches");
    }
    for (McpMessage message : batch) {
      if (message.version().isPresent()) throw mismatch("the revision");
    }
    if (present(METHOD) || present(NAME)) throw mismatch("a batch has no header of one message");
  }

  void check(McpMessage message) {
    if (message.version().isPresent() && !isStateless()) throw mismatch("the revision");
    if (!isStateless() || !message.isRequest()) {
      if (isStateless() && message.method().isEmpty()) {
        throw PlaceReader.wrongShape("this revision has no answers of clients");
      }
      agree(message);
      return;
    }
    if (!version.equals(message.version())) throw mismatch("the revision");
    if (!present(METHOD)) throw mismatch("the method is missing");
    if (repeated(message).isPresent() && !present(NAME)) throw mismatch("the name is missing");
    agree(message);
  }

  /// What headers there are agree with the body.
  private void agree(McpMessage message) {
    if (present(METHOD) && !head.header().apply(METHOD).equals(message.method())) {
      throw mismatch("the method");
    }
    if (!present(NAME)) return;
    var named = head.header().apply(NAME).filter(McpHeaders::isPlain).map(HeaderText::of);
    boolean agrees =
        repeated(message)
            .map(text -> named.equals(Optional.of(text)))
            .orElseGet(() ->
                named.isPresent()
                    && Stream.of(message.name(), message.uri(), message.task())
                        .anyMatch(named::equals));
    if (!agrees) throw mismatch("the name");
  }

  /// What the name in the header repeats of a message that must have one.
  private static Optional<String> repeated(McpMessage message) {
    return switch (message.method().orElse("")) {
      case "tools/call", "prompts/get" -> message.name();
      case "resources/read" -> message.uri();
      default -> Optional.empty();
    };
  }

  private boolean present(String header) {
    return head.header().apply(header).isPresent();
  }

  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
  }

  private static JsonFault mismatch(String detail) {
    return new JsonFault(BodyFault.HEADER_MISMATCH, "header and body differ: " + detail);
  }
}
