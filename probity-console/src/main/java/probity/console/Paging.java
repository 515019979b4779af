package probity.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which part of a list is shown, and the links to its neighbours.
///
/// @param page the first is 1
/// @param total of all items
public record Paging(String path, Values query, int page, int size, long total) {
  public int pages() {
    return (int) Math.max(1, (total + size - 1) / size);
  }

  public long first() {
    return total == 0 ? 0 : (long) (page - 1) * size + 1;
  }

  public long last() {
    return Math.min(total, (long) page * size);
  }

  public Optional<String> before() {
    return page > 1 ? Optional.of(to(page - 1)) : Optional.empty();
  }

  public Optional<String> after() {
    return page < pages() ? Optional.of(to(page + 1)) : Optional.empty();
  }

  private String to(int other) {
    var parts = new ArrayList<String>();
    query
        .all()
        .forEach((name, texts) -> {
          if (!name.equals("page")) texts.forEach(text -> parts.add(part(name, text)));
        });
    parts.add("page=" + other);
    return path + "?" + String.join("&", List.copyOf(parts));
  }

  private static String part(String name, String text) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "="
        + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
