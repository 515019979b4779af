package probity.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import probity.evidence.Appended;
import probity.exchange.BodyFault;
import probity.exchange.Facts;
import probity.ledger.Entry;
import probity.policy.Verdict;
import probity.token.Tokenizing;
import probity.wire.Refused;

/// What a caller gets in place of an answer: an error in its format's shape, with our reason and
/// the record's id, and nothing that an SDK would retry unless a retry can help.
///
/// @param retryAfter seconds after which a retry can help; 0 where none can
/// @param ticket by which a person can grant the request; empty where nobody is asked
record Refusal(
    int status, String message, String type, String code, long retryAfter, String ticket) {
  /// The official SDKs wait as long as `retry-after` says up to a minute; told to wait longer, they
  /// ask again at once.
  private static final long WAITED_FOR_SECONDS = 60;

  /// Names the ticket in a header.
  static final String TICKET = "x-probity-ticket";

  /// Also a detail of outcomes.
  static final String UNMASKABLE = "unmaskable";

  static final String UNSCANNED = "unscanned";

  static final String TOO_MANY_SOURCES = "too-many-sources";

  static final String TOO_MANY_TOKENS = "too-many-tokens";

  static final String TOO_LARGE = "too-large";

  static final String NO_BUNDLE = "no-bundle-in-force";

  Refusal(int status, String message, String type, String code, long retryAfter) {
    this(status, message, type, code, retryAfter, "");
  }

  /// Policy refused the request.
  ///
  /// @param seconds until a counter at its limit stands lower; used by that kind of refusal alone
  /// @param standing of a request that waits for a person
  static Refusal of(
      Verdict.Refuse verdict, Facts facts, long seconds, Optional<Grants.Standing> standing) {
    return of(verdict, status(facts), seconds, standing);
  }

  /// Policy refused the answer, or a tool call in it.
  static Refusal ofAnswer(
      Verdict.Refuse verdict, long seconds, Optional<Grants.Standing> standing) {
    return of(verdict, 403, seconds, standing);
  }

  private static Refusal of(
      Verdict.Refuse verdict, int plain, long seconds, Optional<Grants.Standing> standing) {
    return switch (verdict.kind()) {
      case Verdict.Kind.Plain() ->
          new Refusal(plain, verdict.reason(), "probity_refusal", verdict.rule(), 0);
      case Verdict.Kind.Limit(_) ->
          new Refusal(429, verdict.reason(), "probity_limit", verdict.rule(), seconds);
      case Verdict.Kind.Review(_) ->
          review(verdict, standing.orElseGet(Grants.Standing.NoRoom::new));
    };
  }

  private static Refusal review(Verdict.Refuse verdict, Grants.Standing standing) {
    String ticket = "";
    String says;
    switch (standing) {
      case Grants.Standing.Waiting(var id) -> {
        ticket = id;
        says = "a person has to grant this request before it is sent again (ticket " + id + ")";
      }
      case Grants.Standing.Denied(var id) -> {
        ticket = id;
        says = "a person looked at this request and refused it (ticket " + id + ")";
      }
      case Grants.Standing.NoRoom() ->
          says =
              "a person would have to grant this request, and too many wait for that already, so it"
                  + " has no ticket";
    }
    return new Refusal(
        403, verdict.reason() + "; " + says, "probity_review", verdict.rule(), 0, ticket);
  }

  private static int status(Facts facts) {
    if (facts.route().isEmpty()) return 404;
    if (!facts.body().equals("unreadable")) return 403;
    if (facts.fault().equals(BodyFault.TOO_LARGE.word())) return 413;
    return facts.fault().equals(BodyFault.ENCODED.word()) ? 415 : 400;
  }

  static Refusal unknownCaller(String reason) {
    String expected =
        "expected `Authorization: Bearer` with `pk_<caller>_<secret>` or a token of a configured"
            + " issuer";
    String message =
        switch (reason) {
          case "no-key" -> "the request has no API key; " + expected;
          case "malformed-key" -> "the API key does not have the form of one; " + expected;
          case "key-in-query" ->
              "there is an API key or token in the query, where it is not read; " + expected;
          case "unknown-key" -> "the API key is not one that this gateway knows";
          case "key-revoked" -> "the API key was revoked";
          case "key-expired" -> "the API key has come to its end";
          case "key-not-yet" -> "the API key is not good yet";
          case "token-expired" -> "the token has come to its end";
          case "unknown-key-id" ->
              "the token's issuer has no key of the id in its header; it is asked once a minute";
          case "stale-keys" ->
              "the public keys of the token's issuer could not be fetched for a day";
          case "credentials-differ" ->
              "the request bears two credentials that are not of one caller; one was expected";
          default -> "who calls is not known (" + reason + ")";
        };
    return new Refusal(401, message, "probity_unknown_caller", reason, 0);
  }

  /// A caller that is known, by a key that is for other routes.
  static Refusal outOfScope() {
    return new Refusal(
        403, "the API key may not be used on this path", "probity_turned_away", "out-of-scope", 0);
  }

  /// Not a request that could be read at all.
  static Refusal turnedAway(int status, String reason) {
    String message =
        switch (reason) {
          case "http-version" -> "the request is not of HTTP/1.1";
          case "ambiguous-request" ->
              "the head can be read in more than one way: it must have one `Host` that is a name or"
                  + " address, at most one length, one `Authorization` and one of each header for a"
                  + " key, no transfer coding but `chunked`, and no `Expect` but `100-continue`";
          case "request-incomplete" -> "the request did not come to its end in time";
          default -> "the request is not HTTP/1.1, or its head is larger than the bound";
        };
    return new Refusal(status, message, "probity_turned_away", reason, 0);
  }

  /// Nothing can be recorded now, so nothing passes.
  static Refusal unrecorded(String reason) {
    return new Refusal(
        503,
        "the decision could not be recorded (" + reason + "), so nothing passed",
        "probity_unavailable",
        reason,
        // No retry makes a request smaller.
        reason.equals(Appended.TOO_LARGE) ? 0 : 1);
  }

  /// Outside witnesses have not seen for too long what is recorded here.
  static Refusal unwitnessed() {
    return new Refusal(
        503,
        "the record of earlier calls has waited for its outside witnesses longer than the policy"
            + " allows (unwitnessed), so nothing passed",
        "probity_unavailable",
        Unwitnessed.REASON,
        1);
  }

  /// Nothing is in force that could decide, so nothing passes.
  static Refusal noBundle() {
    return new Refusal(
        503,
        "no policy bundle is in force, so nothing passed",
        "probity_unavailable",
        NO_BUNDLE,
        1);
  }

  /// A fault of this program.
  static Refusal fault() {
    return new Refusal(
        500, "the gateway failed on this call", "probity_fault", "internal-error", 0);
  }

  static Refusal overloaded() {
    return new Refusal(
        503, "too many large requests at once", "probity_unavailable", "overloaded", 1);
  }

  static Refusal upstream(int status, String word) {
    return new Refusal(
        status, "the model provider gave no answer (" + word + ")", "probity_upstream", word, 1);
  }

  /// A rule masks what was found in a text that can only go on as it came, such as the signed
  /// reasoning of a model, so nothing of the request or the answer goes on.
  static Refusal unmaskable() {
    return new Refusal(
        403,
        "what has to be masked stands in a text that its provider signed and takes back only"
            + " unchanged, such as the reasoning of a model; send the conversation without it",
        "probity_refusal",
        UNMASKABLE,
        0);
  }

  /// Tokens for so many different texts are not made.
  static Refusal tooManyTokens() {
    return new Refusal(
        403,
        "more than "
            + Tokenizing.VALUES_MAX
            + " different texts of the request would need a token; send less at once",
        "probity_refusal",
        TOO_MANY_TOKENS,
        0);
  }

  /// Rules ask for what models find, and models did not get to read all of the request.
  static Refusal unscanned() {
    return new Refusal(
        403,
        "not all of the request could be looked at by the models that its rules need (docs:"
            + " classification, `limits: model_pieces`, `classifiers`); send less at once, or try again",
        "probity_refusal",
        UNSCANNED,
        0);
  }

  /// Rules ask which documents the request has, and the fact has no room for all of them.
  static Refusal tooManySources() {
    return new Refusal(
        403,
        "the request has more than "
            + Entry.LIST_MAX
            + " known documents, and its rules ask which; send less at once",
        "probity_refusal",
        TOO_MANY_SOURCES,
        0);
  }

  /// An answer that repeats tokens of long texts.
  static Refusal tooLarge() {
    return new Refusal(
        502,
        "the provider's answer would be larger than the bound with the texts in it that left as"
            + " tokens (too-large), so it was not passed on",
        "probity_refusal",
        TOO_LARGE,
        0);
  }

  static Refusal unreadableAnswer(String word) {
    return new Refusal(
        502,
        "the provider's answer could not be inspected (" + word + "), so it was not passed on",
        "probity_refusal",
        word,
        0);
  }

  /// Sends it whole. `record` is the exchange's id, empty where there is none.
  void send(ClientReply reply, String record) {
    reply.whole(status(reply), headers(record), reply.errors().body(refused(record)));
  }

  /// The status with which it is sent, as the client's format has it.
  int status(ClientReply reply) {
    return reply.errors().status(refused(""));
  }

  /// As a format says it.
  Refused refused(String record) {
    return new Refused(status, told(record), type, code, record);
  }

  private String told(String record) {
    return record.isEmpty() ? message : message + " (record " + record + ")";
  }

  HttpHeaders headers(String record) {
    var headers = new DefaultHttpHeaders();
    headers.set("content-type", "application/json");
    if (!record.isEmpty()) headers.set(ClientReply.RECORD, record);
    if (!ticket.isEmpty()) headers.set(TICKET, ticket);
    if (retryAfter > 0) headers.set("retry-after", Long.toString(retryAfter));
    if (retryAfter == 0 || retryAfter > WAITED_FOR_SECONDS) headers.set("x-should-retry", "false");
    return headers;
  }
}
