package probity.server.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import probity.ledger.Hash;
import probity.ledger.UtcTime;
import probity.source.Document;
import probity.source.Fingerprints;
import probity.source.Ingest;
import probity.source.Source;

/// Takes texts, from wherever they come, as documents, and notes what became of each. What cannot
/// be read is named with the reason, never passed over in silence.
public final class TakenDocuments {
  /// Bytes of the largest document.
  static final int BYTES_MAX = 64 << 20;

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

  private final String prefix;
  private final Optional<String> uriPrefix;
  private final Source.About about;
  private final InstantSource clock;
  private final Map<Ingest.Result, Integer> results = new EnumMap<>(Ingest.Result.class);
  private final Map<String, String> unread = new TreeMap<>();

  /// @param prefix stands before the name of each in its id
  /// @param uriPrefix stands before the name of each, as it is spelled, in its URI; without one,
  ///   they have none
  public TakenDocuments(
      String prefix, Optional<String> uriPrefix, Source.About about, InstantSource clock) {
    this.prefix = prefix;
    this.uriPrefix = uriPrefix;
    this.about = about;
    this.clock = clock;
  }

  /// How many came to what.
  public Map<Ingest.Result, Integer> results() {
    return results;
  }

  /// Those that are no source now, each with the reason.
  public Map<String, String> unread() {
    return unread;
  }

  void unread(String name, String why) {
    unread.put(name.replaceAll("\\p{Cntrl}", "?"), why);
  }

  /// Whether a file of that name is read.
  boolean isRead(String name) {
    String ending = ending(name);
    if (PLAIN.contains(ending) || HTML.contains(ending)) return true;
    unread(name, "is of a kind that is not read");
    return false;
  }

  boolean isSmall(String name, long bytes) {
    if (bytes <= BYTES_MAX) return true;
    unread(name, "is larger than 64 MiB");
    return false;
  }

  /// A file of text or a page.
  void file(String name, byte[] bytes, Ingest ingest) {
    try {
      String text = text(bytes);
      text(name, name, HTML.contains(ending(name)) ? HtmlText.of(text) : text, ingest);
    } catch (CharacterCodingException wrong) {
      unread(name, "is not UTF-8");
    }
  }

  /// @param uri its end, behind the prefix; empty for a document that has none
  void text(String name, String uri, String text, Ingest ingest) {
    String id = prefix + id(name);
    if (!Source.isId(id)) {
      unread(name, "has a name that is too long for an id");
      return;
    }
    String whole = uri.isEmpty() ? "" : uriPrefix.map(before -> before + uri).orElse("");
    if (!Source.isUri(whole)) {
      unread(name, "has a name that is no URI: one line of at most " + Source.URI_MAX);
      return;
    }
    var prints = Fingerprints.of(text);
    if (prints.size() == 0) {
      unread(name, "has fewer than " + Fingerprints.LENGTH + " letters");
      return;
    }
    var digest = Hash.of(text.getBytes(StandardCharsets.UTF_8));
    String at = UtcTime.text(clock.millis());
    var result = ingest.add(new Document(id, about.named(whole), digest, prints, at));
    switch (result) {
      case TWICE -> unread(name, "has the id `" + id + "`, as another one has");
      case URI_TAKEN -> unread(name, "has the URI `" + whole + "`, as another source has");
      case FULL -> unread(name, "has no room: the index is full");
      case NEW, NEW_VERSION, DESCRIBED, UNCHANGED -> results.merge(result, 1, Integer::sum);
    }
  }

  static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /// A name in the letters of an id.
  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9./_-]+", "-");
  }
}
