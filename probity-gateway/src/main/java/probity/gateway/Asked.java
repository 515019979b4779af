package probity.gateway;

import java.util.List;
import java.util.Optional;
import probity.evidence.Exchange;
import probity.evidence.Opened;
import probity.evidence.Request;
import probity.evidence.Seen;
import probity.exchange.Bytes;
import probity.exchange.Facts;
import probity.exchange.Prompt;
import probity.exchange.Purpose;
import probity.identity.Identified;
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
    Identified.Known known,
    RawRequest request,
    Reading reading,
    BundleInForce inForce) {

  /// The facts but for what was counted and granted before.
  Facts facts() {
    return new RequestFacts(
            time,
            purpose,
            known.caller(),
            known.credential(),
            reading.route(),
            request.method(),
            reading.prompt(),
            reading.findings(),
            reading.probes(),
            reading.origins(),
            person().isPresent(),
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
            known.caller().id(),
            subject(),
            request.method(),
            request.path() + request.query(),
            Hash.of(body.array()).hex());
    return new Grants.Held(known.caller().id(), Hash.of(Bytes.utf8(words).array()), time);
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

  /// Hands the body to those who keep it, where the route says so.
  void keep(Opened opened, Contents contents) {
    if (reading.route().filter(route -> route.keep().request()).isEmpty()) return;
    Bytes body = reading.prompt().body();
    if (body.length() == 0) return;
    contents.keep(opened, Contents.Part.REQUEST, body, Hash.of(body.array()).hex());
  }

  boolean keepsAnswer() {
    return reading.route().filter(route -> route.keep().answer()).isPresent();
  }

  /// Whom a token or a trusted proxy names is believed; what the application says counts where
  /// nobody else says anything.
  private Optional<String> person() {
    return known.person().or(() -> request.header("x-probity-person")).or(this::inBody);
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
        reading.origins(),
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
