package probity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Verdict;

/// What the official SDKs do with our refusals: they ask again at 408, 409, 429 and all from 500
/// on, unless `x-should-retry` is `false`, and wait as `retry-after` says.
class RefusalTest {
  private static final Facts CHAT = facts("chat", "read", "");

  /// One of each kind that there is; a kind that is added and not here is told below.
  private static final List<Verdict.Kind> KINDS =
      List.of(
          new Verdict.Kind.Plain(),
          new Verdict.Kind.Review("desk"),
          new Verdict.Kind.Limit("requests"));

  private static Facts facts(String route, String body, String fault) {
    return Facts.of(
            Json.object()
                .put("phase", "request")
                .put("route", route)
                .put("body", body)
                .put("fault", fault)
                .build())
        .orElseThrow();
  }

  private static Stream<Refusal> refusals() {
    var standings =
        List.<Optional<Grants.Standing>>of(
            Optional.empty(),
            Optional.of(new Grants.Standing.Waiting("01K0000000000000000000000A")),
            Optional.of(new Grants.Standing.Denied("01K0000000000000000000000A")),
            Optional.of(new Grants.Standing.NoRoom()));
    var bodies =
        List.of(
            CHAT,
            facts("", "read", ""),
            facts("chat", "unreadable", "too-large"),
            facts("chat", "unreadable", "encoded"),
            facts("chat", "unreadable", "not-json"));
    return KINDS.stream()
        .map(kind -> new Verdict.Refuse("a-rule", "because", kind))
        .flatMap(verdict ->
            standings.stream()
                .flatMap(standing ->
                    Stream.concat(
                        Stream.of(Refusal.ofAnswer(verdict, 7, standing)),
                        bodies.stream().map(facts -> Refusal.of(verdict, facts, 7, standing)))));
  }

  @Test
  void every_kind_of_refusal_is_looked_at() {
    assertThat(KINDS.stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(Verdict.Kind.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void what_policy_refuses_is_not_asked_again_unless_time_helps(Refusal refusal) {
    var headers = refusal.headers("01K0000000000000000000000A");

    if (refusal.type().equals("probity_limit")) {
      assertThat(refusal.status()).isEqualTo(429);
      assertThat(headers.get("retry-after")).isEqualTo("7");
      assertThat(headers.contains("x-should-retry")).isFalse();
    } else {
      assertThat(refusal.status()).isIn(400, 403, 404, 413, 415);
      assertThat(headers.get("x-should-retry")).isEqualTo("false");
      assertThat(headers.contains("retry-after")).isFalse();
    }
  }

  @Test
  void nobody_asks_again_at_once_where_the_wait_is_longer_than_sdks_wait() {
    var limit = new Verdict.Refuse("a-rule", "because", new Verdict.Kind.Limit("requests"));

    var minute = Refusal.of(limit, CHAT, 60, Optional.empty()).headers("");
    var longer = Refusal.of(limit, CHAT, 61, Optional.empty()).headers("");

    assertThat(minute.get("retry-after")).isEqualTo("60");
    assertThat(minute.contains("x-should-retry")).isFalse();
    assertThat(longer.get("retry-after")).isEqualTo("61");
    assertThat(longer.get("x-should-retry")).isEqualTo("false");
  }

  @Test
  void a_ticket_stands_in_a_header_and_in_the_message() {
    var refusal =
        Refusal.of(
            new Verdict.Refuse("a-rule", "because", new Verdict.Kind.Review("desk")),
            CHAT,
            0,
            Optional.of(new Grants.Standing.Waiting("01K0000000000000000000000A")));

    assertThat(refusal.headers("01K0000000000000000000000B").get("x-probity-ticket"))
        .isEqualTo("01K0000000000000000000000A");
    assertThat(refusal.message()).contains("(ticket 01K0000000000000000000000A)");
  }
}
