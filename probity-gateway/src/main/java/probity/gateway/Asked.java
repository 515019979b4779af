package probity.gateway;

import java.util.Optional;
import probity.evidence.Exchange;
import probity.evidence.Request;
import probity.evidence.Seen;
import probity.exchange.Facts;
import probity.exchange.Prompt;
import probity.exchange.Purpose;
import probity.identity.Identified;
import probity.ledger.Ulid;
import probity.policy.Decision;
import probity.policy.RequestFacts;
import probity.policy.Route;

/// A request whose caller is known and whose body was read: all that the facts, the decision and
/// the intent are made of.
record Asked(
    Ulid id,
    Purpose purpose,
    long time,
    Identified.Known known,
    RawRequest request,
    Reading reading,
    BundleInForce inForce) {

  Facts facts() {
    return new RequestFacts(
            time,
            purpose,
            known.caller(),
            reading.route(),
            request.method(),
            reading.prompt(),
            reading.findings(),
            reading.probes())
        .facts();
  }

  Exchange exchange() {
    String retention = reading.route().map(Route::retention).orElse(inForce.defaultRetention());
    return new Exchange(
        id,
        purpose,
        known.caller(),
        person(),
        request.header("x-probity-conversation"),
        request.header("x-probity-case"),
        inForce.ref(),
        inForce.engine(),
        retention,
        TrafficLog.folder(retention, request.received()),
        request.received());
  }

  /// Whom a token or a trusted proxy names is believed; what the application says counts where
  /// nobody else says anything.
  private Optional<String> person() {
    return known.person().or(() -> request.header("x-probity-person")).or(this::inBody);
  }

  private Optional<String> inBody() {
    return reading.prompt() instanceof Prompt.Read read ? read.person() : Optional.empty();
  }

  Request intent(Facts facts, Decision decision) {
    return new Request(
        reading.prompt(),
        Seen.of(reading.findings(), reading.places()),
        facts,
        decision,
        reading.undeclaredTools(),
        reading.undeclaredModel(),
        reading.route().isPresent() ? Optional.empty() : Optional.of(request.path()),
        request.header("traceparent"));
  }
}
