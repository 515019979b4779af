package probity.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Hash;

/// Style, script and icon, each served under the digest of its bytes, so that a browser may keep it
/// for good.
public final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "console.css", "text/css; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, Asset> byPath = new HashMap<>();

  private Assets() {}

  static Assets load() {
    var assets = new Assets();
    for (var type : TYPES.entrySet()) {
      byte[] bytes = read(type.getKey());
      var path = "/static/" + Hash.of(bytes).toString().substring(0, 16) + "/" + type.getKey();
      assets.paths.put(type.getKey(), path);
      assets.byPath.put(path, new Asset(type.getValue(), bytes));
    }
    return assets;
  }

  /// Where the file `name` is served.
  public String path(String name) {
    return Optional.ofNullable(paths.get(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no file `" + name + "`"));
  }

  Optional<Asset> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static byte[] read(String name) {
    try (var in = Assets.class.getResourceAsStream("static/" + name)) {
      if (in == null) throw new IllegalStateException("`" + name + "` is not on the class path");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One file.
  static final class Asset {
    private final String type;
    private final byte[] bytes;

    private Asset(String type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    String type() {
      return type;
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }
}
