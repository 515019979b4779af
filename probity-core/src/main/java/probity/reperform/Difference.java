package probity.reperform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.ledger.Json;

/// Says in what two decisions differ, by the members that state them.
final class Difference {
  private static final int SHOWN_MAX = 80;
  private static final Json NOTHING = new Json.Null();

  private Difference() {}

  static Optional<String> between(Json.Obj recorded, Json.Obj again) {
    var differ = new ArrayList<String>();
    compare("", recorded, again, differ);
    return differ.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differ));
  }

  private static void compare(String above, Json.Obj recorded, Json.Obj again, List<String> into) {
    var names = new TreeSet<>(recorded.names());
    names.addAll(again.names());
    for (String name : names) {
      Json one = recorded.get(name).orElse(NOTHING);
      Json other = again.get(name).orElse(NOTHING);
      if (one.equals(other)) continue;
      if (one instanceof Json.Obj left && other instanceof Json.Obj right) {
        compare(above + name + ".", left, right, into);
      } else {
        into.add(
            "`" + above + name + "` is " + shown(one) + ", decided again it is " + shown(other));
      }
    }
  }

  private static String shown(Json value) {
    if (value.equals(NOTHING)) return "absent";
    String text = value.canonical();
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }
}
