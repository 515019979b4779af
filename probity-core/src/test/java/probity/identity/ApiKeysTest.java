package probity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Caller;
import probity.exchange.Credential;
import probity.ledger.Hash;

class ApiKeysTest {
  private static final long NOW = 1_000_000;
  private static final Caller CRM = new Caller("crm", List.of("sales"), List.of());
  private static final String OLD = "pk_crm_" + "A".repeat(43);
  private static final String NEW = "pk_crm_" + "B".repeat(43);

  private static Hash hash(String key) {
    return Hash.of(key.getBytes(StandardCharsets.US_ASCII));
  }

  private static ApiKey key(String text, Validity validity, String... routes) {
    return new ApiKey(CRM, hash(text), validity, List.of(routes), true);
  }

  private static Identified identify(Presented presented, ApiKey... keys) {
    var answers = new ArrayList<Identified>();
    Identity.of(new ApiKeys(List.of(keys))).identify(presented, NOW, Runnable::run, answers::add);
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private static Identified bearer(String key, ApiKey... keys) {
    return identify(Presented.authorization("Bearer " + key), keys);
  }

  private static String reason(Identified identified) {
    return identified instanceof Identified.Unknown(var reason) ? reason : "";
  }

  @Test
  void while_keys_are_rotated_both_are_good() {
    var old = key(OLD, new Validity(0, NOW + 1));
    var next = key(NEW, new Validity(NOW, Long.MAX_VALUE));

    assertThat(List.of(bearer(OLD, old, next), bearer(NEW, old, next)))
        .containsOnly(new Identified.Known(CRM, Credential.API_KEY, Optional.empty(), List.of()));
  }

  @Test
  void a_key_is_good_from_its_first_to_before_its_last_moment() {
    assertThat(reason(bearer(OLD, key(OLD, new Validity(NOW + 1, NOW + 2)))))
        .isEqualTo("key-not-yet");
    assertThat(reason(bearer(OLD, key(OLD, new Validity(NOW, NOW + 1))))).isEmpty();
    assertThat(reason(bearer(OLD, key(OLD, new Validity(0, NOW))))).isEqualTo("key-expired");
  }

  @Test
  void a_revoked_key_is_told_from_one_that_was_never_known() {
    assertThat(reason(bearer(OLD, key(OLD, Validity.ALWAYS).revoked()))).isEqualTo("key-revoked");
    assertThat(reason(bearer(NEW, key(OLD, Validity.ALWAYS)))).isEqualTo("unknown-key");
  }

  @Test
  void a_key_is_for_its_routes_alone() {
    var scoped = (Identified.Known) bearer(OLD, key(OLD, Validity.ALWAYS, "chat"));
    var free = (Identified.Known) bearer(OLD, key(OLD, Validity.ALWAYS));

    assertThat(scoped.admits(Optional.of("chat"))).isTrue();
    assertThat(scoped.admits(Optional.of("files"))).isFalse();
    assertThat(scoped.admits(Optional.empty())).isFalse();
    assertThat(free.admits(Optional.empty())).isTrue();
  }

  /// `-` stands for a header that is not there.
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          -,          OLD,   ''
          Bearer OLD, -,     ''
          bearer OLD, OLD,   ''
          Bearer OLD, NEW,   credentials-differ
          Bearer OLD, '',    credentials-differ
          Basic OLD,  OLD,   malformed-key
          -,          '',    malformed-key
          -,          Bearer OLD, malformed-key
          -,          -,     no-key
          """)
  void a_key_stands_in_either_header_or_alike_in_both(
      String authorization, String apiKey, String reason) {
    var presented =
        new Presented(
            header(authorization),
            header(apiKey).stream().toList(),
            Optional.empty(),
            Optional.empty());

    var found = identify(presented, key(OLD, Validity.ALWAYS), key(NEW, Validity.ALWAYS));

    assertThat(reason(found)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"OLD, OLD, ''", "OLD, NEW, credentials-differ", "OLD, unused, credentials-differ"})
  void headers_for_keys_bear_the_same(String one, String other, String reason) {
    var keys = List.of(header(one).orElseThrow(), header(other).orElseThrow());
    var presented = new Presented(Optional.empty(), keys, Optional.empty(), Optional.empty());

    var found = identify(presented, key(OLD, Validity.ALWAYS), key(NEW, Validity.ALWAYS));

    assertThat(reason(found)).isEqualTo(reason);
  }

  private static Optional<String> header(String text) {
    return text.equals("-")
        ? Optional.empty()
        : Optional.of(text.replace("OLD", OLD).replace("NEW", NEW));
  }
}
