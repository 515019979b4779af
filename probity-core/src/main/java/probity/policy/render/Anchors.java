package probity.policy.render;

/// Where links lead. Different ids have different anchors.
final class Anchors {
  private Anchors() {}

  static String requirement(String id) {
    return "requirement-" + plain(id);
  }

  static String rule(String id) {
    return "rule-" + plain(id);
  }

  static String control(String control) {
    return "control-" + plain(control);
  }

  /// What `bundle.yaml` declares, by the kind of thing.
  static String declared(String kind, String id) {
    return kind + "-" + plain(id);
  }

  private static String plain(String id) {
    var out = new StringBuilder();
    id.codePoints()
        .forEach(c -> {
          boolean plain =
              (c >= 'a' && c <= 'z')
                  || (c >= 'A' && c <= 'Z')
                  || (c >= '0' && c <= '9')
                  || c == '.'
                  || c == '-';
          if (plain) out.appendCodePoint(c);
          else out.append('_').append(Integer.toHexString(c)).append('_');
        });
    return out.toString();
  }
}
