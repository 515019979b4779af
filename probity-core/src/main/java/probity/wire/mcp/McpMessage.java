package probity.wire.mcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.JsonFault;
import probity.wire.Offers;
import probity.wire.PlaceReader;
import probity.wire.Range;

/// Reads one message of JSON-RPC. Members may come in any order, and an answer does not say to
/// which method: texts are told apart by the members that they stand in.
final class McpMessage {
  private static final int OFFERED_MAX = 4096;
  private static final int ID_BYTES_MAX = 1024;

  private final PlaceReader in;
  private final Bytes body;
  private final Side side;
  private final McpContent content;
  private String jsonrpc = "";
  private Optional<String> method = Optional.empty();
  private Optional<String> id = Optional.empty();
  private boolean nullId;
  private boolean answers;

  /// What headers repeat of the parameters.
  private Optional<String> name = Optional.empty();

  private Optional<String> uri = Optional.empty();
  private Optional<String> task = Optional.empty();
  private Optional<String> version = Optional.empty();

  private List<Integer> arguments = List.of();
  private Range argumentsAt = new Range(0, 0);
  private final List<Offers> offers = new ArrayList<>();

  private McpMessage(PlaceReader in, Bytes body, Side side) {
    this.in = in;
    this.body = body;
    this.side = side;
    this.content = new McpContent(in);
  }

  /// Reads the next value of `in`, which must be a message.
  static McpMessage read(PlaceReader in, Bytes body, String pointer, Side side) {
    var message = new McpMessage(in, body, side);
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      throw PlaceReader.wrongShape("a message is not an object");
    }
    in.json.object(
        (name, start, end) -> message.member(name, in.member(pointer, name, start, end)));
    message.check();
    return message;
  }

  private void check() {
    if (!jsonrpc.equals("2.0")) throw PlaceReader.wrongShape("`jsonrpc` is not `2.0`");
    if (method.isPresent() == answers) {
      throw PlaceReader.wrongShape("a message has a `method`, or a `result` or `error`");
    }
    if (method.isPresent() && nullId) throw PlaceReader.wrongShape("the `id` is null");
    if (method.isPresent() && !McpNames.METHODS.contains(method.get())) {
      in.countNotRead("unknown-method");
    }
    if (isCall() && name.isEmpty()) throw PlaceReader.wrongShape("a tool call has no `name`");
  }

  /// As JSON; empty for a notification, and for an answer to nothing in particular.
  Optional<String> id() {
    return id;
  }

  /// Empty for an answer.
  Optional<String> method() {
    return method;
  }

  /// Whether it wants an answer.
  boolean isRequest() {
    return method.isPresent() && id.isPresent();
  }

  boolean isCall() {
    return method.filter(McpNames.CALL::equals).isPresent();
  }

  Optional<String> name() {
    return name;
  }

  Optional<String> uri() {
    return uri;
  }

  Optional<String> task() {
    return task;
  }

  /// The revision that the parameters name.
  Optional<String> version() {
    return version;
  }

  /// Indexes of the places inside the arguments.
  List<Integer> arguments() {
    return arguments;
  }

  Range argumentsAt() {
    return argumentsAt;
  }

  /// Lists of tools on offer in it.
  List<Offers> offers() {
    return offers;
  }

  private void member(String member, String pointer) {
    switch (member) {
      case "jsonrpc" -> jsonrpc = in.word(Kind.OTHER, pointer);
      case "id" -> id(pointer);
      case "method" -> {
        if (!in.json.isString()) throw PlaceReader.wrongShape("`method` is not a string");
        method = Optional.of(in.word(Kind.OTHER, pointer));
      }
      case "params" -> params(pointer);
      case "result" -> {
        answers = true;
        result(pointer);
      }
      case "error" -> {
        answers = true;
        in.any(side.text, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void id(String pointer) {
    byte next = in.json.next();
    int from = in.json.at();
    switch (next) {
      case '"' -> in.string(Kind.OTHER, pointer);
      case 'n' -> {
        in.json.scalar();
        nullId = true;
        return;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> in.json.scalar();
      default -> throw PlaceReader.wrongShape("an `id` is neither a string nor a number");
    }
    if (in.json.at() - from > ID_BYTES_MAX) {
      throw new JsonFault(BodyFault.TOO_LARGE, "an `id` is longer than " + ID_BYTES_MAX + " bytes");
    }
    id = Optional.of(text(from, in.json.at()));
  }

  private String text(int from, int to) {
    return Bytes.wrap(Arrays.copyOfRange(body.array(), from, to)).utf8();
  }

  private void params(String pointer) {
    if (in.json.next() != '{') {
      in.any(side.text, pointer);
      return;
    }
    in.json.object((member, start, end) -> param(member, in.member(pointer, member, start, end)));
  }

  private void param(String member, String pointer) {
    switch (member) {
      case "name" -> name = string(pointer);
      case "uri" -> uri = string(pointer);
      case "taskId" -> task = string(pointer);
      case "arguments" -> arguments(pointer);
      case "_meta" -> meta(pointer);
      case "messages" -> content.messages(pointer, side.text);
      case "systemPrompt" -> in.any(Kind.SYSTEM, pointer);
      case "tools" -> in.any(Kind.TOOL_DESCRIPTION, pointer);
      case "argument", "context", "message", "data", "reason", "requestedSchema" ->
          in.any(side.text, pointer);
      case "inputResponses" -> each(pointer, this::result);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private Optional<String> string(String pointer) {
    if (in.json.isString()) return Optional.of(in.word(Kind.OTHER, pointer));
    in.any(Kind.OTHER, pointer);
    return Optional.empty();
  }

  private void arguments(String pointer) {
    in.json.next();
    int at = in.json.at();
    int from = in.places.size();
    in.any(Kind.TOOL_ARGUMENTS, pointer);
    var inside = new ArrayList<Integer>();
    for (int i = from; i < in.places.size(); i++) inside.add(i);
    arguments = inside;
    argumentsAt = new Range(at, in.json.at());
  }

  private void meta(String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      return;
    }
    in.json.object((member, start, end) -> {
      String at = in.member(pointer, member, start, end);
      if (member.equals(McpNames.VERSION)) version = string(at);
      else in.any(Kind.OTHER, at);
    });
  }

  private void each(String pointer, PlaceReader.Item value) {
    if (in.json.next() != '{') {
      in.any(side.text, pointer);
      return;
    }
    in.json.object((member, start, end) -> value.read(in.member(pointer, member, start, end)));
  }

  private void result(String pointer) {
    if (in.json.next() != '{') {
      in.any(side.text, pointer);
      return;
    }
    var texts = new ArrayList<Integer>();
    String[] role = {""};
    in.json.object((member, start, end) -> {
      String at = in.member(pointer, member, start, end);
      switch (member) {
        case "tools" -> offers(at);
        case "prompts", "resources", "resourceTemplates" -> in.any(Kind.TOOL_DESCRIPTION, at);
        case "role" -> role[0] = in.word(Kind.OTHER, at);
        case "content" -> texts.addAll(content.blocks(at, side.text));
        case "contents" -> content.resources(at, side.text);
        case "messages" -> content.messages(at, side.text);
        case "instructions" -> in.any(Kind.SYSTEM, at);
        case "inputRequests" -> each(at, this::inputRequest);
        case "_meta" -> in.any(Kind.OTHER, at);
        default -> in.any(side.text, at);
      }
    });
    // A client sends what its model said; a server does not become one by saying so.
    if (side == Side.CLIENT) in.settle(texts, McpContent.kind(role[0], side.text));
  }

  /// What a server wants of the client before it goes on: a method and its parameters.
  private void inputRequest(String pointer) {
    if (in.json.next() != '{') {
      in.any(side.text, pointer);
      return;
    }
    in.json.object((member, start, end) -> {
      String at = in.member(pointer, member, start, end);
      switch (member) {
        case "method" -> {
          if (!McpNames.METHODS.contains(in.word(Kind.OTHER, at)))
            in.countNotRead("unknown-method");
        }
        case "params" -> params(at);
        default -> in.any(side.text, at);
      }
    });
  }

  private void offers(String pointer) {
    if (in.json.next() != '[') {
      in.any(Kind.TOOL_DESCRIPTION, pointer);
      return;
    }
    var tools = new ArrayList<Offers.Tool>();
    in.json.array(index -> {
      if (tools.size() == OFFERED_MAX) {
        throw new JsonFault(BodyFault.TOO_LARGE, "more than " + OFFERED_MAX + " tools in a list");
      }
      in.json.next();
      int from = in.json.at();
      String offered = offered(pointer + "/" + index);
      tools.add(new Offers.Tool(offered, new Range(from, in.json.at())));
    });
    offers.add(new Offers(tools));
  }

  /// The name of the tool that is read, empty where it has none.
  private String offered(String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.TOOL_DESCRIPTION, pointer);
      return "";
    }
    String[] offered = {""};
    in.json.object((member, start, end) -> {
      String at = in.member(pointer, member, start, end);
      if (member.equals("name")) offered[0] = in.word(Kind.TOOL_DESCRIPTION, at);
      else in.any(Kind.TOOL_DESCRIPTION, at);
    });
    return offered[0];
  }
}
