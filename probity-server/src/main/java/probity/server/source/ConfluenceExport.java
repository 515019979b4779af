package probity.server.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import probity.source.Ingest;

/// The pages of a Confluence space as documents: the file that the export of a space to HTML gives.
///
/// Nothing of it is unpacked to a disk. What a page inflates to is counted as it is read, whatever
/// the file says of its size. Of a page counts what stands between the marks that Confluence puts
/// around it: what is beside it has the time of the export, and would make a version each time.
public final class ConfluenceExport implements SourcesFolder.Documents {
  /// Files in an export.
  static final int FILES_MAX = 200_000;

  /// Bytes of all its pages together, inflated.
  static final long BYTES_MAX = 4L << 30;

  private static final Pattern NUMBER = Pattern.compile("(?:^|[/_])(\\d{1,19})\\.html$");
  private static final Pattern BEGIN =
      Pattern.compile("<div[^>]{0,200}\\bid=[\"']main-content[\"'][^>]{0,200}>");
  private static final Pattern END =
      Pattern.compile("<div[^>]{0,200}\\bid=[\"']footer[\"'][^>]{0,200}>");

  private final Path file;
  private final TakenDocuments taken;
  private final long bytesMax;
  private long bytes;

  public ConfluenceExport(Path file, TakenDocuments taken) {
    this(file, taken, BYTES_MAX);
  }

  ConfluenceExport(Path file, TakenDocuments taken, long bytesMax) {
    this.file = file;
    this.taken = taken;
    this.bytesMax = bytesMax;
  }

  @Override
  public void addTo(Ingest ingest) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.size() > FILES_MAX) {
        throw new SourcesException("`" + file + "` has more than " + FILES_MAX + " files");
      }
      List<? extends ZipEntry> entries =
          zip.stream().filter(entry -> !entry.isDirectory()).toList();
      for (ZipEntry entry : entries) add(zip, entry, ingest);
    } catch (ZipException wrong) {
      throw new SourcesException("`" + file + "` is no zip file that can be read", wrong);
    }
  }

  private void add(ZipFile zip, ZipEntry entry, Ingest ingest) throws IOException {
    String name = entry.getName();
    if (isOutside(name)) {
      taken.unread(name, "has a name that leads out of the export");
    } else if (!name.toLowerCase(Locale.ROOT).endsWith(".html")) {
      taken.unread(name, "is no page");
    } else if (name.equals("index.html") || name.endsWith("/index.html")) {
      taken.unread(name, "is the list of pages");
    } else {
      page(name, read(zip, entry), ingest);
    }
  }

  private static boolean isOutside(String name) {
    return name.startsWith("/")
        || name.contains("\\")
        || List.of(name.split("/", -1)).contains("..");
  }

  /// Of one that is too large, one byte more than is taken.
  private byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] page = in.readNBytes(TakenDocuments.BYTES_MAX + 1);
      bytes += page.length;
      if (bytes > bytesMax) {
        throw new SourcesException(
            "the pages of `" + file + "` have more than " + bytesMax + " bytes");
      }
      return page;
    }
  }

  private void page(String name, byte[] page, Ingest ingest) {
    if (!taken.isSmall(name, page.length)) return;
    try {
      String html = TakenDocuments.text(page);
      taken.text(name, number(name), HtmlText.of(content(html)), ingest);
    } catch (CharacterCodingException wrong) {
      taken.unread(name, "is not UTF-8");
    }
  }

  /// The number by which Confluence knows the page, if its file is named so.
  private static String number(String name) {
    Matcher number = NUMBER.matcher(name);
    return number.find() ? number.group(1) : "";
  }

  private static String content(String html) {
    Matcher begin = BEGIN.matcher(html);
    if (!begin.find()) return html;
    Matcher end = END.matcher(html).region(begin.end(), html.length());
    return html.substring(begin.end(), end.find() ? end.start() : html.length());
  }
}
