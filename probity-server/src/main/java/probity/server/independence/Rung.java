package probity.server.independence;

import java.util.List;

/// One rung of the ladder, with the lines that must all be yes.
public record Rung(int number, String title, List<Line> lines) {
  public Rung {
    lines = List.copyOf(lines);
  }

  /// Whether it counts. A rung about which nothing was looked at does not.
  public boolean isReached() {
    return !lines.isEmpty() && lines.stream().allMatch(l -> l.answer() == Line.Answer.YES);
  }

  /// The highest rung below which no other is missing; 0 if the first is.
  public static int reached(List<Rung> ladder) {
    int reached = 0;
    for (Rung rung : ladder) {
      if (!rung.isReached()) return reached;
      reached = rung.number();
    }
    return reached;
  }
}
