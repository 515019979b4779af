package probity.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A run of bytes that nobody changes, compared by content.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /// Takes `array` as it is: the caller gives it away and never writes to it again.
  public static Bytes wrap(byte[] array) {
    return new Bytes(array);
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return array.length;
  }

  public byte at(int index) {
    return array[index];
  }

  /// The bytes themselves, for scanners; never written to.
  public byte[] array() {
    return array;
  }

  public String utf8() {
    return new String(array, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /// Says the length alone, so that no content reaches a log by accident.
  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
