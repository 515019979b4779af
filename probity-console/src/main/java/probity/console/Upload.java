package probity.console;

/// A file that somebody sent, whole in memory; the console bounds its size.
public final class Upload {
  private final String fileName;
  private final byte[] bytes;

  /// @param fileName as the browser says it, which is no path to trust
  public Upload(String fileName, byte[] bytes) {
    this.fileName = fileName;
    this.bytes = bytes.clone();
  }

  public String fileName() {
    return fileName;
  }

  public byte[] bytes() {
    return bytes.clone();
  }
}
