package probity.server;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import probity.index.Search.Call;
import probity.reconcile.Cell;

/// The comparisons of a reconciliation, as a person reads them.
record Comparisons(List<Cell> cells) {
  private static final int SHOWN = 10;

  static Comparisons of(List<Cell> cells) {
    return new Comparisons(List.copyOf(cells));
  }

  private long count(Cell.Result result) {
    return cells.stream().filter(cell -> cell.result() == result).count();
  }

  boolean agree() {
    return count(Cell.Result.AGREES) == cells.size();
  }

  String summary() {
    return cells.size()
        - count(Cell.Result.NOT_COMPARABLE)
        + " buckets compared, "
        + count(Cell.Result.DIFFERS)
        + " differ";
  }

  /// All that do not agree.
  void print(PrintWriter out) {
    for (Cell cell : cells) {
      switch (cell.result()) {
        case AGREES -> {
          // Counted in the last line.
        }
        case DIFFERS -> print(cell, "differs", out);
        case NOT_COMPARABLE -> print(cell, "cannot be compared", out);
      }
    }
  }

  private static void print(Cell cell, String result, PrintWriter out) {
    out.println(
        cell.from()
            + " – "
            + cell.until()
            + "  "
            + cell.vendor().word()
            + "  "
            + model(cell)
            + "  "
            + (cell.upstream().isEmpty() ? "all keys" : cell.upstream())
            + ": "
            + result);
    if (!cell.note().isEmpty()) out.println("  " + cell.note());
    var table = new Table("  ", "provider", "ledger", "difference");
    if (cell.theirRequests().isPresent()) {
      table.add(row("requests", cell.theirRequests().getAsLong(), cell.counted().size()));
    }
    table.add(row("input tokens", cell.theirInput(), cell.ourInput()));
    table.add(row("output tokens", cell.theirOutput(), cell.ourOutput()));
    table.print(out);
    calls("records", cell.counted(), out);
    calls("no usage on record", cell.withoutUsage(), out);
    calls("perhaps counted by the provider", cell.unknown(), out);
    var edge =
        cell.counted().stream().filter(call -> call.asked().compareTo(cell.from()) < 0).toList();
    calls("asked before the bucket begins", edge, out);
    out.println();
  }

  private static String model(Cell cell) {
    if (cell.exported().isEmpty()) {
      String ours = cell.model().isEmpty() ? "(undeclared model)" : cell.model();
      return ours + ", which the export does not have";
    }
    String names = String.join(", ", cell.exported());
    return names.equals(cell.model()) || !cell.note().isEmpty()
        ? names
        : names + " (here " + (cell.model().isEmpty() ? "all models" : cell.model()) + ")";
  }

  private static List<String> row(String what, long theirs, long ours) {
    long difference = theirs - ours;
    return List.of(
        "  " + what,
        Long.toString(theirs),
        Long.toString(ours),
        (difference > 0 ? "+" : "") + difference);
  }

  private static void calls(String what, List<Call> calls, PrintWriter out) {
    if (!calls.isEmpty()) out.println("  " + what + ": " + some(calls));
  }

  /// The first ids of records, and how many there are.
  static String some(List<Call> calls) {
    String ids = calls.stream().limit(SHOWN).map(Call::exchange).collect(Collectors.joining(", "));
    return calls.size() > SHOWN ? ids + " and " + (calls.size() - SHOWN) + " more" : ids;
  }
}
