package probity.gateway;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses that begin with the same bits, as `10.0.0.0/8` or `2001:db8::/32`; one address
/// alone where no number of bits is given.
public final class AddressRange {
  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

  private final byte[] first;
  private final int bits;

  private AddressRange(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /// Empty where the text is no such range, or has bits behind its prefix.
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    var address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) return Optional.empty();
    byte[] first = address.get().getAddress();
    String length = slash < 0 ? String.valueOf(8 * first.length) : text.substring(slash + 1);
    if (!BITS.matcher(length).matches()) return Optional.empty();
    int bits = Integer.parseInt(length);
    if (bits > 8 * first.length) return Optional.empty();
    var range = new AddressRange(first, bits);
    return range.hasZerosBehind() ? Optional.of(range) : Optional.empty();
  }

  /// Never asks a name server.
  private static Optional<InetAddress> literal(String text) {
    try {
      return text.indexOf('%') >= 0 ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether `address` is in it. An IPv4 address inside an IPv6 one counts as IPv4.
  public boolean contains(InetAddress address) {
    byte[] other = plain(address.getAddress());
    if (other.length != first.length) return false;
    for (int bit = 0; bit < bits; bit++) if (bit(other, bit) != bit(first, bit)) return false;
    return true;
  }

  private boolean hasZerosBehind() {
    for (int bit = bits; bit < 8 * first.length; bit++) if (bit(first, bit)) return false;
    return true;
  }

  private static boolean bit(byte[] bytes, int bit) {
    return (bytes[bit / 8] >> (7 - bit % 8) & 1) == 1;
  }

  private static byte[] plain(byte[] address) {
    if (address.length != 16) return address;
    for (int i = 0; i < 10; i++) if (address[i] != 0) return address;
    boolean mapped = address[10] == -1 && address[11] == -1;
    return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange range
        && bits == range.bits
        && Arrays.equals(first, range.first);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(first) + bits;
  }
}
