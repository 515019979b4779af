package probity.console;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// A file that somebody sent, whole in memory; the console bounds its size.
public final class Upload {
  private final String fileName;
  private final String type;
  private final byte[] bytes;

  /// @param fileName as the browser says it, which is no path to trust
  /// @param type as the browser says it
  public Upload(String fileName, String type, byte[] bytes) {
    this.fileName = fileName;
    this.type = type;
    this.bytes = bytes.clone();
  }

  public String fileName() {
    return fileName;
  }

  public String type() {
    return type;
  }

  public int size() {
    return bytes.length;
  }

  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  public byte[] bytes() {
    return bytes.clone();
  }
}
