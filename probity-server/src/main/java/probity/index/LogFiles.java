package probity.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.TilePath;

/// The published files of one log, read while another process may be publishing more of them.
///
/// A tile of an earlier width than the one on disk is cut out of the present one. Signatures are
/// not checked: that is the verifier's work.
public final class LogFiles {
  private static final int CHECKPOINT_BYTES_MAX = 1 << 20;
  private static final int TILE_BYTES_MAX = TilePath.FULL * (2 + 0xffff);

  /// A wider tile may take the place of the one that was asked for between two looks.
  private static final int LOOKS = 50;

  private final String name;
  private final Path folder;

  private LogFiles(Path folder) {
    this.folder = folder;
    this.name = String.valueOf(folder.getFileName());
  }

  /// A checkpoint, and the note that it was read from.
  public record Published(Checkpoint checkpoint, Note note) {}

  /// The logs below `ledger` that have a checkpoint, by name.
  public static List<LogFiles> all(Path ledger) {
    try (var folders = Files.list(ledger)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("checkpoint")))
          .sorted()
          .map(LogFiles::new)
          .toList();
    } catch (IOException e) {
      throw new IndexException(
          IndexException.Kind.FAILED,
          "`" + ledger + "` cannot be listed; the folder `ledger` of a data folder was expected",
          e);
    }
  }

  /// The folder's name.
  public String name() {
    return name;
  }

  /// The newest checkpoint.
  public Published checkpoint() {
    return published("checkpoint").orElseThrow(() -> damaged("`checkpoint` is gone"));
  }

  /// The newest checkpoint that has its witnesses' cosignatures; empty where there is none.
  public Optional<Published> cosigned() {
    return published("cosigned");
  }

  private Optional<Published> published(String file) {
    Optional<byte[]> bytes = read(folder.resolve(file), CHECKPOINT_BYTES_MAX);
    if (bytes.isEmpty()) return Optional.empty();
    var note = checked(Note.parse(bytes.get()), file);
    return Optional.of(new Published(checked(Checkpoint.parse(note), file), note));
  }

  /// The bytes of a hash tile.
  public byte[] hashTile(TilePath path) {
    var found = tile(path);
    if (found.bytes.length != found.width * Hash.BYTES) {
      throw damaged("`" + path.path() + "` does not hold " + found.width + " hashes");
    }
    return Arrays.copyOf(found.bytes, path.width() * Hash.BYTES);
  }

  /// The first `width` leaf hashes of tile `index` at level 0.
  List<Hash> leaves(long index, int width) {
    byte[] bytes = hashTile(new TilePath(0, index, width));
    var leaves = new ArrayList<Hash>(width);
    for (int i = 0; i < width; i++) leaves.add(Hash.copyOf(bytes, i * Hash.BYTES));
    return leaves;
  }

  /// The first entry with this leaf hash, by a look at all of them: for logs that are small.
  public OptionalLong find(Hash leaf) {
    long size = checkpoint().checkpoint().size();
    for (long tile = 0; tile * TilePath.FULL < size; tile++) {
      int at = leaves(tile, width(tile, size)).indexOf(leaf);
      if (at >= 0) return OptionalLong.of(tile * TilePath.FULL + at);
    }
    return OptionalLong.empty();
  }

  /// The first `width` entries of bundle `index`, each with the leaf hash that the tree has for it.
  public List<byte[]> entries(long index, int width) {
    var path = new TilePath(TilePath.ENTRIES, index, width);
    var found = tile(path);
    var entries =
        checked(EntryBundle.decode(found.bytes, found.width), path.path()).subList(0, width);
    var leaves = leaves(index, width);
    for (int i = 0; i < width; i++) {
      if (!Hash.leaf(entries.get(i)).equals(leaves.get(i))) {
        throw damaged(
            "entry " + (index * TilePath.FULL + i) + " does not have the hash that `tile/0` gives");
      }
    }
    return entries;
  }

  /// How wide tile `index` of level 0 is in a log of `size` entries.
  public static int width(long index, long size) {
    return (int) Math.min(TilePath.FULL, size - index * TilePath.FULL);
  }

  /// A tile as it lies on disk.
  private static final class Tile {
    final byte[] bytes;
    final int width;

    Tile(byte[] bytes, int width) {
      this.bytes = bytes;
      this.width = width;
    }
  }

  private Tile tile(TilePath path) {
    for (int look = 0; look < LOOKS; look++) {
      for (int width : widths(path)) {
        var file = folder.resolve(new TilePath(path.level(), path.index(), width).path());
        var bytes = read(file, TILE_BYTES_MAX);
        if (bytes.isPresent()) return new Tile(bytes.get(), width);
      }
    }
    throw damaged("`" + path.path() + "` is missing");
  }

  /// The width asked for, the full one, and wider partial ones that are there now.
  private List<Integer> widths(TilePath path) {
    var widths = new ArrayList<>(List.of(path.width()));
    if (path.width() == TilePath.FULL) return widths;
    widths.add(TilePath.FULL);
    Path partials = folder.resolve(new TilePath(path.level(), path.index(), 1).path()).getParent();
    if (partials == null) return widths;
    try (var files = Files.list(partials)) {
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(text -> text.matches("[1-9][0-9]{0,2}"))
          .map(Integer::valueOf)
          .filter(width -> width > path.width() && width < TilePath.FULL)
          .forEach(widths::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // No partial tile: the full one has come, or does.
    } catch (IOException e) {
      throw failed(partials, e);
    }
    return widths;
  }

  private Optional<byte[]> read(Path file, int bytesMax) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw damaged("`" + folder.relativize(file) + "` has over " + bytesMax + " bytes");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private <T> T checked(Checked<T> answer, String file) {
    return switch (answer) {
      case Checked.Valid<T>(var value) -> value;
      case Checked.Invalid<T>(_, var detail) -> throw damaged("`" + file + "`: " + detail);
    };
  }

  private static IndexException failed(Path file, IOException e) {
    return new IndexException(
        IndexException.Kind.FAILED, "`" + file + "` cannot be read: " + e.getMessage(), e);
  }

  /// That this log cannot be what the program wrote.
  public IndexException damaged(String detail) {
    return new IndexException(
        IndexException.Kind.DAMAGED,
        "log `" + name + "`: " + detail + "; `./probity verify` checks the whole ledger");
  }
}
