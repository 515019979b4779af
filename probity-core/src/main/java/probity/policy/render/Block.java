package probity.policy.render;

import java.util.List;
import java.util.SortedSet;
import probity.policy.render.Span.Tone;

/// A part of a section, in the order in which it is read.
public sealed interface Block {
  record Paragraph(Words words) implements Block {}

  record Items(List<Item> items) implements Block {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// @param under what belongs to the item, as a list below it
  record Item(Words words, List<Item> under) {
    public Item {
      under = List.copyOf(under);
    }
  }

  /// Text that keeps its lines.
  record Verbatim(String text) implements Block {}

  record Terms(List<Term> terms) implements Block {
    public Terms {
      terms = List.copyOf(terms);
    }
  }

  record Term(String name, List<Block> blocks) {
    public Term {
      blocks = List.copyOf(blocks);
    }

    static Term of(String name, Words words) {
      return new Term(name, List.of(new Paragraph(words)));
    }
  }

  /// A table whose first column heads its rows.
  ///
  /// @param widths how wide the columns are, in parts of the whole
  record Grid(String caption, List<String> heads, List<Integer> widths, List<Row> rows)
      implements Block {
    public Grid {
      heads = List.copyOf(heads);
      widths = List.copyOf(widths);
      rows = List.copyOf(rows);
      if (widths.size() != heads.size()) {
        throw new IllegalArgumentException("as many widths as columns were expected");
      }
      for (Row row : rows) {
        if (row.cells().size() != heads.size()) {
          throw new IllegalArgumentException("as many cells as columns were expected");
        }
      }
    }
  }

  /// @param anchor where links to the row lead; empty where there are none
  record Row(String anchor, List<Words> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// Shares of a whole, to look at; each says its number too.
  record Shares(String caption, List<Share> shares) implements Block {
    public Shares {
      shares = List.copyOf(shares);
    }
  }

  record Share(String label, long count, Tone tone) {}

  /// Rules against controls, to look at. The index of controls says the same in words.
  ///
  /// @param controls the columns
  record Matrix(String caption, List<String> controls, List<Group> groups) implements Block {
    public Matrix {
      controls = List.copyOf(controls);
      groups = List.copyOf(groups);
    }
  }

  /// The rules of one requirement.
  record Group(String requirement, String sentence, List<Line> lines) {
    public Group {
      lines = List.copyOf(lines);
    }
  }

  /// @param marks the columns of the controls that the rule names
  record Line(String rule, String effect, Tone tone, SortedSet<Integer> marks) {}
}
