package probity.server.independence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A file or folder as its permissions show it.
record Place(Path path, String owner, String group, Set<PosixFilePermission> mode, boolean isFile) {
  Place {
    mode = Set.copyOf(mode);
  }

  /// Empty where it is not there.
  ///
  /// @throws IOException if it cannot be looked at
  static Optional<Place> of(Path path) throws IOException {
    try {
      var seen = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Place(
              path,
              seen.owner().getName(),
              seen.group().getName(),
              seen.permissions(),
              seen.isRegularFile()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Whether nobody but the owner can do anything with it.
  boolean isOwnersAlone() {
    return mode.stream().allMatch(one -> one.name().startsWith("OWNER_"));
  }

  /// Whether users outside its group can do nothing with it.
  boolean isClosedToOthers() {
    return mode.stream().noneMatch(one -> one.name().startsWith("OTHERS_"));
  }

  String evidence() {
    return "`" + path + "` " + owner + ":" + group + " " + PosixFilePermissions.toString(mode);
  }
}
