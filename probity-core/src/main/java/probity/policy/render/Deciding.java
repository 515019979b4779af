package probity.policy.render;

import java.util.List;
import java.util.stream.Stream;
import probity.policy.render.Block.Item;
import probity.policy.render.Block.Items;

/// How rules become a decision, for readers who do not know the product.
final class Deciding {
  private Deciding() {}

  static Section section() {
    return Section.of(
        "deciding",
        "How a decision comes about",
        new Items(
            Stream.of(
                    "A request that no route of this bundle fits, or whose body cannot be read, is"
                        + " refused before any rule is asked.",
                    "Otherwise every rule of the phase is asked. The order of rules and files does"
                        + " not matter.",
                    "A refusal outranks every permission.",
                    "What no rule permits is refused, for requests and for tool calls. An answer is"
                        + " delivered unless a rule refuses it.",
                    "A rule whose condition cannot be evaluated counts against the request: if it"
                        + " permits, it does not permit; otherwise it refuses. The record names it.",
                    "The decision follows from this bundle and the recorded facts alone. Whoever has"
                        + " both can decide again, and must get the same.")
                .map(text -> new Item(Words.plain(text), List.of()))
                .toList()));
  }
}
