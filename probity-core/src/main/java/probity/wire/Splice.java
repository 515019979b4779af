package probity.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;

/// Replaces parts of a body; every other byte stays as it came.
public final class Splice {
  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparingInt(Finding::place)
          .thenComparingInt(Finding::start)
          .thenComparing(Comparator.comparingInt(Finding::end).reversed());

  private Splice() {}

  /// What stands in the place of a finding. It needs no escape in JSON.
  public static Bytes mask(String label) {
    return Bytes.utf8("[redacted:" + label + "]");
  }

  /// Masks findings in JSON strings.
  public static Bytes apply(Bytes body, List<Place> places, List<Finding> findings) {
    return apply(Texts.json(body, places), findings);
  }

  /// Puts a mask in the place of each finding. Findings that overlap share one mask: the label of
  /// the one that begins first, and of the longest among those.
  public static Bytes apply(Texts texts, List<Finding> findings) {
    return edit(texts.body(), edits(texts, findings));
  }

  /// The edits that mask `findings`, in the order of the bytes.
  public static List<Edit> edits(Texts texts, List<Finding> findings) {
    var changes = new TreeMap<Integer, List<Change>>();
    for (Span span : spans(findings)) {
      changes
          .computeIfAbsent(span.place(), _ -> new ArrayList<>())
          .add(new Change(span.start(), span.end(), mask(span.label())));
    }
    return edits(texts, changes);
  }

  /// The edits that make changes to places, in the order of the bytes.
  ///
  /// @param changes by the index of the place, each list rising
  public static List<Edit> edits(Texts texts, SortedMap<Integer, List<Change>> changes) {
    var edits = new ArrayList<Edit>();
    changes.forEach((place, those) -> edits.addAll(texts.edits(place, those)));
    edits.sort(Comparator.comparingInt(Edit::from));
    return edits;
  }

  /// A part of a text that findings cover without a gap.
  ///
  /// @param findings by where they begin, the longest first
  public record Span(int place, int start, int end, List<Finding> findings) {
    public Span {
      findings = List.copyOf(findings);
    }

    /// The label of the finding that begins first, and of the longest among those.
    public String label() {
      return findings.getFirst().label();
    }
  }

  /// What findings cover, those that overlap together.
  public static List<Span> spans(List<Finding> findings) {
    var sorted = new ArrayList<>(findings);
    sorted.sort(BY_PLACE);
    var spans = new ArrayList<Span>();
    for (int i = 0; i < sorted.size(); ) {
      Finding first = sorted.get(i);
      int from = i;
      int end = first.end();
      for (i++; i < sorted.size() && overlaps(sorted.get(i), first.place(), end); i++) {
        end = Math.max(end, sorted.get(i).end());
      }
      spans.add(new Span(first.place(), first.start(), end, sorted.subList(from, i)));
    }
    return spans;
  }

  /// Edits in the order of the bytes, and `null` in the place of each of `values`, which do not
  /// overlap and inside which nothing else is edited.
  public static List<Edit> without(List<Range> values, List<Edit> edits) {
    return instead(values, Bytes.utf8("null"), edits);
  }

  /// Edits in the order of the bytes, and nothing in the place of each of `ranges`, which rise and
  /// do not overlap; what else was to be edited inside them is gone with them.
  public static List<Edit> cut(List<Range> ranges, List<Edit> edits) {
    return ranges.isEmpty() ? edits : instead(ranges, Bytes.EMPTY, edits);
  }

  /// An answer may have as many edits as ranges, and very many of both.
  private static List<Edit> instead(List<Range> ranges, Bytes with, List<Edit> edits) {
    var begins = new TreeMap<Integer, Range>();
    var out = new ArrayList<Edit>();
    for (Range range : ranges) {
      begins.put(range.from(), range);
      out.add(new Edit(range.from(), range.to(), with));
    }
    for (Edit edit : edits) {
      var before = begins.floorEntry(edit.from());
      if (before == null || edit.to() > before.getValue().to()) out.add(edit);
    }
    out.sort(Comparator.comparingInt(Edit::from));
    return out;
  }

  private static boolean overlaps(Finding finding, int place, int end) {
    return finding.place() == place && finding.start() < end;
  }

  /// Applies edits that rise and do not overlap.
  public static Bytes edit(Bytes body, List<Edit> edits) {
    if (edits.isEmpty()) return body;
    var out = new ByteArrayOutputStream(body.length());
    int at = 0;
    for (Edit edit : edits) {
      if (edit.from() < at) throw new IllegalArgumentException("edits overlap");
      out.write(body.array(), at, edit.from() - at);
      out.writeBytes(edit.with().array());
      at = edit.to();
    }
    out.write(body.array(), at, body.length() - at);
    return Bytes.wrap(out.toByteArray());
  }
}
