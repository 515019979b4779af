package probity.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// One unit of a streamed answer, with its bytes as they came.
///
/// In an event stream a unit is an event with its closing blank line, a comment outside of any
/// event, or a blank line. The raw bytes of all units, joined, are the stream.
///
/// @param type the event's name, empty when it has none
/// @param data the event's data lines, joined by line feeds; empty for all that is no event
/// @param lines where the lines of `data` stand in `raw`
/// @param asides all other lines of `raw`: comments and other fields
public record Frame(Bytes raw, String type, Bytes data, List<Line> lines, List<Place> asides) {
  /// A line of data: where it begins in the data and in the raw bytes.
  public record Line(int data, int raw) {}

  public Frame {
    lines = List.copyOf(lines);
    asides = List.copyOf(asides);
  }

  /// The lines that are no data, as texts.
  public Texts asideTexts() {
    return new Texts(raw, asides, Texts.Spelling.PLAIN);
  }

  /// The unit with some of its data and of its other lines replaced.
  public Bytes edited(List<Edit> data, List<Edit> asides) {
    if (data.isEmpty() && asides.isEmpty()) return raw;
    var edits = new ArrayList<>(asides);
    for (Edit edit : data) edits.add(new Edit(rawAt(edit.from()), rawAt(edit.to()), edit.with()));
    edits.sort(Comparator.comparingInt(Edit::from));
    return Splice.edit(raw, edits);
  }

  private int rawAt(int dataAt) {
    int line = 0;
    while (line + 1 < lines.size() && lines.get(line + 1).data() <= dataAt) line++;
    return lines.get(line).raw() + dataAt - lines.get(line).data();
  }
}
