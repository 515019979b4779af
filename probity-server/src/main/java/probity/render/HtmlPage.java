package probity.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.ledger.Hash;
import probity.policy.render.Block;
import probity.policy.render.Block.Grid;
import probity.policy.render.Block.Item;
import probity.policy.render.Block.Items;
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

/// The document as one HTML file: no script, nothing fetched, the same bytes for the same document.
public final class HtmlPage {
  private final Markup out = new Markup();
  private int pictures;

  private HtmlPage() {}

  public static String of(RequirementsDocument document) {
    var page = new HtmlPage();
    page.page(document);
    return page.out.toString();
  }

  private void page(RequirementsDocument document) {
    String style = style();
    out.own("<!doctype html>\n").open("html", "lang", "en").open("head").line();
    out.own("<meta charset=\"utf-8\">\n");
    out.own("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.own("<meta name=\"color-scheme\" content=\"light dark\">\n");
    // Nothing but this one style sheet may act, should a page ever hold what it must not.
    out.own(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    out.own(Hash.of(style.getBytes(StandardCharsets.UTF_8)).base64()).own("'\">\n");
    out.element("title", document.title() + " – " + document.subtitle()).line();
    out.open("style").own(style).close().line().close();
    out.open("body").line();
    out.element("a", "Skip to the document", "class", "skip", "href", "#document").line();
    contents(document);
    out.open("main", "id", "document", "tabindex", "-1").open("header");
    out.element("p", document.subtitle(), "class", "kind");
    out.element("h1", document.title());
    terms(document.about());
    out.close().line();
    document.sections().forEach(section -> section(section, 2));
    out.close().close().line().close().line();
  }

  private void contents(RequirementsDocument document) {
    out.open("nav", "aria-label", "Contents").element("h2", "Contents").open("ul");
    for (Section section : document.sections()) {
      out.open("li").element("a", section.title(), "href", "#" + section.anchor());
      if (!section.parts().isEmpty()) {
        out.open("details");
        out.element("summary", section.parts().size() + " in “" + section.title() + "”");
        out.open("ul");
        for (Section part : section.parts()) {
          out.open("li").element("a", part.title(), "href", "#" + part.anchor()).close();
        }
        out.close().close();
      }
      out.close().line();
    }
    out.close().close().line();
  }

  private void section(Section section, int level) {
    out.open("section", "id", section.anchor()).element("h" + level, section.title()).line();
    section.blocks().forEach(this::block);
    section.parts().forEach(part -> section(part, level + 1));
    out.close().line();
  }

  private void block(Block block) {
    switch (block) {
      case Paragraph(var words) -> {
        out.open("p");
        words(words);
        out.close();
      }
      case Items(var items) -> items(items);
      case Verbatim(var text) -> out.open("pre").element("code", text).close();
      case Terms(var terms) -> terms(terms);
      case Grid grid -> grid(grid);
      case Shares shares -> shares(shares);
      case Matrix matrix -> matrix(matrix);
    }
    out.line();
  }

  private void items(List<Item> items) {
    if (items.isEmpty()) return;
    out.open("ul");
    for (Item item : items) {
      out.open("li");
      words(item.words());
      if (!item.under().isEmpty()) items(item.under());
      out.close();
    }
    out.close();
  }

  private void terms(List<Term> terms) {
    out.open("dl");
    for (Term term : terms) {
      out.open("div").element("dt", term.name()).open("dd");
      term.blocks().forEach(this::block);
      out.close().close();
    }
    out.close();
  }

  /// Roles are said although the elements have them: on small screens rows become blocks, and some
  /// browsers then forget that they were rows.
  private void grid(Grid grid) {
    if (grid.rows().isEmpty()) return;
    out.open("table", "role", "table").element("caption", grid.caption());
    out.open("thead", "role", "rowgroup").open("tr", "role", "row");
    grid.heads().forEach(head -> out.element("th", head, "scope", "col", "role", "columnheader"));
    out.close().close().open("tbody", "role", "rowgroup").line();
    for (Row row : grid.rows()) {
      if (row.anchor().isEmpty()) out.open("tr", "role", "row");
      else out.open("tr", "role", "row", "id", row.anchor());
      for (int i = 0; i < row.cells().size(); i++) {
        if (i == 0) out.open("th", "scope", "row", "role", "rowheader");
        else out.open("td", "role", "cell", "data-head", grid.heads().get(i));
        out.open("div");
        words(row.cells().get(i));
        out.close().close();
      }
      out.close().line();
    }
    out.close().close();
  }

  private void shares(Shares shares) {
    out.open("figure").element("figcaption", shares.caption());
    out.open("div", "class", "shares", "aria-hidden", "true");
    Picture.shares(out, shares);
    out.close().open("ul", "class", "legend");
    for (Share share : shares.shares()) {
      out.open("li");
      swatch(share.tone());
      out.element("strong", String.valueOf(share.count())).text(" " + share.label()).close();
    }
    out.close().close();
  }

  private void matrix(Matrix matrix) {
    if (matrix.groups().isEmpty()) return;
    out.open("figure").element("figcaption", matrix.caption());
    legend(matrix);
    for (Matrix piece : Picture.pieces(matrix)) {
      String id = "picture-" + ++pictures;
      // What scrolls can be reached and scrolled by keyboard.
      out.open(
          "div",
          "class",
          "scroll",
          "tabindex",
          "0",
          "role",
          "region",
          "aria-label",
          matrix.caption() + ", part " + pictures);
      Picture.matrix(out, piece, id);
      out.close().line();
    }
    out.close();
  }

  private void legend(Matrix matrix) {
    out.open("ul", "class", "legend");
    matrix.groups().stream()
        .flatMap(group -> group.lines().stream())
        .collect(
            Collectors.groupingBy(
                Block.Line::tone,
                TreeMap::new,
                Collectors.mapping(Block.Line::effect, Collectors.toCollection(TreeSet::new))))
        .forEach((tone, effects) -> {
          out.open("li");
          swatch(tone);
          out.text(String.join(", ", effects)).close();
        });
    out.close();
  }

  private void swatch(Span.Tone tone) {
    out.open("svg", "class", "swatch", "viewBox", "0 0 16 16", "aria-hidden", "true");
    Picture.mark(out, tone, 8, 8);
    out.close();
  }

  private void words(Words words) {
    for (Span span : words.spans()) {
      switch (span) {
        case Span.Plain(var text) -> out.text(text);
        case Span.Code(var text) -> out.element("code", text);
        case Span.Link(var text, var anchor) -> out.element("a", text, "href", "#" + anchor);
        case Span.Badge(var text, var tone) ->
            out.element("span", text, "class", "badge t-" + Tones.name(tone));
      }
    }
  }

  private static String style() {
    try (InputStream file = HtmlPage.class.getResourceAsStream("document.css")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
