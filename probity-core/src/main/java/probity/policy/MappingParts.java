package probity.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.exchange.Place.Kind;
import probity.wire.mapped.Mapping.Call;
import probity.wire.mapped.Mapping.Messages;
import probity.wire.mapped.Mapping.Parts;
import probity.wire.mapped.Mapping.Reply;
import probity.wire.mapped.Mapping.Request;
import probity.wire.mapped.Mapping.Tool;
import probity.wire.mapped.Mapping.Unread;
import probity.wire.mapped.Mapping.Usage;
import probity.wire.mapped.Pointer;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads what a mapping says of requests and of answers.
final class MappingParts {
  private static final int ITEMS_MAX = 64;
  private static final int POINTER_MAX = 512;
  private static final int ROLE_MAX = 64;
  private static final Usage NO_USAGE = new Usage(List.of(), List.of(), List.of());
  private static final Pointer NOWHERE = new Pointer(List.of("nowhere"));

  static final Parts NO_PARTS =
      new Parts(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  static final Request NO_REQUEST =
      new Request(NO_PARTS, Map.of(), List.of(), List.of(), List.of(), List.of());
  static final Reply NO_REPLY =
      new Reply(
          NO_PARTS,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          NO_USAGE,
          List.of(),
          List.of());

  /// What is not read and is counted as that; a mapping cannot call it anything else.
  private static final List<String> UNREAD =
      List.of("image", "audio", "video", "file", "encrypted", "tokens");

  private static final List<Kind> KINDS =
      Arrays.stream(Kind.values()).filter(kind -> kind != Kind.OTHER).toList();

  private MappingParts() {}

  static Request request(Mapping request) {
    var kinds = new EnumMap<Kind, List<Pointer>>(Kind.class);
    for (Kind kind : KINDS) kinds.put(kind, pointers(request.optional(word(kind))));
    return new Request(
        parts(request),
        kinds,
        request.optional("messages").mappings(ITEMS_MAX, MappingParts::messages),
        request.optional("tools").mappings(ITEMS_MAX, MappingParts::tool),
        pointers(request.optional("max_tokens")),
        pointers(request.optional("person")));
  }

  private static Messages messages(Mapping messages) {
    var items = items(messages);
    var role = messages.optional("role");
    var roles = new TreeMap<String, Kind>();
    for (Value.Entry entry : messages.optional("roles").entries(ITEMS_MAX)) {
      if (entry.name().value().length() > ROLE_MAX) {
        entry.name().mistake("at most " + ROLE_MAX + " characters were expected");
      }
      roles.put(entry.name().value(), kind(entry.value()));
    }
    return new Messages(
        items,
        role.present() ? Optional.of(inside(items, role)) : Optional.empty(),
        messages.required("text").items(ITEMS_MAX).stream()
            .map(text -> inside(items, text))
            .toList(),
        roles,
        kind(messages.optional("otherwise")));
  }

  private static Kind kind(Value word) {
    return word.choice(List.of(Kind.values()), MappingParts::word).orElse(Kind.OTHER);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Tool tool(Mapping tool) {
    var items = items(tool);
    return new Tool(items, inside(items, tool.required("name")));
  }

  static Reply reply(Mapping answer) {
    var choices = answer.optional("choices");
    var index = answer.optional("index");
    var each = one(choices);
    if (each.filter(pointer -> pointer.lists() != 1).isPresent()) {
      choices.mistake("one list of choices was expected");
    }
    if (each.isEmpty()) index.mistake("a number needs `choices` whose it is");
    return new Reply(
        parts(answer),
        each,
        index.present() ? each.map(pointer -> inside(pointer, index)) : Optional.empty(),
        answer.optional("text").mappings(ITEMS_MAX, MappingParts::text),
        answer.optional("calls").mappings(ITEMS_MAX, MappingParts::call),
        pointers(answer.required("finish")),
        answer.optional("usage").mapping(MappingParts::usage).orElse(NO_USAGE),
        pointers(answer.optional("failed")),
        pointers(answer.optional("logprobs")));
  }

  private static probity.wire.mapped.Mapping.Text text(Mapping text) {
    var at = one(text.required("at")).orElse(NOWHERE);
    var value = text.optional("apart");
    var apart = one(value);
    if (apart.filter(flag -> flag.lists() > at.lists()).isPresent()) {
      value.mistake("it stands in more lists than the text");
    }
    return new probity.wire.mapped.Mapping.Text(at, apart);
  }

  private static Call call(Mapping call) {
    var items = items(call);
    return new Call(
        items, inside(items, call.required("name")), inside(items, call.required("arguments")));
  }

  private static Usage usage(Mapping usage) {
    return new Usage(
        pointers(usage.optional("prompt")),
        pointers(usage.optional("completion")),
        pointers(usage.optional("total")));
  }

  private static Parts parts(Mapping side) {
    return new Parts(
        pointers(side.optional("requires")),
        side.optional("unread").mappings(ITEMS_MAX, MappingParts::unread),
        pointers(side.optional("references")),
        pointers(side.optional("provider_tools")),
        pointers(side.optional("known")),
        pointers(side.optional("closed")));
  }

  private static Unread unread(Mapping unread) {
    var at = one(unread.required("at")).orElse(NOWHERE);
    var as = unread.optional("as");
    var type = unread.optional("type");
    if (as.present() == type.present()) unread.mistake("either `as` or `type` was expected");
    return new Unread(at, Read.value(as.word(UNREAD)), one(type));
  }

  private static Pointer items(Mapping of) {
    return one(of.required("items")).orElse(NOWHERE);
  }

  /// A pointer to a part of `items`, without a list of its own where it is to be one thing.
  private static Pointer inside(Pointer items, Value value) {
    var pointer = one(value).orElse(NOWHERE);
    boolean within = pointer.within(items) && !pointer.equals(items);
    if (!within && !items.equals(NOWHERE)) value.mistake("it does not stand in `" + items + "`");
    return pointer;
  }

  private static List<Pointer> pointers(Value list) {
    var names = new Names("pointer");
    var pointers = new ArrayList<Pointer>();
    for (Value item : list.items(ITEMS_MAX)) {
      var text = item.text(POINTER_MAX);
      names.add(text);
      text.flatMap(MappingParts::pointer).ifPresent(pointers::add);
    }
    return pointers;
  }

  static Optional<Pointer> one(Value value) {
    return value.text(POINTER_MAX).flatMap(MappingParts::pointer);
  }

  static Optional<Pointer> pointer(Text text) {
    var pointer = Pointer.read(text.value());
    if (pointer.isEmpty()) {
      text.mistake(
          "a pointer (`/name/*/name`, at most 12 steps) was expected, not `" + text.value() + "`");
    }
    return pointer;
  }
}
