package probity.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.8.9.10",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void an_address_of_a_special_range_is_not_public(String address) throws UnknownHostException {
    assertThat(EgressPolicy.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "2a00:1450::1"
      })
  void an_address_of_the_open_internet_is_public(String address) throws UnknownHostException {
    assertThat(EgressPolicy.isPublic(InetAddress.getByName(address))).isTrue();
  }

  private static Origin origin(String url) {
    return Origin.of(URI.create(url)).orElseThrow();
  }

  @Test
  void an_origin_that_the_configuration_does_not_name_is_forbidden() {
    var policy = new EgressPolicy(Set.of(origin("https://1.1.1.1")), Set.of());

    for (String other : new String[] {"http://1.1.1.1", "https://1.1.1.1:444", "https://1.0.0.1"}) {
      assertThat(policy.resolve(origin(other)))
          .isEqualTo(
              new EgressPolicy.Resolved.Forbidden(
                  "`" + origin(other) + "` is not an origin of the configuration"));
    }
  }

  @Test
  void an_origin_of_the_configuration_gets_the_addresses_that_were_checked() {
    var policy = new EgressPolicy(Set.of(origin("https://1.1.1.1")), Set.of());

    var resolved = policy.resolve(origin("https://1.1.1.1:443/"));

    assertThat(resolved)
        .isInstanceOfSatisfying(
            EgressPolicy.Resolved.Allowed.class,
            allowed ->
                assertThat(allowed.addresses())
                    .extracting(address -> address.getAddress().getHostAddress())
                    .containsExactly("1.1.1.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1",
        "http://localhost:1",
        "http://2130706433:1",
        "http://[::1]:1",
        "http://[::ffff:127.0.0.1]:1"
      })
  void a_private_address_is_forbidden_unless_its_host_is_named(String url) {
    var target = origin(url);

    var unnamed = new EgressPolicy(Set.of(target), Set.of("other")).resolve(target);
    var named = new EgressPolicy(Set.of(target), Set.of(target.host())).resolve(target);

    assertThat(unnamed)
        .isInstanceOfSatisfying(
            EgressPolicy.Resolved.Forbidden.class,
            forbidden -> assertThat(forbidden.reason()).contains("private address", "egress"));
    assertThat(named).isInstanceOf(EgressPolicy.Resolved.Allowed.class);
  }

  @Test
  void a_name_without_an_address_is_not_found() {
    var target = origin("https://nobody.invalid");

    var resolved = new EgressPolicy(Set.of(target), Set.of()).resolve(target);

    assertThat(resolved).isInstanceOf(EgressPolicy.Resolved.NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://1.1.1.1", "//1.1.1.1", "https:///path", "https://user@1.1.1.1", "x"})
  void what_is_no_web_address_has_no_origin(String url) {
    assertThat(Origin.of(URI.create(url))).isEmpty();
  }
}
