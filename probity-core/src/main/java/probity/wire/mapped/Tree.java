package probity.wire.mapped;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.exchange.Place.Kind;
import probity.wire.mapped.Mapping.Names;

/// The pointers of one side of a mapping, put together so that a body is read once. Immutable once
/// it was built.
final class Tree {
  /// How a value is read.
  enum How {
    /// Every string in it is a place.
    STRINGS,
    /// A string is no place.
    UNREAD,
    /// One place from its first byte to its last, in units of a stream: what it holds belongs
    /// together.
    WHOLE,
    /// As STRINGS, and a mask elsewhere takes it away.
    REPEATS
  }

  static final class Node {
    private final Map<String, Node> members = new HashMap<>();
    private Optional<Node> items = Optional.empty();
    private Optional<Pointer> pointer = Optional.empty();
    private Optional<Kind> kind = Optional.empty();
    private How how = How.STRINGS;
    private boolean closed;

    /// The name that pointers show, by its folded form.
    private final Map<String, String> shown = new HashMap<>();

    Optional<Node> member(String folded) {
      return Optional.ofNullable(members.get(folded));
    }

    String shown(String folded) {
      return shown.getOrDefault(folded, Pointer.ITEMS);
    }

    Optional<Node> items() {
      return items;
    }

    /// The pointer that ends here, if one does.
    Optional<Pointer> pointer() {
      return pointer;
    }

    Optional<Kind> kind() {
      return kind;
    }

    How how() {
      return how;
    }

    boolean closed() {
      return closed;
    }
  }

  private final Names names;
  private final Node root = new Node();

  Tree(Names names) {
    this.names = names;
  }

  Names names() {
    return names;
  }

  Node root() {
    return root;
  }

  Tree mark(Iterable<Pointer> pointers) {
    pointers.forEach(this::node);
    return this;
  }

  Tree kind(Pointer pointer, Kind kind) {
    node(pointer).kind = Optional.of(kind);
    return this;
  }

  Tree how(Pointer pointer, How how) {
    node(pointer).how = how;
    return this;
  }

  Tree closed(Pointer pointer) {
    node(pointer).closed = true;
    return this;
  }

  private Node node(Pointer pointer) {
    Node at = root;
    for (String step : pointer.steps()) {
      if (step.equals(Pointer.ITEMS)) {
        Node items = at.items.orElseGet(Node::new);
        at.items = Optional.of(items);
        at = items;
      } else {
        String folded = names.folded(step);
        at.shown.putIfAbsent(folded, step);
        at = at.members.computeIfAbsent(folded, _ -> new Node());
      }
    }
    at.pointer = Optional.of(pointer);
    return at;
  }

  /// What requests and answers have alike.
  Tree parts(Mapping.Parts parts) {
    parts
        .unread()
        .forEach(unread -> {
          how(unread.at(), How.UNREAD);
          unread.type().ifPresent(this::node);
        });
    parts.closed().forEach(this::closed);
    return mark(parts.requires())
        .mark(parts.references())
        .mark(parts.providerTools())
        .mark(parts.known());
  }
}
