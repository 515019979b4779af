package probity.render;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import probity.console.aims.page.Shown;
import probity.console.aims.page.StatementPage;
import probity.console.aims.page.StatementPdf;
import probity.policy.render.Block;
import probity.policy.render.RequirementsDocument;
import probity.policy.render.Section;
import probity.policy.render.Span;
import probity.policy.render.Words;

/// The Statement of Applicability as PDF: a table of all controls, then each with its reasons and
/// the entries that prove it.
public final class StatementPrint implements StatementPdf {
  private static final String TITLE = "Statement of Applicability";

  @Override
  public Printed of(StatementPage statement, LocalDate date) {
    try {
      byte[] pdf = Pdf.of(document(statement), date);
      return new Printed.File(out -> out.write(pdf));
    } catch (UnprintableException e) {
      return new Printed.Unprintable("There is no PDF of this statement: " + e.getMessage() + ".");
    }
  }

  static RequirementsDocument document(StatementPage statement) {
    var sections = new ArrayList<Section>();
    sections.add(overview(statement));
    for (int i = 0; i < statement.groups().size(); i++) {
      var group = statement.groups().get(i);
      String anchor = "group-" + (i + 1);
      var parts = new ArrayList<Section>();
      for (StatementPage.Row row : group.rows()) {
        parts.add(control(anchor + "-" + (parts.size() + 1), row));
      }
      sections.add(new Section(anchor, group.title(), List.of(), parts));
    }
    return new RequirementsDocument(
        TITLE,
        "ISO/IEC 42001:2023, Annex A"
            + statement.asOf().map(day -> ", as of the end of " + day + " (UTC)").orElse(""),
        statement.counts().stream().map(count -> term(count.label(), count.number())).toList(),
        sections);
  }

  private static Section overview(StatementPage statement) {
    var rows = new ArrayList<Block.Row>();
    for (StatementPage.Group group : statement.groups()) {
      for (StatementPage.Row row : group.rows()) {
        rows.add(
            new Block.Row(
                "",
                List.of(
                    plain(row.control()),
                    plain(row.title()),
                    plain(row.included().text()),
                    plain(row.implementation()),
                    plain(row.state().text()))));
      }
    }
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Block.Grid(
            "All controls",
            List.of("Control", "Title", "Decision", "Implementation", "State"),
            List.of(14, 42, 14, 16, 18),
            rows));
    var parts = new ArrayList<Section>();
    if (!statement.lacks().isEmpty()) {
      var items =
          statement.lacks().stream()
              .map(lack -> new Block.Item(plain(lack.text()), List.of()))
              .toList();
      parts.add(
          new Section("lacks", "What is not said yet", List.of(new Block.Items(items)), List.of()));
    }
    return new Section("overview", "Overview", blocks, parts);
  }

  private static Section control(String anchor, StatementPage.Row row) {
    var terms = new ArrayList<Block.Term>();
    terms.add(term("Decision", row.included().text()));
    add(terms, "Grounds", row.grounds());
    add(terms, "Why included", row.inclusionReason());
    add(terms, "Why excluded", row.exclusionReason());
    add(terms, "Implementation", row.implementation());
    add(terms, "How", row.how());
    add(terms, "Responsible", row.responsible());
    add(
        terms,
        "Evidence",
        String.join("; ", row.evidence().stream().map(Shown.Part::text).toList()));
    add(
        terms,
        "State",
        row.state().text() + (row.approval().isEmpty() ? "" : ", " + row.approval()));
    if (!row.leaf().isEmpty()) {
      terms.add(code("Proved by", row.record() + ", revision " + row.revision(), row.leaf()));
    }
    if (!row.approvalLeaf().isEmpty()) {
      terms.add(code("Approval", "", row.approvalLeaf()));
    }
    return new Section(
        anchor, row.control() + " " + row.title(), List.of(new Block.Terms(terms)), List.of());
  }

  private static void add(List<Block.Term> terms, String name, String text) {
    if (!text.isEmpty()) terms.add(term(name, text));
  }

  private static Block.Term term(String name, String text) {
    return new Block.Term(name, List.of(new Block.Paragraph(plain(text))));
  }

  private static Block.Term code(String name, String text, String leaf) {
    var spans = new ArrayList<Span>();
    if (!text.isEmpty()) spans.add(new Span.Plain(text + ", entry "));
    else spans.add(new Span.Plain("entry "));
    spans.add(new Span.Code(leaf));
    return new Block.Term(name, List.of(new Block.Paragraph(new Words(spans))));
  }

  private static Words plain(String text) {
    return new Words(List.of(new Span.Plain(text.isEmpty() ? "–" : text)));
  }
}
