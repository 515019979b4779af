package probity.server.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import probity.ledger.Hash;
import probity.ledger.UtcTime;
import probity.source.Document;
import probity.source.Fingerprints;
import probity.source.Ingest;
import probity.source.Source;

/// The files of a folder as documents. What cannot be read is named with the reason, never passed
/// over in silence.
public final class DocumentFiles implements SourcesFolder.Documents {
  private static final Set<String> PLAIN =
      Set.of(
          "txt",
          "text",
          "md",
          "markdown",
          "rst",
          "adoc",
          "json",
          "jsonl",
          "csv",
          "tsv",
          "yaml",
          "yml");
  private static final Set<String> HTML = Set.of("html", "htm", "xhtml");
  private static final long FILE_MAX = 64L << 20;

  private final Path folder;
  private final String prefix;
  private final Optional<String> uriPrefix;
  private final Source.About about;
  private final InstantSource clock;
  private final Map<Ingest.Result, Integer> results = new EnumMap<>(Ingest.Result.class);
  private final Map<String, String> unread = new TreeMap<>();

  /// @param prefix stands before the path of each file in its id
  /// @param uriPrefix stands before the path of each file, as it is spelled, in its URI; without
  ///   one, they have none
  public DocumentFiles(
      Path folder,
      String prefix,
      Optional<String> uriPrefix,
      Source.About about,
      InstantSource clock) {
    this.folder = folder;
    this.prefix = prefix;
    this.uriPrefix = uriPrefix;
    this.about = about;
    this.clock = clock;
  }

  /// How many files came to what.
  public Map<Ingest.Result, Integer> results() {
    return results;
  }

  /// Files that are no source now, each with the reason.
  public Map<String, String> unread() {
    return unread;
  }

  @Override
  public void addTo(Ingest ingest) throws IOException {
    for (Path file : files()) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      try {
        add(name, file, ingest);
      } catch (CharacterCodingException wrong) {
        unread.put(name, "is not UTF-8");
      } catch (IOException failure) {
        unread.put(name, "could not be read");
      }
    }
  }

  /// In one order everywhere. Links are not followed, and named.
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private void add(String name, Path file, Ingest ingest) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      unread.put(name, "is no regular file");
      return;
    }
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!PLAIN.contains(ending) && !HTML.contains(ending)) {
      unread.put(name, "is of a kind that is not read");
      return;
    }
    if (Files.size(file) > FILE_MAX) {
      unread.put(name, "is larger than 64 MiB");
      return;
    }
    String id = prefix + id(name);
    if (!Source.isId(id)) {
      unread.put(name, "has a path that is too long for an id");
      return;
    }
    String uri = uriPrefix.map(before -> before + name).orElse("");
    if (!Source.isUri(uri)) {
      unread.put(name, "has a path that is no URI: one line of at most " + Source.URI_MAX);
      return;
    }
    String text = text(file);
    add(name, id, about.named(uri), HTML.contains(ending) ? HtmlText.of(text) : text, ingest);
  }

  private void add(String name, String id, Source.About of, String text, Ingest ingest) {
    var prints = Fingerprints.of(text);
    if (prints.size() == 0) {
      unread.put(name, "has fewer than " + Fingerprints.LENGTH + " letters");
      return;
    }
    var digest = Hash.of(text.getBytes(StandardCharsets.UTF_8));
    var result = ingest.add(new Document(id, of, digest, prints, UtcTime.text(clock.millis())));
    switch (result) {
      case TWICE -> unread.put(name, "has the id `" + id + "`, as another file has");
      case URI_TAKEN -> unread.put(name, "has the URI `" + of.uri() + "`, as another source has");
      case FULL -> unread.put(name, "has no room: the index is full");
      case NEW, NEW_VERSION, DESCRIBED, UNCHANGED -> results.merge(result, 1, Integer::sum);
    }
  }

  private static String text(Path file) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
        .toString();
  }

  /// A path in the letters of an id.
  static String id(String path) {
    return path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9./_-]+", "-");
  }
}
