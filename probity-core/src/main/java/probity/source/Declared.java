package probity.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The documents that headers of a request say it has: `Probity-Sources`, a list of tokens and
/// strings ([RFC 9651](https://www.rfc-editor.org/rfc/rfc9651) section 3.1, no parameters), and the
/// member `probity.sources` of [W3C Baggage](https://www.w3.org/TR/baggage/), percent-encoded, its
/// ids parted by commas.
///
/// @param ids or URIs, as the application wrote them, each once
/// @param unreadable how many more there are that cannot be read or that exceed [#IDS_MAX]; a
///   header that is no such list counts as one
public record Declared(List<String> ids, int unreadable) {
  public static final String HEADER = "probity-sources";
  public static final String BAGGAGE = "baggage";

  /// So many documents a request may declare.
  public static final int IDS_MAX = 64;

  private static final String MEMBER = "probity.sources";

  /// By a request that declares nothing.
  public static final Declared NONE = new Declared(List.of(), 0);

  public Declared {
    ids = List.copyOf(ids);
  }

  /// @param headers the lines of `Probity-Sources`
  /// @param baggage those of `baggage`
  public static Declared of(List<String> headers, List<String> baggage) {
    if (headers.isEmpty() && baggage.isEmpty()) return NONE;
    Set<String> ids = new LinkedHashSet<>();
    int unreadable = 0;
    if (!headers.isEmpty()) {
      var list = new Listed(String.join(", ", headers)).read();
      list.ifPresent(ids::addAll);
      if (list.isEmpty()) unreadable++;
    }
    for (String line : baggage) {
      for (String member : line.split(",", -1)) ids.addAll(member(member));
    }
    int kept = Math.min(ids.size(), IDS_MAX);
    return new Declared(
        ids.stream().limit(kept).toList(), unreadable + Math.max(0, ids.size() - kept));
  }

  /// The ids of a member of baggage, if it is ours; what its properties say does not count.
  private static List<String> member(String member) {
    int equals = member.indexOf('=');
    if (equals < 0 || !member.substring(0, equals).strip().equals(MEMBER)) return List.of();
    String value = member.substring(equals + 1);
    int properties = value.indexOf(';');
    String ids = Uris.form((properties < 0 ? value : value.substring(0, properties)).strip());
    var all = new ArrayList<String>();
    for (String id : ids.split(",", -1)) if (!id.isBlank()) all.add(id.strip());
    return all;
  }

  /// Reads a list from its first character on.
  private static final class Listed {
    private static final String TOKEN = "!#$%&'*+-.^_`|~:/";

    private final String text;
    private int at;

    Listed(String text) {
      this.text = text.strip();
    }

    /// Empty where it is no list of tokens and strings.
    Optional<List<String>> read() {
      var items = new ArrayList<String>();
      while (at < text.length()) {
        var item = text.charAt(at) == '"' ? string() : token();
        if (item.isEmpty()) return Optional.empty();
        items.add(item.get());
        blanks();
        if (at == text.length()) return Optional.of(items);
        if (text.charAt(at++) != ',') return Optional.empty();
        blanks();
        if (at == text.length()) return Optional.empty();
      }
      return Optional.of(items);
    }

    private void blanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
    }

    private Optional<String> token() {
      int from = at;
      if (!isLetter(text.charAt(at)) && text.charAt(at) != '*') return Optional.empty();
      while (at < text.length() && isToken(text.charAt(at))) at++;
      return Optional.of(text.substring(from, at));
    }

    private Optional<String> string() {
      var string = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return Optional.of(string.toString());
        }
        if (c == '\\' && ++at < text.length()) {
          c = text.charAt(at);
          if (c != '"' && c != '\\') return Optional.empty();
        }
        if (c < ' ' || c > '~') return Optional.empty();
        string.append(c);
      }
      return Optional.empty();
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isToken(char c) {
      return isLetter(c) || (c >= '0' && c <= '9') || TOKEN.indexOf(c) >= 0;
    }
  }
}
