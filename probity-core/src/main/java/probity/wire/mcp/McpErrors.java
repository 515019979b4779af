package probity.wire.mcp;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.ledger.Json;
import probity.wire.ErrorForm;
import probity.wire.Refused;

/// Errors as objects of JSON-RPC, one for each request that is left without an answer.
///
/// What policy refuses of a request with an id goes under status 200: the SDKs turn it into the
/// error that its caller waits for, while another status makes some of them tear the session down
/// or drop the reason. All else keeps its own status.
final class McpErrors implements ErrorForm {
  /// Headers and body differ, by revision 2026-07-28.
  private static final int HEADER_MISMATCH = -32020;

  /// Of JSON-RPC.
  private static final int INVALID_REQUEST = -32600;

  /// Ours, in the range that MCP leaves to implementations (-32000 to -32019).
  static final int REFUSED = -32010;

  private static final Set<String> OF_POLICY = Set.of("probity_refusal", "probity_review");
  private static final Set<Integer> OF_BODY = Set.of(400, 413, 415);

  private final Prompt asked;

  McpErrors(Prompt asked) {
    this.asked = asked;
  }

  @Override
  public Bytes body(Refused refused) {
    var ids = McpRequest.ids(asked);
    int code = code(refused);
    if (!ids.batch() || ids.requests().isEmpty()) {
      return Bytes.utf8(
          error(ids.requests().isEmpty() ? "null" : ids.requests().getFirst(), refused, code));
    }
    return Bytes.utf8(
        all(ids.requests(), refused).stream().collect(Collectors.joining(",", "[", "]")));
  }

  @Override
  public int status(Refused refused) {
    boolean answered =
        OF_POLICY.contains(refused.type())
            && asked instanceof Prompt.Read
            && !McpRequest.ids(asked).requests().isEmpty();
    return answered ? 200 : refused.status();
  }

  /// An error for each of these requests.
  static List<String> all(List<String> ids, Refused refused) {
    return ids.stream().map(id -> error(id, refused, REFUSED)).toList();
  }

  private int code(Refused refused) {
    if (!(asked instanceof Prompt.Unreadable unreadable) || !OF_BODY.contains(refused.status())) {
      return REFUSED;
    }
    return unreadable.fault() == BodyFault.HEADER_MISMATCH ? HEADER_MISMATCH : INVALID_REQUEST;
  }

  /// @param id as JSON
  private static String error(String id, Refused refused, int code) {
    var error =
        Json.object()
            .put("code", code)
            .put("message", refused.message())
            .put(
                "data",
                Json.object().put("type", refused.type()).put("code", refused.code()).build())
            .build();
    return "{\"error\":" + error.canonical() + ",\"id\":" + id + ",\"jsonrpc\":\"2.0\"}";
  }
}
