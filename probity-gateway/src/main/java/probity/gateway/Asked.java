package probity.gateway;

import java.util.List;
import java.util.Optional;
import probity.evidence.Exchange;
import probity.evidence.Request;
import probity.evidence.Seen;
import probity.exchange.Bytes;
import probity.exchange.Caller;
import probity.exchange.Credential;
import probity.exchange.Facts;
import probity.exchange.Prompt;
import probity.exchange.Purpose;
import probity.ledger.Hash;
import probity.ledger.Ulid;
import probity.policy.Decision;
import probity.policy.RequestFacts;
import probity.policy.Route;
import probity.policy.Verdict;

/// A request whose caller is known and whose body was read: all that the facts, the decision and
/// the intent are made of.
record Asked(
    Ulid id,
    Purpose purpose,
    long time,
    Caller caller,
    Credential credential,
    RawRequest request,
    Reading reading,
    BundleInForce inForce) {

  /// The facts but for what was counted and granted before.
  Facts facts() {
    return new RequestFacts(
            time,
            purpose,
            caller,
            credential,
            reading.route(),
            request.method(),
            reading.prompt(),
            reading.findings(),
            reading.probes(),
            Facts.draw(id.text()))
        .facts();
  }

  /// The request as a review knows it again.
  Grants.Held held() {
    Bytes body = reading.prompt().body();
    var words =
        String.join(
            "\n",
            "probity/request/v1",
            caller.id(),
            subject(),
            request.method(),
            request.path() + request.query(),
            Hash.of(body.array()).hex());
    return new Grants.Held(caller.id(), Hash.of(Bytes.utf8(words).array()), time);
  }

  Exchange exchange() {
    String retention = reading.route().map(Route::retention).orElse(inForce.defaultRetention());
    Optional<String> person = request.header("x-probity-person");
    return new Exchange(
        id,
        purpose,
        caller,
        person.isPresent() ? person : inBody(),
        request.header("x-probity-conversation"),
        request.header("x-probity-case"),
        inForce.ref(),
        inForce.engine(),
        retention,
        TrafficLog.folder(retention, request.received()),
        request.received());
  }

  /// Whom the request is for: the declared person, else the caller.
  String subject() {
    return exchange().subject();
  }

  private Optional<String> inBody() {
    return reading.prompt() instanceof Prompt.Read read ? read.person() : Optional.empty();
  }

  Request intent(Allowance allowance, Decision decision) {
    return new Request(
        reading.prompt(),
        Seen.of(reading.findings(), reading.places()),
        allowance.facts(),
        decision,
        reading.undeclaredTools(),
        reading.undeclaredModel(),
        reading.route().isPresent() ? Optional.empty() : Optional.of(request.path()),
        request.header("traceparent"),
        inForce.shadows(allowance.facts()),
        decision.verdict() instanceof Verdict.Permit ? allowance.grants() : List.of());
  }
}
