package probity.canary;

import java.util.List;
import probity.control.Readers;
import probity.control.Result;
import probity.control.Routes;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.Json;

/// Canaries over the control API: how they stand, for everybody who reaches it, and a run at once,
/// for enrolled people.
public final class CanaryRoutes {
  private final Canaries canaries;
  private final Readers readers;

  public CanaryRoutes(Canaries canaries, Readers readers) {
    this.canaries = canaries;
    this.readers = readers;
  }

  public List<Routes.Route> routes() {
    return List.of(
        new Routes.Route("GET", "/v1/canaries", (_, _) -> status()),
        new Routes.Route("POST", "/v1/canaries/{}", this::run));
  }

  private Reply status() {
    var all = canaries.status().stream().<Json>map(Status::json).toList();
    return Result.json(200, Json.object().put("canaries", new Json.Arr(all)).build());
  }

  private Reply run(Request request, String id) {
    return readers.reply(
        request,
        _ -> {
          try {
            return canaries
                .run(id)
                .map(status -> Result.json(200, status.json()))
                .orElseGet(() -> Reply.text(404, "no canary of the bundle in force has this id"));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.text(503, "the gateway is stopping");
          }
        });
  }
}
