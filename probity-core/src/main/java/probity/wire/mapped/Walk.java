package probity.wire.mapped;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.exchange.Place.Kind;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.mapped.Hit.Sort;
import probity.wire.mapped.Tree.How;

/// Reads a body once and keeps what the pointers of a mapping point to. Every string is a place,
/// whether one points to it or not.
final class Walk {
  final PlaceReader in;
  private final Tree tree;
  private final boolean unit;
  private final Map<Pointer, List<Hit>> hits = new HashMap<>();
  private int count;

  private Walk(Bytes body, Tree tree, boolean unit) {
    in = new PlaceReader(body, Set.of());
    this.tree = tree;
    this.unit = unit;
  }

  /// @param unit whether the body is a unit of a stream
  /// @throws JsonFault where the body is no JSON object
  static Walk of(Bytes body, Tree tree, boolean unit) {
    var walk = new Walk(body, tree, unit);
    walk.in.body(() -> walk.object(tree.root(), "", Kind.OTHER, List.of()));
    return walk;
  }

  /// All that a pointer points to, in the order of the bytes.
  List<Hit> at(Pointer pointer) {
    return hits.getOrDefault(pointer, List.of());
  }

  Stream<Hit> at(List<Pointer> pointers) {
    return pointers.stream().flatMap(pointer -> at(pointer).stream());
  }

  /// The only value there; empty where there is none but `null`.
  Optional<Hit> one(Pointer pointer) {
    var there = at(pointer).stream().filter(Hit::there).toList();
    if (there.size() > 1) throw PlaceReader.wrongShape("`" + pointer + "` is there twice");
    return there.stream().findFirst();
  }

  private void value(Tree.Node node, String pointer, Kind above, List<Integer> items) {
    byte next = in.json.next();
    Kind kind = node.kind().orElse(above);
    int start = in.json.at();
    int from = in.places.size();
    String text = "";
    OptionalLong number = OptionalLong.empty();
    Sort sort = sort(next);
    if (node.items().isPresent() && sort != Sort.LIST && sort != Sort.NULL) {
      value(node.items().get(), pointer, kind, with(items, 0));
    } else if (sort == Sort.STRING) {
      if (node.how() == How.UNREAD) in.unread(pointer);
      else in.string(kind, pointer);
      text = in.json.text();
    } else if (sort == Sort.NUMBER) {
      number = in.json.integer();
    } else if (sort == Sort.OBJECT || sort == Sort.LIST) {
      if (node.how() == How.WHOLE && unit) whole(pointer);
      else if (sort == Sort.OBJECT) object(node, pointer, kind, items);
      else list(node, pointer, kind, items);
    } else {
      in.json.scalar();
    }
    if (node.pointer().isEmpty()) return;
    if (++count > PlaceReader.PLACES_MAX) {
      throw new JsonFault(BodyFault.TOO_LARGE, "more than " + PlaceReader.PLACES_MAX + " parts");
    }
    Pointer at = node.pointer().get();
    hits.computeIfAbsent(at, _ -> new ArrayList<>())
        .add(
            new Hit(
                at,
                items,
                from,
                in.places.size(),
                new Range(start, in.json.at()),
                sort,
                text,
                number));
  }

  private static Sort sort(byte next) {
    return switch (next) {
      case '"' -> Sort.STRING;
      case '{' -> Sort.OBJECT;
      case '[' -> Sort.LIST;
      case 't' -> Sort.TRUE;
      case 'f' -> Sort.FALSE;
      case 'n' -> Sort.NULL;
      default -> Sort.NUMBER;
    };
  }

  private void list(Tree.Node node, String pointer, Kind kind, List<Integer> items) {
    if (node.items().isEmpty()) {
      in.items(pointer, item -> in.any(kind, item));
      return;
    }
    in.json.array(
        index -> value(node.items().get(), pointer + "/" + index, kind, with(items, index)));
  }

  private void object(Tree.Node node, String pointer, Kind kind, List<Integer> items) {
    var seen = new HashSet<String>();
    in.json.object((name, start, end) -> {
      String folded = tree.names().folded(name);
      var member = node.member(folded);
      if (member.isEmpty()) {
        String at = in.member(pointer, name, start, end);
        boolean counts = node.closed() && in.json.next() != 'n';
        if (counts) in.countNotRead("unknown-part");
        in.any(kind, at);
        return;
      }
      // The provider would take one of the two, and not say which.
      if (!seen.add(folded)) {
        throw new JsonFault(BodyFault.DUPLICATE_KEY, "member name twice, at byte " + start);
      }
      value(member.get(), pointer + "/" + node.shown(folded), kind, items);
    });
  }

  /// One place for all of a value, so that what is found in it belongs together.
  private void whole(String pointer) {
    int start = in.json.at();
    skip();
    if (in.places.size() == PlaceReader.PLACES_MAX) {
      throw new JsonFault(BodyFault.TOO_LARGE, "more than " + PlaceReader.PLACES_MAX + " strings");
    }
    in.places.add(new Place(Kind.TOOL_ARGUMENTS, pointer, start, in.json.at()));
  }

  private void skip() {
    switch (in.json.next()) {
      case '{' -> in.json.object((_, _, _) -> skip());
      case '[' -> in.json.array(_ -> skip());
      case '"' -> in.json.string();
      default -> in.json.scalar();
    }
  }

  private static List<Integer> with(List<Integer> items, int index) {
    var longer = new ArrayList<>(items);
    longer.add(index);
    return longer;
  }

  /// Counts what was not read, and refuses what lacks a part that is required.
  ///
  /// @return tools that the provider runs itself
  List<String> settle(Mapping.Parts parts) {
    for (Pointer required : parts.requires()) {
      if (at(required).stream().noneMatch(Hit::there)) {
        throw PlaceReader.wrongShape("`" + required + "` is missing");
      }
    }
    for (Mapping.Unread unread : parts.unread()) {
      at(unread.at()).stream()
          .filter(Hit::there)
          .forEach(hit -> in.countNotRead(word(unread, hit)));
    }
    at(parts.references()).filter(Hit::there).forEach(_ -> in.countNotRead("stored-reference"));
    return at(parts.providerTools())
        .filter(Hit::there)
        .map(hit -> {
          in.countNotRead("provider-tool");
          return hit.at().last();
        })
        .toList();
  }

  private String word(Mapping.Unread unread, Hit hit) {
    return unread
        .type()
        .map(type ->
            at(type).stream()
                .filter(media -> media.items().equals(hit.in(type.lists())))
                .findFirst()
                .map(Hit::text)
                .orElse(""))
        .map(Walk::media)
        .orElse(unread.as());
  }

  private static String media(String type) {
    int slash = type.indexOf('/');
    String family = slash < 0 ? "" : type.substring(0, slash).toLowerCase(java.util.Locale.ROOT);
    return Set.of("image", "audio", "video").contains(family) ? family : "file";
  }
}
