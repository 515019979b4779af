package probity.verify;

import java.util.OptionalLong;

/// Where a finding lies: a file below the folder given, and where known the entry's index in its
/// log and the byte in the file.
public record Place(String file, OptionalLong entry, OptionalLong offset) {
  static Place of(String file) {
    return new Place(file, OptionalLong.empty(), OptionalLong.empty());
  }

  static Place at(String file, long offset) {
    return new Place(file, OptionalLong.empty(), OptionalLong.of(offset));
  }

  static Place entry(String file, long entry, long offset) {
    return new Place(file, OptionalLong.of(entry), OptionalLong.of(offset));
  }

  @Override
  public String toString() {
    return file
        + (entry.isPresent() ? " entry " + entry.getAsLong() : "")
        + (offset.isPresent() ? " byte " + offset.getAsLong() : "");
  }
}
