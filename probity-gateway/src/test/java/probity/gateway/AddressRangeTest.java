package probity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.2, false",
    "10.1.2.2/31, 10.1.2.3, true",
    "10.1.2.2/31, 10.1.2.4, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 10.0.0.1, false",
  })
  void an_address_is_in_it_if_it_begins_alike(String range, String address, boolean in)
      throws UnknownHostException {
    var parsed = AddressRange.parse(range).orElseThrow();

    assertThat(parsed.contains(InetAddress.ofLiteral(address))).isEqualTo(in);
  }

  @Test
  void an_ipv4_address_inside_an_ipv6_one_counts_as_ipv4() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 10;
    var address = java.net.Inet6Address.getByAddress("x", mapped, 0);

    assertThat(address.getAddress()).hasSize(16);
    assertThat(AddressRange.parse("10.0.0.0/8").orElseThrow().contains(address)).isTrue();
    assertThat(AddressRange.parse("11.0.0.0/8").orElseThrow().contains(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "::1/129",
        "localhost",
        "proxy.example",
        "fe80::1%eth0",
        "10.0.0.0/ 8",
        "2001:db8::1/64"
      })
  void anything_else_is_none(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }
}
