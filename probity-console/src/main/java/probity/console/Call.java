package probity.console;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One call of the HTTP API. Cookies of the request are not looked at.
///
/// @param places texts in place of the `{name}` of the route's path
/// @param authorization the header of that name; empty where there is none
/// @param contentType as the header says it; empty where there is none
/// @param body read from the socket when it is first asked for, within the bound of its route;
///   empty for GET
public record Call(
    Map<String, String> places,
    Values query,
    String authorization,
    String contentType,
    Supplier<byte[]> body) {
  public Call {
    places = Map.copyOf(places);
  }

  /// What a call does: the methods of HTTP that the API has.
  public enum Verb {
    GET,
    POST,
    PUT
  }

  /// Answers calls of one route. It runs on a virtual thread of its own and may block.
  @FunctionalInterface
  public interface Handler {
    Reply on(Call call);
  }

  /// What stands in place of `{name}`.
  public String place(String name) {
    return Optional.ofNullable(places.get(name))
        .orElseThrow(() -> new IllegalStateException("the route has no `{" + name + "}`"));
  }
}
