package probity.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Texts;

/// Models, and what they say of the texts of a body. It blocks, and takes milliseconds for each
/// piece of a text, so it never runs on an event loop.
public final class Scoring {
  /// Without models.
  public static final Scoring NONE = new Scoring(List.of(), 0);

  private static final String INJECTION = "injection.";

  private final List<Model> models;
  private final int pieces;

  /// @param pieces how many pieces of texts each model scores for one body at most
  public Scoring(List<Model> models, int pieces) {
    this.models = List.copyOf(models);
    this.pieces = pieces;
  }

  /// What models found.
  ///
  /// @param unscanned how many texts some model did not score to their end
  public record Scores(List<Finding> findings, int unscanned) {
    public Scores {
      findings = List.copyOf(findings);
    }
  }

  /// Every label that some model gives.
  public SortedSet<String> labels() {
    var labels = new TreeSet<String>();
    for (Model model : models) labels.addAll(model.labels());
    return labels;
  }

  /// Only the models that give one of some labels.
  public Scoring asking(Collection<String> labels) {
    return new Scoring(
        models.stream().filter(each -> each.labels().stream().anyMatch(labels::contains)).toList(),
        pieces);
  }

  public boolean isEmpty() {
    return models.isEmpty();
  }

  /// The names and versions of the models.
  public List<String> versions() {
    return models.stream().map(Model::id).sorted().toList();
  }

  /// Scores the texts of a body, the last ones first: they are the newest.
  ///
  /// @param labels those that are wanted
  public Scores score(Texts texts, Collection<String> labels) {
    var findings = new ArrayList<Finding>();
    int unscanned = 0;
    int[] left = new int[models.size()];
    Arrays.fill(left, pieces);
    for (int place = texts.places().size() - 1; place >= 0; place--) {
      var kind = texts.places().get(place).kind();
      String text = texts.text(place);
      if (text.isBlank()) continue;
      boolean whole = true;
      for (int i = 0; i < models.size(); i++) {
        var origin = origin(models.get(i), kind);
        if (origin.isEmpty()) continue;
        Model.Reading reading = read(models.get(i), text, origin.get(), left[i]);
        left[i] = Math.max(0, left[i] - reading.pieces());
        whole &= reading.complete(text);
        for (Model.Scored each : reading.found()) {
          if (each.confidence() < Model.FOUND || !labels.contains(each.label())) continue;
          findings.add(
              new Finding(
                  each.label(),
                  place,
                  each.start(),
                  each.end(),
                  models.get(i).id(),
                  each.confidence()));
        }
      }
      if (!whole) unscanned++;
    }
    return new Scores(findings.reversed(), unscanned);
  }

  /// A model that fails has scored nothing, and the record says so.
  private static Model.Reading read(Model model, String text, Model.Origin origin, int left) {
    try {
      return model.read(text, origin, left);
    } catch (ModelFailed failed) {
      return Model.Reading.NOTHING;
    }
  }

  /// Who wrote the texts of a kind; empty where it is of no use to ask a model about them: what the
  /// application and the model itself wrote is no attack on them, and strings beside the
  /// conversation are mostly names of things.
  private static Optional<Model.Origin> origin(Model model, Place.Kind kind) {
    return switch (kind) {
      case TOOL_RESULT, TOOL_DESCRIPTION -> Optional.of(Model.Origin.TOOL);
      case USER -> Optional.of(Model.Origin.USER);
      case OTHER -> Optional.empty();
      case SYSTEM, ASSISTANT, TOOL_ARGUMENTS ->
          model.labels().stream().allMatch(each -> each.startsWith(INJECTION))
              ? Optional.empty()
              : Optional.of(Model.Origin.USER);
    };
  }
}
