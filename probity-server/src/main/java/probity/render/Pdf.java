package probity.render;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.fop.apps.FOUserAgent;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.apps.FopFactoryBuilder;
import org.apache.fop.apps.io.ResourceResolverFactory;
import org.apache.fop.configuration.ConfigurationException;
import org.apache.fop.configuration.DefaultConfigurationBuilder;
import org.apache.fop.events.model.EventSeverity;
import org.apache.xmlgraphics.io.Resource;
import org.apache.xmlgraphics.io.ResourceResolver;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import probity.ledger.Hash;
import probity.policy.render.RequirementsDocument;

/// The document as PDF 1.7: tagged, with bookmarks and embedded fonts, the same bytes for the same
/// document and date.
///
/// Apache FOP lays it out. It gets fonts from this program's own jars and nothing else: whatever
/// else it asks for, on disk or on the network, is refused.
public final class Pdf {
  static final String TEXT_FONT = "Liberation Sans";
  static final String CODE_FONT = "Liberation Mono";

  // Held here, since a logger that nobody holds forgets its level.
  private static final Logger PAGES = Logger.getLogger("org.apache.fop");

  static {
    // Tells of every page.
    PAGES.setLevel(Level.SEVERE);
  }

  private static final URI BASE = URI.create("probity:/");
  private static final Pattern MADE =
      Pattern.compile("<xmp:MetadataDate>([^<]*)</xmp:MetadataDate>");
  private static final Pattern IDS = Pattern.compile("/ID \\[<([0-9A-F]{32})> <([0-9A-F]{32})>]");

  private record Font(String file, String family, String style, String weight) {}

  private static final List<Font> FONTS =
      List.of(
          new Font("LiberationSans-Regular", TEXT_FONT, "normal", "normal"),
          new Font("LiberationSans-Bold", TEXT_FONT, "normal", "bold"),
          new Font("LiberationMono-Regular", CODE_FONT, "normal", "normal"),
          new Font("LiberationMono-Bold", CODE_FONT, "normal", "bold"));

  private Pdf() {}

  /// @param date that the document bears; the clock is not asked
  /// @throws UnprintableException if a text has characters that the embedded fonts lack
  public static byte[] of(RequirementsDocument document, LocalDate date) {
    String title = document.title() + " – " + document.subtitle();
    return of(FoPage.of(document, date.toString()), title, date);
  }

  static byte[] of(String fo, String title, LocalDate date) {
    var missing = new TreeSet<String>();
    var pdf = new ByteArrayOutputStream();
    try {
      var factory = factory();
      FOUserAgent agent = factory.newFOUserAgent();
      agent.setCreationDate(Date.from(date.atStartOfDay(ZoneOffset.UTC).toInstant()));
      agent.setTitle(title);
      agent.setProducer("Probity, with Apache FOP");
      agent.setCreator("Probity");
      agent
          .getEventBroadcaster()
          .addEventListener(event -> {
            if (event.getEventID().endsWith(".glyphNotAvailable")) {
              missing.add(String.valueOf(event.getParam("ch")));
            } else if (event.getSeverity() == EventSeverity.ERROR) {
              throw new IllegalStateException(
                  "the document cannot be laid out: " + event.getEventID());
            }
          });
      var fop = factory.newFop("application/pdf", agent, pdf);
      var parsers = SAXParserFactory.newInstance();
      parsers.setNamespaceAware(true);
      parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      parsers.newSAXParser().parse(new InputSource(new StringReader(fo)), fop.getDefaultHandler());
    } catch (SAXException | ParserConfigurationException | ConfigurationException | IOException e) {
      throw new IllegalStateException("the document cannot be laid out", e);
    }
    if (!missing.isEmpty()) throw new UnprintableException(missing);
    return dated(pdf.toByteArray(), date);
  }

  private static FopFactory factory() throws ConfigurationException, IOException {
    var configuration =
        new DefaultConfigurationBuilder()
            .build(new ByteArrayInputStream(configuration().getBytes(StandardCharsets.UTF_8)));
    var resources = new OwnFonts();
    FopFactory factory =
        new FopFactoryBuilder(BASE, resources).setConfiguration(configuration).build();
    // Fonts are read by a resolver of their own, which asks the network unless it is replaced too.
    factory
        .getFontManager()
        .setResourceResolver(
            ResourceResolverFactory.createInternalResourceResolver(BASE, resources));
    return factory;
  }

  private static String configuration() {
    String fonts =
        FONTS.stream()
            .map(font ->
                "<font embed-url=\"font:%s.ttf\" embedding-mode=\"subset\"><font-triplet name=\"%s\" style=\"%s\" weight=\"%s\"/></font>"
                    .formatted(font.file(), font.family(), font.style(), font.weight()))
            .collect(Collectors.joining());
    return """
    <fop version="1.0">
      <strict-configuration>true</strict-configuration>
      <accessibility>true</accessibility>
      <renderers>
        <renderer mime="application/pdf">
          <version>1.7</version>
          <pdf-ua-mode>PDF/UA-1</pdf-ua-mode>
          <filterList><value>flate</value></filterList>
          <fonts>%s</fonts>
        </renderer>
      </renderers>
    </fop>
    """
        .formatted(fonts);
  }

  /// Serves `font:<name>.ttf` from the class path.
  private static final class OwnFonts implements ResourceResolver {
    @Override
    public Resource getResource(URI uri) throws IOException {
      boolean ours =
          FONTS.stream().anyMatch(font -> uri.toString().equals("font:" + font.file() + ".ttf"));
      InputStream font =
          ours ? Pdf.class.getResourceAsStream("/liberation/" + uri.getSchemeSpecificPart()) : null;
      if (font == null) throw new IOException("a document is laid out without `" + uri + "`");
      return new Resource(font);
    }

    @Override
    public OutputStream getOutputStream(URI uri) throws IOException {
      throw new IOException("nothing is written to `" + uri + "`");
    }
  }

  /// FOP asks the clock for one date of the metadata and for the file's id. Both are replaced by
  /// values of the same length, so that no offset in the file moves.
  private static byte[] dated(byte[] pdf, LocalDate date) {
    var text = new StringBuilder(new String(pdf, StandardCharsets.ISO_8859_1));
    Matcher made = MADE.matcher(text);
    if (made.find()) {
      String then = date + "T00:00:00Z";
      if (then.length() != made.group(1).length()) {
        throw new IllegalStateException("a date of another length was expected");
      }
      text.replace(made.start(1), made.end(1), then);
    }
    Matcher ids = IDS.matcher(text);
    if (ids.find()) {
      int first = ids.start(1);
      int second = ids.start(2);
      String blank = "0".repeat(32);
      text.replace(first, first + 32, blank).replace(second, second + 32, blank);
      byte[] rest = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      String id = HexFormat.of().withUpperCase().formatHex(Hash.of(rest).bytes(), 0, 16);
      text.replace(first, first + 32, id).replace(second, second + 32, id);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
