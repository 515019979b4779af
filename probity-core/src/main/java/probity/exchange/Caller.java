package probity.exchange;

import java.util.List;

/// Who makes the call: an id and roles that the configuration declares.
public record Caller(String id, List<String> roles, List<String> groups) {
  public Caller {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
  }
}
