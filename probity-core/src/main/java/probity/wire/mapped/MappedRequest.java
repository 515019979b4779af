package probity.wire.mapped;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.ledger.Json;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.mapped.Hit.Sort;
import probity.wire.mapped.Mapping.Model;
import probity.wire.mapped.Mapping.Streams;

/// Reads requests by a mapping.
final class MappedRequest {
  private final Mapping mapping;
  private final PathTemplate path;
  private final Tree tree;

  MappedRequest(Mapping mapping, PathTemplate path) {
    this.mapping = mapping;
    this.path = path;
    var request = mapping.request();
    tree = new Tree(mapping.names()).parts(request.parts());
    request
        .kinds()
        .forEach((kind, pointers) -> pointers.forEach(pointer -> tree.kind(pointer, kind)));
    for (Mapping.Messages messages : request.messages()) {
      tree.mark(List.of(messages.items())).mark(messages.role().stream().toList());
      tree.mark(messages.text());
    }
    request.tools().forEach(tool -> tree.mark(List.of(tool.items(), tool.name())));
    tree.mark(request.maxTokens()).mark(request.person());
    if (mapping.model() instanceof Model.At(var pointer)) tree.mark(List.of(pointer));
    if (mapping.streams() instanceof Streams.Flag(var pointer, _)) tree.mark(List.of(pointer));
  }

  Prompt read(String asked, Bytes body) {
    try {
      return prompt(asked, body, Walk.of(body, tree, false));
    } catch (JsonFault fault) {
      return fault.prompt(body);
    }
  }

  private Prompt prompt(String asked, Bytes body, Walk walk) {
    var request = mapping.request();
    String model = model(asked, walk);
    boolean stream = stream(asked, walk);
    var tools = new ArrayList<String>();
    request.tools().forEach(tool -> tools.addAll(names(tool, walk)));
    int messages = 0;
    for (Mapping.Messages one : request.messages()) {
      messages += (int) walk.at(one.items()).stream().filter(Hit::there).count();
      settle(one, walk);
    }
    tools.addAll(walk.settle(request.parts()));
    long maxTokens = walk.at(request.maxTokens()).mapToLong(MappedRequest::bound).max().orElse(0);
    return new Prompt.Read(
        body,
        walk.in.coverage(),
        model,
        stream,
        messages,
        maxTokens,
        walk.in.places,
        tools,
        walk.at(request.person()).map(Hit::text).filter(name -> !name.isEmpty()).findFirst());
  }

  private String model(String asked, Walk walk) {
    return switch (mapping.model()) {
      case Model.At(var pointer) ->
          walk.one(pointer)
              .filter(hit -> hit.sort() == Sort.STRING)
              .map(Hit::text)
              .orElseThrow(() -> PlaceReader.wrongShape("`" + pointer + "` is no string"));
      case Model.InPath() ->
          path.model(asked).orElseThrow(() -> PlaceReader.wrongShape("the path names no model"));
      case Model.None() -> "";
    };
  }

  private boolean stream(String asked, Walk walk) {
    return switch (mapping.streams()) {
      case Streams.Never() -> false;
      case Streams.ByPath(var suffix) -> asked.endsWith(suffix);
      case Streams.Flag(var pointer, boolean otherwise) ->
          walk.one(pointer).map(hit -> flag(pointer, hit)).orElse(otherwise);
    };
  }

  private static boolean flag(Pointer pointer, Hit hit) {
    if (hit.sort() != Sort.TRUE && hit.sort() != Sort.FALSE) {
      throw PlaceReader.wrongShape("`" + pointer + "` is neither true nor false");
    }
    return hit.sort() == Sort.TRUE;
  }

  /// A bound on the answer; 0 where there is none, as for a number below 0.
  private static long bound(Hit hit) {
    if (!hit.there()) return 0;
    OptionalLong value = hit.number();
    if (value.isEmpty() || value.getAsLong() > Json.INTEGER_MAX) {
      throw PlaceReader.wrongShape("`" + hit.at() + "` is no count");
    }
    return Math.max(0, value.getAsLong());
  }

  /// The names of tools on offer; the empty one for a tool that has none.
  private static List<String> names(Mapping.Tool tool, Walk walk) {
    int depth = tool.items().lists();
    Map<List<Integer>, String> names = new HashMap<>();
    walk.at(tool.name()).forEach(name -> names.put(name.in(depth), name.text()));
    return walk.at(tool.items()).stream()
        .filter(Hit::there)
        .map(item -> Optional.ofNullable(names.get(item.items())).orElse(""))
        .toList();
  }

  /// Gives texts the kind that their message's role tells.
  private static void settle(Mapping.Messages messages, Walk walk) {
    Map<List<Integer>, String> roles = new HashMap<>();
    int depth = messages.items().lists();
    for (Hit role : messages.role().map(walk::at).orElse(List.of())) {
      if (!role.there()) continue;
      if (role.sort() != Sort.STRING) throw PlaceReader.wrongShape("a role is no string");
      roles.put(role.in(depth), role.text());
    }
    for (Pointer text : messages.text()) {
      for (Hit hit : walk.at(text)) {
        Kind kind =
            Optional.ofNullable(roles.get(hit.in(depth)))
                .flatMap(role -> Optional.ofNullable(messages.roles().get(role)))
                .orElse(messages.otherwise());
        walk.in.settle(
            IntStream.range(hit.from(), hit.to())
                .filter(place -> walk.in.places.get(place).kind() == Kind.OTHER)
                .boxed()
                .toList(),
            kind);
      }
    }
  }
}
