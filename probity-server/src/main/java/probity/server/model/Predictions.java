package probity.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import probity.classify.Model.Scored;
import probity.classify.ModelFailed;
import probity.json.ForeignJson;
import probity.ledger.Checked;
import probity.ledger.Json;

/// What a classifier answers: a list of `{"label", "score"}` for the whole text, or of `{"label" or
/// "entity_group", "score", "start", "end"}` for spans of it, as servers of open models give for
/// the classification of texts and of their words; also as the one item of a list. Scores are from
/// 0 to 1, offsets count Unicode code points.
final class Predictions {
  private static final int PREDICTIONS_MAX = 1000;

  private final String text;
  private final SortedMap<String, String> labels;

  private Predictions(String text, SortedMap<String, String> labels) {
    this.text = text;
    this.labels = labels;
  }

  /// What of it has one of our labels.
  ///
  /// @param labels its words, with our labels for them
  /// @throws ModelFailed if it is another thing; what came is not in the message
  static List<Scored> read(String answer, String text, SortedMap<String, String> labels) {
    return switch (ForeignJson.parse(answer)) {
      case Checked.Valid<Json>(Json.Arr(var items)) ->
          new Predictions(text, labels).all(unwrapped(items));
      case Checked.Valid<Json> _ -> throw new ModelFailed("it answered no list of labels");
      case Checked.Invalid<Json> _ -> throw new ModelFailed("it answered no json");
    };
  }

  private static List<Json> unwrapped(List<Json> items) {
    return items.size() == 1 && items.getFirst() instanceof Json.Arr(var inner) ? inner : items;
  }

  private List<Scored> all(List<Json> items) {
    if (items.size() > PREDICTIONS_MAX) {
      throw new ModelFailed("it answered more than " + PREDICTIONS_MAX + " labels");
    }
    var found = new ArrayList<Scored>();
    for (Json item : items) {
      if (!(item instanceof Json.Obj prediction)) {
        throw new ModelFailed("an item of its list is no object");
      }
      scored(prediction).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Scored> scored(Json.Obj prediction) {
    String word =
        prediction
            .text("label")
            .or(() -> prediction.text("entity_group"))
            .orElseThrow(() -> new ModelFailed("an item has neither `label` nor `entity_group`"));
    int confidence = confidence(prediction);
    boolean spans = prediction.get("start").isPresent() || prediction.get("end").isPresent();
    int start = spans ? offset(prediction, "start") : 0;
    int end = spans ? offset(prediction, "end") : text.length();
    if (end <= start) throw new ModelFailed("`end` of an item is not behind its `start`");
    return Optional.ofNullable(labels.get(word))
        .map(label -> new Scored(label, start, end, confidence));
  }

  private static int confidence(Json.Obj prediction) {
    double score =
        switch (prediction.get("score").orElse(new Json.Null())) {
          case Json.Num(var whole) -> whole;
          case Json.Str(var decimal) -> decimal(decimal);
          default -> Double.NaN;
        };
    if (!(score >= 0 && score <= 1)) {
      throw new ModelFailed("`score` of an item is not from 0 to 1");
    }
    return (int) Math.round(score * 100);
  }

  /// Numbers that are no integers come as their text.
  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /// In UTF-16.
  private int offset(Json.Obj prediction, String name) {
    long points = prediction.number(name).orElse(-1L);
    if (points < 0 || points > text.codePointCount(0, text.length())) {
      throw new ModelFailed("`" + name + "` of an item is no offset in the text");
    }
    return text.offsetByCodePoints(0, (int) points);
  }
}
