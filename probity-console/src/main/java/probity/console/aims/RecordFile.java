package probity.console.aims;

import java.util.Optional;
import probity.exchange.Bytes;

/// A file that somebody gives to a record.
///
/// @param name without folders, whatever the browser said; a text to show, never a path
public record RecordFile(String name, Bytes content) {
  /// The largest file that a record may have.
  public static final int BYTES_MAX = 10 << 20;

  private static final String NAMELESS = "file";

  public RecordFile {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    boolean says = !last.isBlank() && !last.matches("\\.+");
    name = says ? last : NAMELESS;
  }

  /// Why it cannot be taken.
  Optional<String> fault() {
    if (content.length() == 0) return Optional.of("the file is empty");
    return content.length() > BYTES_MAX
        ? Optional.of(
            "a file of at most 10 MB ("
                + BYTES_MAX
                + " bytes) was expected, and it has "
                + content.length()
                + " bytes")
        : Optional.empty();
  }

  /// Says neither name nor content.
  @Override
  public String toString() {
    return "file of " + content.length() + " bytes";
  }
}
