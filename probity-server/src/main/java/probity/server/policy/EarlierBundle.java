package probity.server.policy;

import java.time.Instant;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;
import probity.server.person.PersonKey;

/// A bundle that was taken before, as the gateway gives it to enrolled people.
final class EarlierBundle {
  private EarlierBundle() {}

  /// The bundle of this digest, compared with it.
  static Bundle read(
      ControlClient client, PersonKey reader, String log, String digest, Instant now) {
    String path = "/v1/bundles/" + digest;
    var answer = client.get(path, "authorization", reader.readsHeader(log, path, now));
    if (answer.status() != 200) throw new CommandRefused(String.join("\n", answer.objections()));
    if (Bundle.fromBlob(answer.body()) instanceof BundleReading.Loaded(var bundle)
        && bundle.digest().hex().equals(digest)) {
      return bundle;
    }
    throw new CommandRefused(
        "the gateway gave another bundle than `" + digest + "`, or one of another version");
  }
}
