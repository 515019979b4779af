package probity.wire.mcp;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Edit;
import probity.wire.ErrorForm;
import probity.wire.Format;
import probity.wire.JsonBody;
import probity.wire.RequestHead;
import probity.wire.SseDecoder;

/// The Model Context Protocol over streamable HTTP, of the revisions with sessions (up to
/// 2025-11-25) and of those without (2026-07-28): a request is a message of JSON-RPC, an answer one
/// too, or an event stream of them.
///
/// Source: <https://modelcontextprotocol.io/specification>, "Transports" of each revision.
public final class Mcp implements Format {
  public static final String NAME = "mcp";

  @Override
  public String name() {
    return NAME;
  }

  /// Names of the resources, and links to some, that the result of a tool holds as JSON, as clients
  /// hand it to a model; of each the names it has. None where it is no such JSON.
  public static List<List<String>> resources(String result) {
    return result.contains("\"uri\"") ? McpContent.resources(result) : List.of();
  }

  @Override
  public Traits traits() {
    return new Traits(false, true, true, false);
  }

  @Override
  public boolean callsInRequests() {
    return true;
  }

  @Override
  public Prompt request(RequestHead head, Bytes body) {
    return McpRequest.read(head, body);
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    return McpAnswer.read(body);
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, McpNames.MEMBERS);
  }

  @Override
  public Optional<AnswerStream> stream(Prompt asked, String contentType) {
    return contentType.equals(SseDecoder.CONTENT_TYPE)
        ? Optional.of(new McpStream(asked))
        : Optional.empty();
  }

  @Override
  public List<Edit> notice(Answer.Read read, String text) {
    return List.of();
  }

  @Override
  public ErrorForm errors(Prompt asked) {
    return new McpErrors(asked);
  }

  @Override
  public Canned canned(Prompt asked, Said said) {
    return new Canned("application/json", McpCanned.answer(asked, said));
  }
}
