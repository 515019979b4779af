package probity.wire.mcp;

import java.util.List;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.ledger.Json;
import probity.wire.Format.Said;

/// What a server of tools would answer: a text as the result of whatever was called, or a list that
/// offers a tool.
final class McpCanned {
  private McpCanned() {}

  static Bytes answer(Prompt asked, Said said) {
    var ids = McpRequest.ids(asked);
    var result = (said.tool().isEmpty() ? text(said.text()) : offer(said.tool())).canonical();
    var answers =
        ids.requests().stream()
            .map(id -> "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"result\":" + result + "}")
            .toList();
    if (answers.isEmpty()) return Bytes.EMPTY;
    return Bytes.utf8(ids.batch() ? "[" + String.join(",", answers) + "]" : answers.getFirst());
  }

  private static Json.Obj text(String text) {
    var block = Json.object().put("type", "text").put("text", text).build();
    return Json.object().put("content", new Json.Arr(List.of(block))).put("isError", false).build();
  }

  private static Json.Obj offer(String tool) {
    var schema = Json.object().put("type", "object").build();
    var item = Json.object().put("name", tool).put("inputSchema", schema).build();
    return Json.object().put("tools", new Json.Arr(List.of(item))).build();
  }
}
