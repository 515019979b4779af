package probity.console.aims.api;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.console.Bearer;
import probity.console.Bearers;
import probity.console.Call;
import probity.console.Reply;

/// Lets in calls that bring an access token which is good, so many a minute for each.
final class Door {
  private static final Pattern BEARER =
      Pattern.compile("bearer ([!-~]+)", Pattern.CASE_INSENSITIVE);
  private static final long MINUTE_SECONDS = 60;

  private final Bearers bearers;
  private final InstantSource clock;
  private final int callsAMinute;
  private final Map<String, Integer> calls = new HashMap<>();
  // Both guarded by `calls`. Tokens that are good are few, so the map is small.
  private long minute;

  Door(Bearers bearers, InstantSource clock, int callsAMinute) {
    this.bearers = bearers;
    this.clock = clock;
    this.callsAMinute = callsAMinute;
  }

  /// An unknown token, a revoked one, one past its time and one of somebody who is gone have the
  /// same answer.
  Reply open(Call call, Function<Bearer, Reply> then) {
    var bearer = bearer(call);
    if (bearer.isEmpty()) return closed();
    long now = clock.instant().getEpochSecond();
    if (isOver(bearer.get().tokenId(), Math.floorDiv(now, MINUTE_SECONDS))) {
      return Reply.refused(
              429,
              "too-many",
              "more than " + callsAMinute + " calls came with this token within a minute")
          .with("retry-after", Long.toString(MINUTE_SECONDS - Math.floorMod(now, MINUTE_SECONDS)));
    }
    // A body may be long in coming. Meanwhile a token may be revoked, or its owner lose duties.
    if (call.body().get().length > 0) bearer = bearer(call);
    return bearer.map(then).orElseGet(Door::closed);
  }

  private Optional<Bearer> bearer(Call call) {
    var token = BEARER.matcher(call.authorization());
    return token.matches() ? bearers.find(token.group(1)) : Optional.empty();
  }

  private static Reply closed() {
    return Reply.refused(
            401, "unauthorized", "an access token that is good was expected in `authorization`")
        .with("www-authenticate", "Bearer");
  }

  private boolean isOver(String tokenId, long now) {
    synchronized (calls) {
      if (now != minute) calls.clear();
      minute = now;
      return calls.merge(tokenId, 1, Integer::sum) > callsAMinute;
    }
  }
}
