package probity.server.policy;

import probity.ledger.Json;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;

/// What a running gateway says of its bundles (`GET /v1/bundles`).
record Status(String log, String digest, Json.Obj whole) {

  static Status of(ControlClient client) {
    var answer = client.get("/v1/bundles");
    var body = answer.json();
    if (answer.status() != 200 || body.isEmpty()) {
      throw new CommandRefused("the control API does not say which bundle is in force");
    }
    String digest =
        body.get().object("in_force").flatMap(bundle -> bundle.text("digest")).orElse("");
    return new Status(body.get().text("log").orElse(""), digest, body.get());
  }
}
