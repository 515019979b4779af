package probity.console.traffic;

import java.util.ArrayList;
import java.util.List;
import probity.console.Tone;

/// What waits for reviewers, and how they decide: with a key of their own, so not here.
///
/// @param left what is not listed, in sentences
public record ReviewsPage(List<Row> waiting, List<Row> decided, List<String> left) {
  public ReviewsPage {
    waiting = List.copyOf(waiting);
    decided = List.copyOf(decided);
    left = List.copyOf(left);
  }

  public record Row(
      String exchange,
      String path,
      String queue,
      String role,
      String asked,
      String rule,
      Tone tone,
      String state,
      String since,
      String deadline) {}

  static ReviewsPage of(Waiting waiting) {
    var rows = new ArrayList<Row>();
    var decided = new ArrayList<Row>();
    for (Waiting.Item item : waiting.items()) {
      (item.state().equals("waiting") ? rows : decided).add(row(item));
    }
    var left = new ArrayList<String>();
    if (waiting.omitted() > 0) {
      left.add(Told.count(waiting.omitted(), "item is", "items are") + " not listed here.");
    }
    if (waiting.unlisted() > 0) {
      left.add(
          Told.count(waiting.unlisted(), "record", "records")
              + " found no room in the lists since the gateway started; the ledger has them.");
    }
    return new ReviewsPage(rows, decided, left);
  }

  private static Row row(Waiting.Item item) {
    return new Row(
        item.exchange(),
        "/records/" + item.exchange(),
        item.queue(),
        item.role(),
        item.caller() + " on " + item.route(),
        item.rule(),
        switch (item.state()) {
          case "waiting" -> item.held() ? Tone.CARE : Tone.PLAIN;
          case "denied" -> Tone.BAD;
          default -> Tone.GOOD;
        },
        switch (item.state()) {
          case "waiting" -> item.held() ? "a caller waits" : "to be looked at";
          case "granted" -> "granted until " + Told.time(item.until());
          case "taken" -> "granted and used";
          case "looked" -> "looked at";
          default -> item.state();
        },
        Told.time(item.since()),
        Told.time(item.deadline()));
  }
}
