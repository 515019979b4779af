package probity.render;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.policy.render.Block;
import probity.policy.render.Block.Grid;
import probity.policy.render.Block.Group;
import probity.policy.render.Block.Item;
import probity.policy.render.Block.Items;
import probity.policy.render.Block.Line;
import probity.policy.render.Block.Matrix;
import probity.policy.render.Block.Paragraph;
import probity.policy.render.Block.Row;
import probity.policy.render.Block.Share;
import probity.policy.render.Block.Shares;
import probity.policy.render.Block.Term;
import probity.policy.render.Block.Terms;
import probity.policy.render.Block.Verbatim;
import probity.policy.render.RequirementsDocument;
import probity.policy.render.Section;
import probity.policy.render.Span;
import probity.policy.render.Words;

/// The document in XSL-FO 1.1, for A4. Roles are those of tagged PDF, so that a reader's software
/// finds headings, lists and table heads.
final class FoPage {
  private static final String QUIET = "#535d68";
  private static final String HAIRLINE = "0.5pt solid #c3c9d0";
  private static final int UNBROKEN_MAX = 18;
  private static final int COLUMN_POINTS = 19;

  private final Markup out = new Markup();
  private final String date;

  private FoPage(String date) {
    this.date = date;
  }

  /// @param date as the document bears it, such as `2026-11-26`
  static String of(RequirementsDocument document, String date) {
    var page = new FoPage(date);
    page.root(document);
    return page.out.toString();
  }

  private void root(RequirementsDocument document) {
    out.own("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.open(
        "fo:root",
        "xmlns:fo",
        "http://www.w3.org/1999/XSL/Format",
        "xmlns:fox",
        "http://xmlgraphics.apache.org/fop/extensions",
        "xml:lang",
        "en",
        "font-family",
        Pdf.TEXT_FONT,
        "font-size",
        "9.5pt",
        "line-height",
        "13pt",
        "color",
        "#1b2026");
    layout();
    metadata(document);
    bookmarks(document.sections());
    out.open("fo:page-sequence", "master-reference", "page", "id", "all");
    header(document);
    footer();
    out.open("fo:flow", "flow-name", "xsl-region-body");
    heading(document);
    contents(document);
    for (Section section : document.sections()) section(section, 2);
    out.close().close().close();
  }

  private void layout() {
    out.open("fo:layout-master-set")
        .open(
            "fo:simple-page-master",
            "master-name",
            "page",
            "page-width",
            "210mm",
            "page-height",
            "297mm",
            "margin",
            "14mm 20mm 12mm 20mm")
        .empty("fo:region-body", "margin", "12mm 0mm 12mm 0mm")
        .empty("fo:region-before", "extent", "8mm")
        .empty("fo:region-after", "extent", "8mm", "display-align", "after")
        .close()
        .close();
  }

  private void metadata(RequirementsDocument document) {
    out.open("fo:declarations")
        .open("x:xmpmeta", "xmlns:x", "adobe:ns:meta/")
        .open("rdf:RDF", "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
        .open("rdf:Description", "rdf:about", "", "xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .element("dc:title", document.title() + " – " + document.subtitle())
        .element("dc:language", "en")
        .close()
        .close()
        .close()
        .close();
  }

  private void bookmarks(List<Section> sections) {
    out.open("fo:bookmark-tree");
    sections.forEach(this::bookmark);
    out.close();
  }

  private void bookmark(Section section) {
    out.open("fo:bookmark", "internal-destination", section.anchor(), "starting-state", "hide");
    out.element("fo:bookmark-title", section.title());
    section.parts().forEach(this::bookmark);
    out.close();
  }

  private void header(RequirementsDocument document) {
    out.open("fo:static-content", "flow-name", "xsl-region-before", "role", "artifact");
    out.open("fo:block", "font-size", "8pt", "color", QUIET, "border-bottom", HAIRLINE)
        .text(document.title() + " – " + document.subtitle())
        .close()
        .close();
  }

  private void footer() {
    out.open("fo:static-content", "flow-name", "xsl-region-after", "role", "artifact");
    out.open("fo:block", "font-size", "8pt", "color", QUIET, "text-align-last", "justify")
        .text(date)
        .empty("fo:leader", "leader-pattern", "space")
        .text("page ")
        .empty("fo:page-number")
        .text(" of ")
        .empty("fo:page-number-citation-last", "ref-id", "all")
        .close()
        .close();
  }

  private void heading(RequirementsDocument document) {
    out.element("fo:block", document.subtitle(), "color", QUIET, "space-before", "20pt");
    out.element(
        "fo:block",
        document.title(),
        "role",
        "H1",
        "font-size",
        "22pt",
        "line-height",
        "27pt",
        "font-weight",
        "bold",
        "space-after",
        "10pt");
    terms(document.about());
  }

  private void contents(RequirementsDocument document) {
    out.element(
        "fo:block",
        "Contents",
        "role",
        "H2",
        "font-size",
        "13pt",
        "font-weight",
        "bold",
        "space-before",
        "18pt",
        "space-after",
        "4pt");
    for (Section section : document.sections()) {
      out.open("fo:block", "text-align-last", "justify")
          .open(
              "fo:basic-link",
              "internal-destination",
              section.anchor(),
              "fox:alt-text",
              section.title())
          .text(section.title())
          .empty("fo:leader", "leader-pattern", "dots", "color", "#9aa4af")
          .empty("fo:page-number-citation", "ref-id", section.anchor())
          .close()
          .close();
    }
  }

  private void section(Section section, int level) {
    boolean top = level == 2;
    if (!top) {
      out.open("fo:block", "space-before", "10pt", "border-top", HAIRLINE, "padding-top", "5pt");
    }
    out.open(
        "fo:block",
        "id",
        section.anchor(),
        "role",
        "H" + level,
        "font-size",
        top ? "15pt" : "11pt",
        "line-height",
        top ? "19pt" : "15pt",
        "font-weight",
        "bold",
        "keep-with-next.within-page",
        "always",
        "space-before",
        top ? "24pt" : "0pt",
        "space-after",
        "5pt");
    breakable(section.title()).close();
    section.blocks().forEach(this::block);
    section.parts().forEach(part -> section(part, level + 1));
    if (!top) out.close();
  }

  private void block(Block block) {
    switch (block) {
      case Paragraph(var words) -> {
        out.open("fo:block", "space-after", "4pt");
        words(words);
        out.close();
      }
      case Items(var items) -> items(items);
      case Verbatim(var text) -> {
        out.open(
            "fo:block",
            "font-family",
            Pdf.CODE_FONT,
            "font-size",
            "8.5pt",
            "line-height",
            "11.5pt",
            "linefeed-treatment",
            "preserve",
            "white-space-treatment",
            "preserve",
            "white-space-collapse",
            "false",
            "background-color",
            "#f5f7f9",
            "padding",
            "3pt",
            "margin",
            "0pt 3pt 4pt 3pt");
        breakable(text).close();
      }
      case Terms(var terms) -> terms(terms);
      case Grid grid -> grid(grid);
      case Shares shares -> shares(shares);
      case Matrix matrix -> matrix(matrix);
    }
  }

  private void items(List<Item> items) {
    if (items.isEmpty()) return;
    out.open("fo:list-block", "provisional-distance-between-starts", "10pt", "space-after", "3pt");
    for (Item item : items) {
      out.open("fo:list-item")
          .open("fo:list-item-label", "end-indent", "label-end()")
          .element("fo:block", "•")
          .close()
          .open("fo:list-item-body", "start-indent", "body-start()")
          .open("fo:block");
      words(item.words());
      out.close();
      if (!item.under().isEmpty()) items(item.under());
      out.close().close();
    }
    out.close();
  }

  private void terms(List<Term> terms) {
    if (terms.isEmpty()) return;
    out.open("fo:table", "table-layout", "fixed", "width", "100%", "space-after", "4pt");
    out.empty("fo:table-column", "column-width", "30mm")
        .empty("fo:table-column", "column-width", "proportional-column-width(1)");
    out.open("fo:table-body");
    for (Term term : terms) {
      out.open("fo:table-row")
          .open("fo:table-cell", "role", "TH", "fox:scope", "row", "padding", "1.5pt 6pt 1.5pt 0pt")
          .element("fo:block", term.name(), "color", QUIET)
          .close()
          .open("fo:table-cell", "padding", "1.5pt 0pt 1.5pt 0pt");
      term.blocks().forEach(this::block);
      out.close().close();
    }
    out.close().close();
  }

  private void grid(Grid grid) {
    if (grid.rows().isEmpty()) return;
    out.element(
        "fo:block",
        grid.caption(),
        "color",
        QUIET,
        "keep-with-next.within-page",
        "always",
        "space-before",
        "4pt",
        "space-after",
        "2pt");
    out.open("fo:table", "table-layout", "fixed", "width", "100%", "space-after", "8pt");
    for (int width : grid.widths()) {
      out.empty("fo:table-column", "column-width", "proportional-column-width(" + width + ")");
    }
    out.open("fo:table-header").open("fo:table-row", "border-bottom", "1pt solid #9aa4af");
    for (String head : grid.heads()) {
      out.open(
              "fo:table-cell",
              "role",
              "TH",
              "fox:scope",
              "column",
              "padding",
              "1.5pt 5pt 1.5pt 0pt")
          .element("fo:block", head, "font-size", "8.5pt", "color", QUIET)
          .close();
    }
    out.close().close().open("fo:table-body");
    for (Row row : grid.rows()) row(row);
    out.close().close();
  }

  private void row(Row row) {
    out.open("fo:table-row", "border-bottom", HAIRLINE, "keep-together.within-page", "5");
    for (int i = 0; i < row.cells().size(); i++) {
      if (i == 0) {
        out.open("fo:table-cell", "role", "TH", "fox:scope", "row", "padding", "2pt 5pt 2pt 0pt");
      } else {
        out.open("fo:table-cell", "padding", "2pt 5pt 2pt 0pt");
      }
      if (i == 0 && !row.anchor().isEmpty()) out.open("fo:block", "id", row.anchor());
      else out.open("fo:block");
      words(row.cells().get(i));
      out.close().close();
    }
    out.close();
  }

  /// A bar of cells, and its legend as a list. The bar is decoration: the legend says it all.
  private void shares(Shares shares) {
    out.element(
        "fo:block",
        shares.caption(),
        "font-weight",
        "bold",
        "space-before",
        "6pt",
        "keep-with-next.within-page",
        "always");
    List<Share> some = shares.shares().stream().filter(share -> share.count() > 0).toList();
    if (!some.isEmpty()) {
      out.open(
          "fo:table",
          "table-layout",
          "fixed",
          "width",
          "100%",
          "role",
          "artifact",
          "space-before",
          "3pt");
      some.forEach(share ->
          out.empty(
              "fo:table-column",
              "column-width",
              "proportional-column-width(" + share.count() + ")"));
      out.open("fo:table-body").open("fo:table-row", "height", "10pt");
      some.forEach(share ->
          out.open(
                  "fo:table-cell",
                  "background-color",
                  Tones.colour(share.tone()),
                  "border-right",
                  "1.5pt solid #ffffff")
              .open("fo:block")
              .close()
              .close());
      out.close().close().close();
    }
    out.open("fo:block", "space-before", "3pt", "space-after", "8pt");
    for (Share share : shares.shares()) {
      out.element(
              "fo:inline",
              Tones.sign(share.tone()) + " ",
              "font-size",
              "11pt",
              "color",
              Tones.colour(share.tone()))
          .element("fo:inline", share.count() + " ", "font-weight", "bold")
          .text(share.label() + "\u2003");
    }
    out.close();
  }

  private void matrix(Matrix matrix) {
    if (matrix.groups().isEmpty()) return;
    out.element(
        "fo:block",
        matrix.caption(),
        "font-weight",
        "bold",
        "space-before",
        "6pt",
        "space-after",
        "3pt",
        "keep-with-next.within-page",
        "always");
    legend(matrix);
    out.open(
        "fo:table",
        "table-layout",
        "fixed",
        "width",
        "100%",
        "font-size",
        "8pt",
        "line-height",
        "10pt",
        "space-after",
        "8pt");
    out.empty("fo:table-column", "column-width", "proportional-column-width(1)");
    int columns = matrix.controls().size();
    String width = Math.min(COLUMN_POINTS, 330.0 / columns) + "pt";
    matrix.controls().forEach(_ -> out.empty("fo:table-column", "column-width", width));
    out.open("fo:table-header").open("fo:table-row", "border-bottom", "1pt solid #9aa4af");
    out.open("fo:table-cell", "role", "TH", "fox:scope", "column", "display-align", "after")
        .element("fo:block", "rule", "color", QUIET)
        .close();
    int longest =
        matrix.controls().stream().mapToInt(c -> Picture.shortControl(c).length()).max().orElse(6);
    for (String control : matrix.controls()) {
      out.open("fo:table-cell", "role", "TH", "fox:scope", "column")
          .open(
              "fo:block-container",
              "reference-orientation",
              "90",
              "inline-progression-dimension",
              (longest * 4.4 + 8) + "pt")
          .element(
              "fo:block", Picture.shortControl(control), "font-size", "7.5pt", "margin-left", "3pt")
          .close()
          .close();
    }
    out.close().close().open("fo:table-body");
    for (Group group : matrix.groups()) group(group, columns);
    out.close().close();
  }

  private void group(Group group, int columns) {
    out.open("fo:table-row", "keep-with-next.within-page", "always")
        .open(
            "fo:table-cell",
            "number-columns-spanned",
            String.valueOf(columns + 1),
            "padding",
            "6pt 0pt 1pt 0pt")
        .open("fo:block")
        .element("fo:inline", group.requirement() + "  ", "font-weight", "bold")
        .element("fo:inline", group.sentence(), "color", QUIET)
        .close()
        .close()
        .close();
    for (Line line : group.lines()) {
      out.open("fo:table-row", "border-top", HAIRLINE)
          .open("fo:table-cell", "role", "TH", "fox:scope", "row", "padding", "1.5pt 4pt 1.5pt 0pt")
          .open("fo:block", "font-family", Pdf.CODE_FONT, "font-size", "7.5pt");
      breakable(line.rule()).close().close();
      for (int i = 0; i < columns; i++) {
        boolean marked = line.marks().contains(i);
        out.open("fo:table-cell", "padding", "1.5pt 0pt 1.5pt 0pt")
            .element(
                "fo:block",
                marked ? Tones.sign(line.tone()) : "·",
                "text-align",
                "center",
                "font-size",
                "11pt",
                "color",
                marked ? Tones.colour(line.tone()) : "#9aa4af")
            .close();
      }
      out.close();
    }
  }

  private void legend(Matrix matrix) {
    var effects =
        matrix.groups().stream()
            .flatMap(group -> group.lines().stream())
            .collect(
                Collectors.groupingBy(
                    Line::tone,
                    TreeMap::new,
                    Collectors.mapping(Line::effect, Collectors.toCollection(TreeSet::new))));
    out.open("fo:block", "space-after", "3pt", "keep-with-next.within-page", "always");
    effects.forEach((tone, words) ->
        out.element(
                "fo:inline",
                Tones.sign(tone) + " ",
                "font-size",
                "11pt",
                "color",
                Tones.colour(tone))
            .text(String.join(", ", words) + "\u2003"));
    out.close();
  }

  private void words(Words words) {
    for (Span span : words.spans()) {
      switch (span) {
        case Span.Plain(var text) -> out.text(text);
        case Span.Code(var text) -> {
          out.open("fo:inline", "font-family", Pdf.CODE_FONT, "font-size", "90%");
          breakable(text).close();
        }
        case Span.Link(var text, var anchor) -> {
          out.open(
              "fo:basic-link",
              "internal-destination",
              anchor,
              "fox:alt-text",
              text,
              "color",
              "#0a4f96");
          breakable(text).close();
        }
        case Span.Badge(var text, var tone) ->
            out.element(
                "fo:inline",
                "\u00a0" + text + "\u00a0",
                "font-weight",
                "bold",
                "font-size",
                "8.5pt",
                "color",
                Tones.colour(tone),
                "background-color",
                Tones.tint(tone));
      }
    }
  }

  /// Text in which a long word may be broken.
  private Markup breakable(String text) {
    int from = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      run = Character.isWhitespace(c) ? 0 : run + 1;
      boolean after = run > 3 && "-._/:@".indexOf(c) >= 0;
      if ((after || run >= UNBROKEN_MAX) && !Character.isHighSurrogate(c)) {
        out.text(text.substring(from, i + 1)).own("&#x200b;");
        from = i + 1;
        run = 0;
      }
    }
    return out.text(text.substring(from));
  }
}
